import LSTMTensor

/// What the next value should be: the LSTM's word, the last values and the season, joined by weights that go on learning.
struct ValueForecast: Sendable {
  private var network: PreparedValuePredictor?
  private var joining: LinearPredictor
  private var inputs: [Double]
  private var last = 0.0
  private var beforeLast = 0.0

  private static let inputCount = 5

  /// A forecast that begins with the last value.
  ///
  /// - Parameter network: `nil` where the warm-up was too short to learn from.
  init(network: ValuePredictor?) {
    self.network = network.map(PreparedValuePredictor.init)
    joining = LinearPredictor(size: Self.inputCount, startingWith: 1)
    inputs = Array(repeating: 0, count: Self.inputCount)
  }

  /// The trained network.
  var model: ValuePredictor? { network?.model }

  /// The value expected next.
  ///
  /// - Parameter seasonal: what earlier seasons say; `nil`: nothing.
  mutating func expectation(seasonal: Double?) -> Double {
    inputs[0] = 1
    inputs[1] = last
    inputs[2] = beforeLast
    inputs[3] = seasonal ?? last
    inputs[4] = last + (network?.expectedChange ?? 0)
    return joining.prediction(inputs)
  }

  /// How improbable the network's distribution finds a value, as log(1 + q² ÷ ν) of the standardised error q: what the
  /// tail of a Student-t distribution makes of it; `nil` without a network.
  func improbability(of value: Double) -> Double? {
    guard let network else { return nil }
    let standardized = (value - last - network.expectedChange) / network.scale
    let square = min(standardized * standardized, Self.largestSquare)
    return naturalLogarithm(1 + square / Double(ValuePredictor.freedom))
  }

  /// Beyond this an error is no more improbable.
  private static let largestSquare = 1e12

  /// Takes in the value that was expected by the last ``expectation(seasonal:)``.
  mutating func read(_ value: Double, error: Double, nextPartOfDay: Double?) {
    joining.learn(inputs, error: error)
    pass(value, nextPartOfDay: nextPartOfDay)
  }

  /// Goes on past a value without learning from it, as where it is missing.
  mutating func pass(_ value: Double, nextPartOfDay: Double?) {
    (beforeLast, last) = (last, value)
    network?.read(ValuePredictor.features(value: value, next: nextPartOfDay))
  }
}

extension ValueForecast: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    try joining.visitState(under: "joining", visit)
    var numbers = [last, beforeLast]
    try visit("last", &numbers)
    (last, beforeLast) = (numbers[0], numbers[1])
    try network?.visitState(under: "network", visit)
  }
}
