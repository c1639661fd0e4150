import LSTMData
import LSTMTensor

/// How recordings of one speaker are joined with pauses between, so that a recogniser which learns from single words hears
/// them in a row.
struct SpeechJoining: Sendable, Equatable {
  /// Recordings in a row at most; 1: none is joined.
  var longest: Int
  /// The seconds of a pause.
  var pause = 0.0...0.5
  /// The decibels of full scale of the noise in a pause; half of the pauses are without any.
  var noise = -85.0...(-50.0)

  /// The recordings that are joined to one.
  ///
  /// - Parameters:
  ///   - first: the recording that is learned from, by its place.
  ///   - others: those of the same speaker, by their places.
  func places(first: Int, among others: [Int], using random: inout RandomGenerator) -> [Int] {
    guard longest > 1, !others.isEmpty else { return [first] }
    let count = 1 + random.index(below: longest)
    var places = (1..<max(2, count)).map { _ in others[random.index(below: others.count)] }
    places = count == 1 ? [first] : [first] + places
    // The recording may stand anywhere in the row.
    places.swapAt(0, random.index(below: places.count))
    return places
  }

  /// Sounds one after the other, with pauses before, between and behind them.
  func join(_ sounds: [Waveform], using random: inout RandomGenerator) -> Waveform {
    guard sounds.count > 1, let rate = sounds.first?.sampleRate else {
      return sounds.first ?? Waveform(sampleRate: 1, samples: [])
    }
    var samples: [Float] = []
    for (place, sound) in sounds.enumerated() {
      if place > 0 { samples += silence(rate, using: &random) }
      samples += sound.samples
    }
    return Waveform(sampleRate: rate, samples: samples)
  }

  private func silence(_ rate: Int, using random: inout RandomGenerator) -> [Float] {
    func draw(_ range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double(random.uniform())
    }
    let count = Int(draw(pause) * Double(rate))
    let level = draw(noise)
    guard random.uniform() < 0.5 else { return [Float](repeating: 0, count: count) }
    // Twenty decibels are a factor of ten.
    let scale = Float(exponential(level / 20 * naturalLogarithm(10)))
    return (0..<count).map { _ in scale * random.normal() }
  }
}
