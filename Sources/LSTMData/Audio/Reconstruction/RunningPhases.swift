import LSTMTensor

/// The phases that a reconstruction begins with: of chance in the first frame; from there on each peak of a spectrum goes
/// on as a wave of its frequency, and what is beside it with it (single pass spectrogram inversion; Beauregard, Harish and
/// Wyse 2015).
///
/// Sixteen iterations from here come as near as thirty-two from phases of chance in every frame.
struct RunningPhases {
  private static let turnCount = 1 << 10

  /// The cosines and the sines of the phases, [T, K].
  let cosines: Tensor
  let sines: Tensor

  /// - Parameters:
  ///   - magnitudes: [T, K].
  ///   - hop: the samples from a frame to the next.
  ///   - random: where the first phases come from.
  init(_ magnitudes: Tensor, hop: Int, using random: inout RandomGenerator) {
    let table = (0..<Self.turnCount).map { rotation($0, of: Self.turnCount) }
    let mask = Self.turnCount - 1
    let (count, width) = (magnitudes.shape[0], magnitudes.shape[1])
    var turns = (0..<width).map { _ in Double(random.uniform()) }
    let values = magnitudes.values
    var (cosines, sines): ([Float], [Float]) = ([], [])
    for start in stride(from: 0, to: count * width, by: width) {
      let frame = Array(values[start..<start + width])
      Self.advance(&turns, frame, hop: hop)
      var places = turns.map { Int($0 * Double(Self.turnCount)) & mask }
      // A frame's spectrum begins at its first sample, and phases hold at its centre.
      for k in stride(from: 1, to: places.count, by: 2) {
        places[k] = (places[k] + Self.turnCount / 2) & mask
      }
      // Frequency 0 and the highest one are real.
      places[0] = 0
      places[places.count - 1] = 0
      cosines += places.map { Float(table[$0].cosine) }
      sines += places.map { Float(table[$0].sine) }
    }
    self.cosines = Tensor(cosines, shape: magnitudes.shape)
    self.sines = Tensor(sines, shape: magnitudes.shape)
  }

  /// Moves phases, in turns, on by a hop.
  private static func advance(_ turns: inout [Double], _ frame: [Float], hop: Int) {
    let last = frame.count - 1
    var (first, peak) = (0, 0)
    for k in 0...last {
      if frame[k] > frame[peak] { peak = k }
      // A valley ends what belongs to a peak.
      let isValley = k < last && k > first && frame[k] <= frame[k - 1] && frame[k] < frame[k + 1]
      guard isValley || k == last else { continue }
      let cycles = frequency(of: peak, in: frame) * Double(hop) / Double(2 * last)
      let turn = turns[peak] + cycles
      for place in first...k { turns[place] = turn - turn.rounded(.down) }
      (first, peak) = (k + 1, k + 1)
    }
  }

  /// Where a parabola through a peak is highest, in places of the spectrum.
  private static func frequency(of peak: Int, in frame: [Float]) -> Double {
    guard peak > 0, peak < frame.count - 1 else { return Double(peak) }
    let (left, top, right) = (
      Double(frame[peak - 1]), Double(frame[peak]), Double(frame[peak + 1])
    )
    let bend = left - 2 * top + right
    return Double(peak) + (bend < 0 ? 0.5 * (left - right) / bend : 0)
  }
}
