import LSTMLayers
import LSTMTensor

/// A small LSTM that predicts the distribution of a series' next value: a Student-t distribution with four degrees
/// of freedom, whose tails forgive the outliers that training data hold.
///
/// Values are scaled to a mean of zero and a deviation of one. The location is the last value plus what the network
/// adds, so that an untrained network predicts that nothing changes.
struct ValuePredictor: Module {
  /// Features of an input: the value, and the next row's time of day as sine and cosine.
  static let inputSize = 3
  /// Units of the layer, H.
  static let hiddenSize = 16

  var lstm: LSTM
  var output: Linear

  /// A network with new weights, whose output layer is zero.
  init(using random: inout RandomGenerator) {
    lstm = LSTM(inputSize: Self.inputSize, hiddenSize: Self.hiddenSize, using: &random)
    output = Linear(
      weight: .zeros([2, Self.hiddenSize]), bias: .zeros([2]))
  }

  /// The mean negative log-likelihood of the next values, in nats.
  ///
  /// - Parameters:
  ///   - inputs: [T, N, 3].
  ///   - values: the scaled values, [T, N, 1].
  ///   - targets: the scaled values that follow, [T, N, 1].
  ///   - skipped: steps at the start that only warm the state up and are not scored.
  func loss(_ inputs: Tensor, values: Tensor, targets: Tensor, skipped: Int) -> Tensor {
    let (steps, batch) = (inputs.shape[0], inputs.shape[1])
    let hidden = lstm(inputs).outputs.rows(skipped..<steps)
    let result = output(hidden)
    let logScale = Self.logScale(of: result.columns(1..<2))
    let last = values.rows(skipped..<steps)
    let errors = targets.rows(skipped..<steps) - last - result.columns(0..<1)
    let standardized = errors * exp(logScale * -1)
    let tail = log(standardized.applying(.square).scaled(by: 1 / Self.freedom, adding: 1))
    let perStep = logScale + tail * ((Self.freedom + 1) / 2)
    return perStep.reshaped(to: [(steps - skipped) * batch]).mean()
  }

  /// Degrees of freedom of the distribution.
  static let freedom: Float = 4
  /// The most that the logarithm of the scale may be from zero.
  private static let largestLogScale: Float = 6

  /// The logarithm of the scale, kept within bounds: a constant warm-up would drive it to minus infinity.
  private static func logScale(of raw: Tensor) -> Tensor {
    tanh(raw * (1 / largestLogScale)) * largestLogScale
  }

  /// The scale that an output stands for, as ``logScale(of:)`` bounds it.
  static func scale(of raw: Double) -> Double {
    let bound = Double(largestLogScale)
    let square = exponential(2 * raw / bound)
    // (e²ˣ − 1) ÷ (e²ˣ + 1) without overflow.
    return exponential(bound * (1 - 2 / (square + 1)))
  }

  /// Visits the recurrent layer, then the output layer.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try lstm.visitParameters(under: "lstm", visit)
    try output.visitParameters(under: "output", visit)
  }

  /// The features of a row for the network.
  ///
  /// - Parameters:
  ///   - value: scaled. Values far out are drawn in, since a network is lost beyond what it was trained on.
  ///   - next: the next row's place in the day, 0 to 1; `nil` where rows have no time of day.
  static func features(value: Double, next: Double?) -> (Float, Float, Float) {
    let reach = 3.0
    let drawn = value * reach / (reach + abs(value))
    guard let next else { return (Float(drawn), 0, 0) }
    let angle = 2 * Double.pi * next
    return (Float(drawn), Float(cosine(angle - Double.pi / 2)), Float(cosine(angle)))
  }
}
