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

  init(
    layer: Layer, input: Tensor, states: [Tensor], upstream: [DoubleArray], lengths: [Int]?
  ) {
    self.layer = layer
    self.input = input
    self.states = states
    self.upstream = upstream
    self.lengths = lengths
  }

  init(_ example: RecurrentCase) {
    var numbers = TestNumbers(seed: example.seed)
    layer = Layer(example)
    let shapes = [example.hiddenShape, example.stateShape].prefix(layer.stateCount)
    layer.visitParameters { path, parameter in
      if path.hasPrefix("initial") { parameter = Tensor(numbers.normal(parameter.shape.array)) }
    }
    input = Tensor(numbers.normal([example.steps, example.batchSize, example.inputSize]))
    states =
      example.hasTrainableState
      ? [] : shapes.map { Tensor(numbers.normal($0)) }
    upstream =
      [numbers.normal(example.outputShape)]
      + shapes.map { numbers.normal($0) }
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

/// A layer that tests make from its sizes, and that has an oracle in `Double` arithmetic.
protocol OracleLayer: StackedRecurrentLayer {
  associatedtype Oracle: FlatRecurrentReference

  init(_ example: RecurrentCase)
  init(
    inputSize: Int, hiddenSize: Int, layerCount: Int, direction: Direction, dropout: Float,
    hasBias: Bool, hasTrainableState: Bool, initialization: RecurrentInitialization,
    using random: inout RandomGenerator)
}

extension LSTM: OracleLayer {
  typealias Oracle = Reference.LSTM

  init(
    inputSize: Int, hiddenSize: Int, layerCount: Int, direction: Direction, dropout: Float,
    hasBias: Bool, hasTrainableState: Bool, initialization: RecurrentInitialization,
    using random: inout RandomGenerator
  ) {
    self.init(
      inputSize: inputSize, hiddenSize: hiddenSize, layerCount: layerCount, direction: direction,
      dropout: dropout, hasBias: hasBias, hasTrainableState: hasTrainableState, variant: .plain,
      initialization: initialization, using: &random)
  }

  init(_ example: RecurrentCase) {
    var random = RandomGenerator(seed: example.seed)
    self.init(
      inputSize: example.inputSize, hiddenSize: example.hiddenSize,
      projectionSize: example.projectionSize, layerCount: example.layerCount,
      direction: example.direction, hasBias: example.hasBias,
      hasTrainableState: example.hasTrainableState, using: &random)
  }
}
extension GRU: OracleLayer {
  typealias Oracle = Reference.GRU

  init(
    inputSize: Int, hiddenSize: Int, layerCount: Int, direction: Direction, dropout: Float,
    hasBias: Bool, hasTrainableState: Bool, initialization: RecurrentInitialization,
    using random: inout RandomGenerator
  ) {
    self.init(
      inputSize: inputSize, hiddenSize: hiddenSize, reset: .afterProduct, layerCount: layerCount,
      direction: direction, dropout: dropout, hasBias: hasBias,
      hasTrainableState: hasTrainableState, initialization: initialization, using: &random)
  }
}

extension RNN: OracleLayer { typealias Oracle = Reference.RNN }

extension OracleLayer {
  init(_ example: RecurrentCase) {
    var random = RandomGenerator(seed: example.seed)
    self.init(
      inputSize: example.inputSize, hiddenSize: example.hiddenSize,
      layerCount: example.layerCount, direction: example.direction, dropout: 0,
      hasBias: example.hasBias, hasTrainableState: example.hasTrainableState,
      initialization: RecurrentInitialization(), using: &random)
  }

  /// How many tensors its state has.
  var stateCount: Int { zeroState(batchSize: 1).tensors.count }

  static func oracle(_ parameters: RecurrentParameters) -> Oracle {
    Oracle(parameters: parameters.parameters.map { DoubleArray($0.tensor) })
  }

  /// The gradients that an oracle holds, under the names of `RecurrentParameters`.
  static func named(_ gradients: Oracle) -> [(name: String, gradient: DoubleArray)] {
    let names = ["inputWeight", "recurrentWeight", "bias", "candidateBias"]
    return zip(names, gradients.parameters).map { (name: $0, gradient: $1) }
  }
}
