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
  func lstm(name: String) throws { try compare(LSTM.self, name) }

  @Test(
    "The LSTM with a projection computes what PyTorch's does",
    arguments: ["lstm-projection", "lstm-projection-2-layer-bidirectional-ragged"])
  func projection(name: String) throws { try compare(LSTM.self, name) }

  @Test("The GRU computes what PyTorch's does", arguments: others)
  func gru(name: String) throws { try compare(GRU.self, "gru-\(name)") }

  @Test("The RNN computes what PyTorch's does", arguments: others)
  func rnn(name: String) throws { try compare(RNN.self, "rnn-\(name)") }

  private func compare<Layer: OracleLayer>(_: Layer.Type, _ name: String) throws {
    let resources = try #require(Bundle.module.resourceURL)
    let fixture = try Fixture(name, in: resources.appending(path: "Fixtures"))
    let problem = try RecurrentProblem<Layer>(fixture)
    let found = problem.fused

    for (name, value) in zip(["output", "hn", "cn"], found.values) {
      let error = relativeError(value, try fixture.tensor(name))
      #expect(error <= Self.tolerance, "\(name): \(error)")
    }
    let gradients = Dictionary(
      uniqueKeysWithValues: found.gradients.map { ($0.path, $0.gradient) })
    func check(_ path: String, _ expected: DoubleArray) throws {
      let gradient = try #require(gradients[path], "no gradient for \(path)")
      let error = relativeError(gradient, expected)
      #expect(error <= Self.tolerance, "gradient of \(path): \(error)")
    }
    try check("input", try fixture.tensor("grad_input"))
    for (index, name) in ["h0", "c0"].prefix(problem.states.count).enumerated() {
      try check("state.\(index)", try fixture.tensor("grad_\(name)"))
    }
    for (index, directions) in problem.layer.layers.enumerated() {
      for (number, parameters) in directions.enumerated() {
        let path = "layer.\(index)\(number == 1 ? ".reverse" : "")"
        let place = "_l\(index)\(number == 1 ? "_reverse" : "")"
        try check("\(path).inputWeight", try fixture.tensor("grad_weight_ih\(place)"))
        try check("\(path).recurrentWeight", try fixture.tensor("grad_weight_hh\(place)"))
        if parameters.projectionWeight != nil {
          try check("\(path).projectionWeight", try fixture.tensor("grad_weight_hr\(place)"))
        }
        guard try fixture.flag("bias") else { continue }
        try check("\(path).bias", try fixture.tensor("grad_bias_ih\(place)"))
        if let candidate = parameters.candidateBias {
          let expected = try fixture.tensor("grad_bias_hh\(place)").values.suffix(candidate.count)
          try check(
            "\(path).candidateBias", DoubleArray(Array(expected), shape: [candidate.count]))
        }
      }
    }
  }
}

extension RecurrentProblem {
  /// The layer, the input and the upstream gradients of a fixture.
  init(_ fixture: Fixture) throws {
    let example = RecurrentCase(
      try fixture.integer("T"), try fixture.integer("N"), try fixture.integer("H"),
      try fixture.integer("I"))
    let (layerCount, hasBias) = (try fixture.integer("layers"), try fixture.flag("bias"))
    let direction: Direction = try fixture.flag("bidirectional") ? .bidirectional : .forward
    let projectionSize = fixture.integers("P")?.first
    var layer = Layer(
      example.with {
        ($0.layerCount, $0.direction, $0.hasBias) = (layerCount, direction, hasBias)
        $0.projectionSize = projectionSize
      })
    for index in layer.layers.indices {
      for number in layer.layers[index].indices {
        try layer.layers[index][number].load(
          fixture, place: "_l\(index)\(number == 1 ? "_reverse" : "")")
      }
    }
    self.init(
      layer: layer, input: Tensor(try fixture.tensor("input")),
      states: try ["h0", "c0"].prefix(layer.stateCount).map { Tensor(try fixture.tensor($0)) },
      upstream: try ["output", "hn", "cn"].prefix(1 + layer.stateCount)
        .map { try fixture.tensor("grad_\($0)") },
      lengths: fixture.integers("lengths"))
  }
}

extension RecurrentParameters {
  /// Takes PyTorch's weights: its two biases added, but for the GRU's candidate.
  mutating func load(_ fixture: Fixture, place: String) throws {
    inputWeight = Tensor(try fixture.tensor("weight_ih\(place)"))
    recurrentWeight = Tensor(try fixture.tensor("weight_hh\(place)"))
    if projectionWeight != nil {
      projectionWeight = Tensor(try fixture.tensor("weight_hr\(place)"))
    }
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
