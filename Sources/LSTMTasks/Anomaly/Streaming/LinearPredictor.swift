/// A linear predictor that goes on learning: recursive least squares with forgetting (Haykin, "Adaptive Filter
/// Theory", chapter 10).
///
/// One of its inputs is what the LSTM expects, which stays as the warm-up has made it; the weights that join it with
/// the last values and the season adapt to drift.
struct LinearPredictor: Sendable, Equatable {
  /// How much of the past a row keeps: half of it is forgotten after 700 rows.
  private static let forgetting = 0.999
  /// An error counts for at most so many mean errors, so that an outlier does not bend the weights.
  private static let clip = 5.0
  /// Beyond this the inverse correlation says only that an input has not moved for long.
  private static let largestTrace = 1e4

  private let size: Int
  private var weights: [Double]
  /// The inverse correlation of the inputs, row by row.
  private var inverse: [Double]
  private var gain: [Double]
  private var meanError = 0.0
  private var count = 0.0

  /// A predictor that begins with one input alone.
  init(size: Int, startingWith input: Int) {
    self.size = size
    weights = (0..<size).map { $0 == input ? 1 : 0 }
    gain = Array(repeating: 0, count: size)
    inverse = Array(repeating: 0, count: size * size)
    for place in 0..<size { inverse[place * size + place] = 100 }
  }

  /// What the inputs say.
  func prediction(_ inputs: [Double]) -> Double {
    var sum = 0.0
    for place in 0..<size { sum += weights[place] * inputs[place] }
    return sum
  }

  /// Learns from the error of the prediction of these inputs.
  mutating func learn(_ inputs: [Double], error: Double) {
    count += 1
    var denominator = Self.forgetting
    for row in 0..<size {
      var sum = 0.0
      for column in 0..<size { sum += inverse[row * size + column] * inputs[column] }
      gain[row] = sum
      denominator += inputs[row] * sum
    }
    let bound = meanError > 0 ? Self.clip * meanError : .infinity
    let clipped = min(max(error, -bound), bound)
    var trace = 0.0
    for row in 0..<size {
      weights[row] += gain[row] / denominator * clipped
      for column in 0..<size {
        let place = row * size + column
        inverse[place] = (inverse[place] - gain[row] * gain[column] / denominator) / Self.forgetting
      }
      trace += inverse[row * size + row]
    }
    if trace > Self.largestTrace {
      for place in inverse.indices { inverse[place] *= Self.largestTrace / trace }
    }
    meanError += (abs(error) - meanError) * max(0.01, 1 / count)
    if !weights.allSatisfy(\.isFinite) || !(trace > 0) || !trace.isFinite {
      self = LinearPredictor(size: size, startingWith: 1)
    }
  }
}

extension LinearPredictor: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    try visit("weights", &weights)
    try visit("inverse", &inverse)
    var rest = [meanError, count]
    try visit("error", &rest)
    (meanError, count) = (rest[0], rest[1])
  }
}
