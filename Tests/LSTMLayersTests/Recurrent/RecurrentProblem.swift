import LSTMTensor
import LSTMTestSupport

@testable import LSTMLayers

/// A layer together with its input and its initial state, so that all of them get gradients.
struct RecurrentProblem<Layer: OracleLayer>: Module {
  var layer: Layer
  var input: Tensor
  /// Empty where the layer trains its initial state.
  var states: [Tensor]
  /// The gradients of the outputs and of each tensor of the final state.
  let upstream: [DoubleArray]
  let lengths: [Int]?

  init(_ example: RecurrentCase) {
    var numbers = TestNumbers(seed: example.seed)
    let stateShape = example.stateShape
    layer = Layer(example)
    layer.visitParameters { path, parameter in
      if path.hasPrefix("initial") { parameter = Tensor(numbers.normal(parameter.shape.array)) }
    }
    input = Tensor(numbers.normal([example.steps, example.batchSize, example.inputSize]))
    states =
      example.hasTrainableState
      ? [] : (0..<Layer.stateCount).map { _ in Tensor(numbers.normal(stateShape)) }
    upstream =
      [numbers.normal(example.outputShape)]
      + (0..<Layer.stateCount).map { _ in numbers.normal(stateShape) }
    lengths = example.lengths
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try layer.visitParameters(under: "layer", visit)
    try visit("input", &input)
    for index in states.indices { try visit("state.\(index)", &states[index]) }
  }

  /// Outputs, final states, and every gradient by path.
  typealias Results = (values: [Tensor], gradients: [(path: String, gradient: Tensor)])

  /// What the fused layer computes.
  var fused: Results {
    let upstream = upstream.map { Tensor($0) }
    let (_, gradients, values) = valueAndGradient(of: self) { problem in
      let state = problem.states.isEmpty ? nil : Layer.State(tensors: problem.states)
      let result = problem.layer(problem.input, state: state, lengths: lengths)
      let values = [result.outputs] + result.state.tensors.map(\.tensor)
      return (Self.loss(values, upstream), values.map(\.detached))
    }
    return (values, gradients.entries.map { ($0.path, $0.gradient.dense) })
  }

  static func loss(_ values: [Tensor], _ upstream: [Tensor]) -> Tensor {
    zip(values, upstream).map { ($0 * $1).sum() }.reduce(Tensor(0)) { $0 + $1 }
  }
}

/// A layer that has an oracle in `Double` arithmetic.
protocol OracleLayer: FixtureLayer {
  associatedtype Oracle: RecurrentReference
  static var stateCount: Int { get }
  init(_ example: RecurrentCase)
  static func oracle(_ parameters: RecurrentParameters) -> Oracle
  /// The gradients that an oracle holds, under the names of `RecurrentParameters`.
  static func named(_ gradients: Oracle) -> [String: DoubleArray]
  static func state(_ parts: [DoubleArray]) -> Oracle.State
  static func parts(_ state: Oracle.State) -> [DoubleArray]
}

extension LSTM: OracleLayer {
  static var stateCount: Int { 2 }

  init(_ example: RecurrentCase) {
    var random = RandomGenerator(seed: example.seed)
    self.init(
      inputSize: example.inputSize, hiddenSize: example.hiddenSize,
      layerCount: example.layerCount, direction: example.direction, hasBias: example.hasBias,
      hasTrainableState: example.hasTrainableState, using: &random)
  }

  static func oracle(_ parameters: RecurrentParameters) -> Reference.LSTM {
    Reference.LSTM(
      inputWeight: DoubleArray(parameters.inputWeight),
      recurrentWeight: DoubleArray(parameters.recurrentWeight),
      bias: parameters.bias.map { DoubleArray($0) })
  }

  static func named(_ gradients: Reference.LSTM) -> [String: DoubleArray] {
    [
      "inputWeight": gradients.inputWeight, "recurrentWeight": gradients.recurrentWeight,
      "bias": gradients.bias,
    ]
  }

  static func state(_ parts: [DoubleArray]) -> Reference.LSTM.State {
    Reference.LSTM.State(hidden: parts[0], cell: parts[1])
  }

  static func parts(_ state: Reference.LSTM.State) -> [DoubleArray] { [state.hidden, state.cell] }
}

extension GRU: OracleLayer {
  static var stateCount: Int { 1 }

  init(_ example: RecurrentCase) {
    var random = RandomGenerator(seed: example.seed)
    self.init(
      inputSize: example.inputSize, hiddenSize: example.hiddenSize,
      layerCount: example.layerCount, direction: example.direction, hasBias: example.hasBias,
      hasTrainableState: example.hasTrainableState, using: &random)
  }

  static func oracle(_ parameters: RecurrentParameters) -> Reference.GRU {
    Reference.GRU(
      inputWeight: DoubleArray(parameters.inputWeight),
      recurrentWeight: DoubleArray(parameters.recurrentWeight),
      bias: parameters.bias.map { DoubleArray($0) },
      recurrentCandidateBias: parameters.candidateBias.map { DoubleArray($0) })
  }

  static func named(_ gradients: Reference.GRU) -> [String: DoubleArray] {
    [
      "inputWeight": gradients.inputWeight, "recurrentWeight": gradients.recurrentWeight,
      "bias": gradients.bias, "candidateBias": gradients.recurrentCandidateBias,
    ]
  }

  static func state(_ parts: [DoubleArray]) -> DoubleArray { parts[0] }
  static func parts(_ state: DoubleArray) -> [DoubleArray] { [state] }
}

extension RNN: OracleLayer {
  static var stateCount: Int { 1 }

  init(_ example: RecurrentCase) {
    var random = RandomGenerator(seed: example.seed)
    self.init(
      inputSize: example.inputSize, hiddenSize: example.hiddenSize,
      layerCount: example.layerCount, direction: example.direction, hasBias: example.hasBias,
      hasTrainableState: example.hasTrainableState, using: &random)
  }

  static func oracle(_ parameters: RecurrentParameters) -> Reference.RNN {
    Reference.RNN(
      inputWeight: DoubleArray(parameters.inputWeight),
      recurrentWeight: DoubleArray(parameters.recurrentWeight),
      bias: parameters.bias.map { DoubleArray($0) })
  }

  static func named(_ gradients: Reference.RNN) -> [String: DoubleArray] {
    [
      "inputWeight": gradients.inputWeight, "recurrentWeight": gradients.recurrentWeight,
      "bias": gradients.bias,
    ]
  }

  static func state(_ parts: [DoubleArray]) -> DoubleArray { parts[0] }
  static func parts(_ state: DoubleArray) -> [DoubleArray] { [state] }
}
