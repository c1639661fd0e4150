import LSTMData
import LSTMTensor

/// How much the cepstra of an utterance vary, its global variance (Toda and Tokuda 2007): what a network says lies nearer to
/// its mean than what people say, most of all in the fine detail of spectra, and sounds muffled.
///
/// Each cepstrum's distance from its mean over the utterance is stretched by a factor.
struct GlobalVariance: Sendable {
  /// The orthonormal cosine transform (DCT-II), [M, M], and its transpose.
  private let transform: Tensor
  private let inverse: Tensor

  /// - Parameter frameSize: M.
  init(frameSize: Int) {
    func weight(_ order: Int, _ place: Int) -> Float {
      let angle = Double.pi * Double(order) * (Double(place) + 0.5) / Double(frameSize)
      let scale = (order == 0 ? 1.0 : 2.0) / Double(frameSize)
      return Float(scale.squareRoot() * cosine(angle))
    }
    let all = 0..<frameSize
    transform = Tensor(
      all.flatMap { order in all.map { weight(order, $0) } }, shape: [frameSize, frameSize])
    inverse = Tensor(
      all.flatMap { place in all.map { weight($0, place) } }, shape: [frameSize, frameSize])
  }

  /// The variance of each cepstrum over an utterance's frames, [M].
  func variances(_ frames: AcousticFeatures) -> [Double] {
    let (cepstra, means) = cepstra(frames)
    var sums = [Double](repeating: 0, count: frames.width)
    for (at, value) in cepstra.enumerated() {
      let error = Double(value) - means[at % frames.width]
      sums[at % frames.width] += error * error
    }
    return sums.map { $0 / Double(max(1, frames.count)) }
  }

  /// An utterance whose cepstra lie further from their means.
  ///
  /// - Parameters:
  ///   - frames: log-mel values.
  ///   - factors: of each cepstrum, [M].
  func stretched(_ frames: AcousticFeatures, by factors: [Float]) -> AcousticFeatures {
    guard frames.count > 0 else { return frames }
    let width = frames.width
    let (cepstra, means) = cepstra(frames)
    let moved = cepstra.enumerated().map { at, value in
      let mean = Float(means[at % width])
      return mean + factors[at % width] * (value - mean)
    }
    let values = Tensor(moved, shape: [frames.count, width]).linear(weight: inverse).values
    return AcousticFeatures(width: width, values: values)
  }

  private func cepstra(_ frames: AcousticFeatures) -> (values: [Float], means: [Double]) {
    let values = Tensor(frames.values, shape: [frames.count, frames.width])
      .linear(weight: transform).values
    var means = [Double](repeating: 0, count: frames.width)
    for (at, value) in values.enumerated() { means[at % frames.width] += Double(value) }
    return (values, means.map { $0 / Double(max(1, frames.count)) })
  }
}
