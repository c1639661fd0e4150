import LSTMData
import LSTMTensor

/// How far two sounds' spectra are apart, in decibels: mel-cepstral distortion (Kubichek 1993) along the best alignment of
/// their frames (dynamic time warping; Sakoe and Chiba 1978).
///
/// Of cepstra c₁ … c₁₃ of 40 log-mel values (librosa's, with an orthonormal cosine transform; frames of 25 ms, 5 ms
/// apart), two frames' distance is 10 / ln 10 · √(Σ (c − c′)² / 40): the root of the mean squared difference in decibels of
/// their smoothed spectra, which 10 / ln 10 · √(2 Σ Δ²) is for cepstra of amplitudes. The level, c₀, does not count. Steps
/// of the alignment go on in one sound or in both and weigh alike; the distortion is the mean over them.
public struct MelCepstralDistortion: Sendable {
  /// Cepstra that count.
  static let cepstrumCount = 13
  private static let melCount = 40

  private let analysis: AcousticAnalysis

  /// A measure for sounds at a sample rate.
  ///
  /// - Throws: `AcousticOptionError` where the rate is out of its range.
  public init(sampleRate: Int) throws(AcousticOptionError) {
    var options = AcousticOptions(sampleRate: sampleRate)
    options.hopDuration = 0.005
    options.floor = 1e-8
    options.kind = .cepstrum(count: Self.cepstrumCount + 1)
    options.melCount = Self.melCount
    analysis = try AcousticAnalysis(options)
  }

  /// A sound as the measure hears it.
  public struct Cepstra: Sendable, Equatable {
    /// [T, 14], c₀ first.
    let frames: AcousticFeatures
  }

  /// The cepstra of samples at the measure's rate.
  public func cepstra(of samples: [Float]) -> Cepstra {
    Cepstra(frames: analysis.features(of: samples))
  }

  /// The distortion between two sounds, `nil` where one has no frame.
  public static func between(_ first: Cepstra, _ second: Cepstra) -> Double? {
    let (rows, columns) = (first.frames.count, second.frames.count)
    guard rows > 0, columns > 0 else { return nil }
    var distances = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      let a = first.frames[row].dropFirst()
      for column in 0..<columns {
        var sum = 0.0
        for (x, y) in zip(a, second.frames[column].dropFirst()) {
          let error = Double(x) - Double(y)
          sum += error * error
        }
        distances[row * columns + column] = (sum / Double(melCount)).squareRoot()
      }
    }
    return meanAlongBestPath(distances, rows: rows, columns: columns)
      * 10 / naturalLogarithm(10)
  }

  /// The mean distance along the path of the least sum.
  ///
  /// - Parameter distances: [rows, columns]; becomes sums.
  private static func meanAlongBestPath(
    _ distances: [Double], rows: Int, columns: Int
  ) -> Double {
    var sums = distances
    var lengths = [Int](repeating: 1, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns where row + column > 0 {
        let at = row * columns + column
        // Of equal ways the one that goes on in both sounds.
        var best: Int?
        let before = [
          row > 0 && column > 0 ? at - columns - 1 : nil, row > 0 ? at - columns : nil,
          column > 0 ? at - 1 : nil,
        ]
        for case let place? in before where best.map({ sums[place] < sums[$0] }) ?? true {
          best = place
        }
        guard let best else { continue }
        sums[at] += sums[best]
        lengths[at] = lengths[best] + 1
      }
    }
    let last = rows * columns - 1
    return sums[last] / Double(lengths[last])
  }
}
