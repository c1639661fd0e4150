import Foundation
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// The fused layers against PyTorch's float64 results, forward and every gradient.
@Suite("Recurrent layers and PyTorch")
struct RecurrentFixtureTests {
  static let tolerance = 1e-5

  static let lstms = ["", "-no-bias", "-ragged"].flatMap { suffix in
    ["1-layer-forward", "1-layer-bidirectional", "2-layer-forward", "2-layer-bidirectional"]
      .map { "lstm-\($0)\(suffix)" }
  }
  static let others = [
    "1-layer-forward", "1-layer-bidirectional", "2-layer-forward", "2-layer-bidirectional",
    "no-bias", "ragged",
  ]

  @Test(
    "The LSTM computes what PyTorch's does",
    arguments: lstms + ["lstm-zero-state", "lstm-single-step", "lstm-ragged-short-batch"])
  func lstm(name: String) throws {
    try compare(name, stateNames: ["h0", "c0"]) { LSTM(shapes: $0) }
  }

  @Test("The GRU computes what PyTorch's does", arguments: others)
  func gru(name: String) throws {
    try compare("gru-\(name)", stateNames: ["h0"]) { GRU(shapes: $0) }
  }

  @Test("The RNN computes what PyTorch's does", arguments: others)
  func rnn(name: String) throws {
    try compare("rnn-\(name)", stateNames: ["h0"]) { RNN(shapes: $0) }
  }

  private func compare<Layer: FixtureLayer>(
    _ name: String, stateNames: [String], _ make: (LayerShapes) -> Layer
  ) throws {
    let resources = try #require(Bundle.module.resourceURL)
    let fixture = try Fixture(name, in: resources.appending(path: "Fixtures"))
    let shapes = LayerShapes(
      inputSize: try fixture.integer("I"), hiddenSize: try fixture.integer("H"),
      layerCount: try fixture.integer("layers"),
      isBidirectional: try fixture.flag("bidirectional"), hasBias: try fixture.flag("bias"))
    var layer = make(shapes)
    for (index, directions) in layer.layers.enumerated() {
      for direction in directions.indices {
        try layer.layers[index][direction].load(
          fixture, place: "_l\(index)\(direction == 1 ? "_reverse" : "")")
      }
    }
    func tensor(_ name: String) throws -> Tensor {
      let values = try fixture.tensor(name)
      return Tensor(values.floats, shape: Shape(values.shape))
    }
    let problem = Problem(
      layer: layer, input: try tensor("input"), states: try stateNames.map(tensor))
    let lengths = fixture.integers("lengths")
    let upstream = try ["output", "hn", "cn"].prefix(1 + stateNames.count)
      .map { try tensor("grad_\($0)") }
    var outputs: [Tensor] = []
    let (_, gradients) = valueAndGradient(of: problem) { problem in
      let result = problem.layer(
        problem.input, state: Layer.State(tensors: problem.states),
        lengths: lengths)
      outputs = [result.outputs] + result.state.tensors.map(\.tensor)
      return zip(outputs, upstream).map { ($0 * $1).sum() }.reduce(Tensor(0)) { $0 + $1 }
    }

    for (name, output) in zip(["output", "hn", "cn"], outputs) {
      let error = relativeError(output.values, try fixture.tensor(name))
      #expect(error <= Self.tolerance, "\(name): \(error)")
    }
    func check(_ path: String, _ name: String) throws {
      let gradient = try #require(gradients[path], "no gradient for \(path)")
      let error = relativeError(gradient.dense.values, try fixture.tensor("grad_\(name)"))
      #expect(error <= Self.tolerance, "gradient of \(name): \(error)")
    }
    try check("input", "input")
    for (index, name) in stateNames.enumerated() { try check("state.\(index)", name) }
    for index in 0..<shapes.layerCount {
      for reverse in shapes.isBidirectional ? [false, true] : [false] {
        let path = "layer.\(index)\(reverse ? ".reverse" : "")"
        let place = "_l\(index)\(reverse ? "_reverse" : "")"
        try check("\(path).inputWeight", "weight_ih\(place)")
        try check("\(path).recurrentWeight", "weight_hh\(place)")
        guard shapes.hasBias else { continue }
        try check("\(path).bias", "bias_ih\(place)")
        if let candidate = gradients["\(path).candidateBias"] {
          let hidden = shapes.hiddenSize
          let expected = try fixture.tensor("grad_bias_hh\(place)").values[(2 * hidden)...]
          let error = relativeError(
            candidate.dense.values, DoubleArray(Array(expected), shape: [hidden]))
          #expect(error <= Self.tolerance, "gradient of the candidate bias: \(error)")
        }
      }
    }
  }
}

/// What a fixture says of its layer.
struct LayerShapes {
  var inputSize: Int
  var hiddenSize: Int
  var layerCount: Int
  var isBidirectional: Bool
  var hasBias: Bool
  var direction: Direction { isBidirectional ? .bidirectional : .forward }
}

protocol FixtureLayer: RecurrentLayer {
  init(shapes: LayerShapes)
  var layers: [[RecurrentParameters]] { get set }
}

extension LSTM: FixtureLayer {
  init(shapes: LayerShapes) {
    var random = RandomGenerator(seed: 1)
    self.init(
      inputSize: shapes.inputSize, hiddenSize: shapes.hiddenSize, layerCount: shapes.layerCount,
      direction: shapes.direction, hasBias: shapes.hasBias, using: &random)
  }
}

extension GRU: FixtureLayer {
  init(shapes: LayerShapes) {
    var random = RandomGenerator(seed: 1)
    self.init(
      inputSize: shapes.inputSize, hiddenSize: shapes.hiddenSize, layerCount: shapes.layerCount,
      direction: shapes.direction, hasBias: shapes.hasBias, using: &random)
  }
}

extension RNN: FixtureLayer {
  init(shapes: LayerShapes) {
    var random = RandomGenerator(seed: 1)
    self.init(
      inputSize: shapes.inputSize, hiddenSize: shapes.hiddenSize, layerCount: shapes.layerCount,
      direction: shapes.direction, hasBias: shapes.hasBias, using: &random)
  }
}

extension RecurrentParameters {
  /// Takes PyTorch's weights: its two biases added, but for the GRU's candidate.
  mutating func load(_ fixture: Fixture, place: String) throws {
    func tensor(_ name: String) throws -> Tensor {
      let values = try fixture.tensor(name)
      return Tensor(values.floats, shape: Shape(values.shape))
    }
    inputWeight = try tensor("weight_ih\(place)")
    recurrentWeight = try tensor("weight_hh\(place)")
    guard bias != nil else { return }
    let input = try fixture.tensor("bias_ih\(place)").values
    let recurrent = try fixture.tensor("bias_hh\(place)").values
    let folded = candidateBias == nil ? recurrent.count : recurrent.count / 3 * 2
    bias = Tensor(
      zip(input.indices, input).map { index, value in
        Float(value + (index < folded ? recurrent[index] : 0))
      })
    if candidateBias != nil { candidateBias = Tensor(recurrent[folded...].map { Float($0) }) }
  }
}

/// A layer together with its input and state, so that all of them get gradients.
private struct Problem<Layer: RecurrentLayer>: Module {
  var layer: Layer
  var input: Tensor
  var states: [Tensor]

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try layer.visitParameters(under: "layer", visit)
    try visit("input", &input)
    for index in states.indices { try visit("state.\(index)", &states[index]) }
  }
}
