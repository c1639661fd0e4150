import Foundation
import LSTMTestSupport
import Testing

/// The references against PyTorch's float64 results: two oracles that know nothing of each other.
///
/// The fixtures are stored in `Float`, so agreement ends at half a unit in its last place.
@Suite("References and PyTorch")
struct ReferenceFixtureTests {
  static let tolerance = 1e-7

  static let names = ["", "-no-bias", "-ragged"].flatMap { suffix in
    ["lstm-1-layer-forward", "lstm-1-layer-bidirectional", "lstm-2-layer-forward"].map {
      $0 + suffix
    } + ["lstm-2-layer-bidirectional" + suffix]
  }

  private func fixture(_ name: String) throws -> Fixture {
    let resources = try #require(Bundle.module.resourceURL)
    return try Fixture(name, in: resources.appending(path: "Fixtures"))
  }

  @Test(
    "The LSTM computes what PyTorch's does, forward and backward",
    arguments: names + ["lstm-zero-state", "lstm-single-step", "lstm-ragged-short-batch"])
  func lstm(name: String) throws {
    let fixture = try fixture(name)
    let stack = try stack(of: fixture) { place in
      Reference.LSTM(
        inputWeight: try fixture.tensor("weight_ih\(place)"),
        recurrentWeight: try fixture.tensor("weight_hh\(place)"),
        bias: try self.sumOfBiases(fixture, place))
    }
    func states(_ hidden: String, _ cell: String) throws -> [Reference.LSTM.State] {
      let (hidden, cell) = (try fixture.tensor(hidden), try fixture.tensor(cell))
      return stack.layers.indices.map {
        Reference.LSTM.State(hidden: hidden.block($0), cell: cell.block($0))
      }
    }
    let trace = stack.forward(
      try fixture.tensor("input"), initial: try states("h0", "c0"),
      lengths: fixture.integers("lengths"))
    let gradients = stack.backward(
      trace, outputs: try fixture.tensor("grad_output"), final: try states("grad_hn", "grad_cn"))

    var results = [
      "output": trace.outputs,
      "hn": DoubleArray.stacking(trace.final.map(\.hidden)),
      "cn": DoubleArray.stacking(trace.final.map(\.cell)),
      "grad_input": gradients.input,
      "grad_h0": DoubleArray.stacking(gradients.initial.map(\.hidden)),
      "grad_c0": DoubleArray.stacking(gradients.initial.map(\.cell)),
    ]
    for (place, layer) in zip(try places(fixture), gradients.parameters) {
      results["grad_weight_ih\(place)"] = layer.inputWeight
      results["grad_weight_hh\(place)"] = layer.recurrentWeight
      results["grad_bias_ih\(place)"] = layer.bias
      results["grad_bias_hh\(place)"] = layer.bias
    }
    try expect(results, toMatch: fixture)
  }

  @Test(
    "The GRU computes what PyTorch's does, forward and backward",
    arguments: [
      "gru-1-layer-forward", "gru-1-layer-bidirectional", "gru-2-layer-forward",
      "gru-2-layer-bidirectional", "gru-ragged", "gru-no-bias",
    ])
  func gru(name: String) throws {
    let fixture = try fixture(name)
    let hiddenSize = try fixture.integer("H")
    let stack = try stack(of: fixture) { place in
      let weight = try fixture.tensor("weight_ih\(place)")
      let recurrentWeight = try fixture.tensor("weight_hh\(place)")
      guard try fixture.flag("bias") else {
        return Reference.GRU(inputWeight: weight, recurrentWeight: recurrentWeight)
      }
      // The recurrent biases of the reset and update gates fold into the one bias.
      var folded = try fixture.tensor("bias_hh\(place)")
      let candidateBias = DoubleArray(
        Array(folded.values.suffix(hiddenSize)), shape: [hiddenSize])
      for index in 2 * hiddenSize..<3 * hiddenSize { folded[index] = 0 }
      return Reference.GRU(
        inputWeight: weight, recurrentWeight: recurrentWeight,
        bias: try fixture.tensor("bias_ih\(place)") + folded,
        recurrentCandidateBias: candidateBias)
    }
    let gradients = try run(stack, of: fixture)
    var results = gradients.results
    for (place, layer) in zip(try places(fixture), gradients.parameters) {
      results["grad_weight_ih\(place)"] = layer.inputWeight
      results["grad_weight_hh\(place)"] = layer.recurrentWeight
      results["grad_bias_ih\(place)"] = layer.bias
      results["grad_bias_hh\(place)"] = DoubleArray(
        layer.bias.values.prefix(2 * hiddenSize) + layer.recurrentCandidateBias.values,
        shape: [3 * hiddenSize])
    }
    try expect(results, toMatch: fixture)
  }

  @Test(
    "The simple network computes what PyTorch's does, forward and backward",
    arguments: [
      "rnn-1-layer-forward", "rnn-1-layer-bidirectional", "rnn-2-layer-forward",
      "rnn-2-layer-bidirectional", "rnn-ragged", "rnn-no-bias",
    ])
  func rnn(name: String) throws {
    let fixture = try fixture(name)
    let stack = try stack(of: fixture) { place in
      Reference.RNN(
        inputWeight: try fixture.tensor("weight_ih\(place)"),
        recurrentWeight: try fixture.tensor("weight_hh\(place)"),
        bias: try self.sumOfBiases(fixture, place))
    }
    let gradients = try run(stack, of: fixture)
    var results = gradients.results
    for (place, layer) in zip(try places(fixture), gradients.parameters) {
      results["grad_weight_ih\(place)"] = layer.inputWeight
      results["grad_weight_hh\(place)"] = layer.recurrentWeight
      results["grad_bias_ih\(place)"] = layer.bias
      results["grad_bias_hh\(place)"] = layer.bias
    }
    try expect(results, toMatch: fixture)
  }

  @Test(
    "Cross-entropy is PyTorch's",
    arguments: ["cross-entropy", "cross-entropy-large-logits", "cross-entropy-single-class"])
  func crossEntropy(name: String) throws {
    let fixture = try fixture(name)
    let logits = try fixture.tensor("logits")
    let targets = try #require(fixture.integers("targets"))
    let results = [
      "loss": DoubleArray([Reference.crossEntropy(logits, targets: targets)], shape: [1]),
      "grad_logits": Reference.crossEntropyBackward(logits, targets: targets),
    ]
    try expect(results, toMatch: fixture)
  }

  @Test(
    "Layer normalisation is PyTorch's", arguments: ["layer-norm", "layer-norm-far-from-zero"])
  func layerNorm(name: String) throws {
    let fixture = try fixture(name)
    let (x, gain) = (try fixture.tensor("input"), try fixture.tensor("weight"))
    let epsilon = try fixture.number("epsilon")
    let gradients = Reference.layerNormBackward(
      x, gain: gain, epsilon: epsilon, gradient: try fixture.tensor("grad_output"))
    let results = [
      "output": Reference.layerNorm(
        x, gain: gain, bias: try fixture.tensor("bias"), epsilon: epsilon),
      "grad_input": gradients.input, "grad_weight": gradients.gain, "grad_bias": gradients.bias,
    ]
    try expect(results, toMatch: fixture)
  }

  @Test("A whole language model and its gradients are PyTorch's")
  func languageModel() throws {
    let fixture = try fixture("language-model")
    let (steps, batchSize) = (try fixture.integer("T"), try fixture.integer("N"))
    let tokens = try #require(fixture.integers("tokens"))
    let targets = try #require(fixture.integers("targets"))
    let layer = Reference.LSTM(
      inputWeight: try fixture.tensor("lstm.weight_ih_l0"),
      recurrentWeight: try fixture.tensor("lstm.weight_hh_l0"),
      bias: try fixture.tensor("lstm.bias_ih_l0") + fixture.tensor("lstm.bias_hh_l0"))
    let weight = try fixture.tensor("linear.weight")
    let zero = layer.zeroState(batchSize: batchSize)

    let embedded = Reference.embedding(try fixture.tensor("embedding.weight"), tokens: tokens)
    let trace = layer.forward(
      embedded.reshaped([steps, batchSize, embedded.columnCount]), initial: zero)
    let logits = Reference.linear(
      trace.outputs, weight: weight, bias: try fixture.tensor("linear.bias"))
    let linear = Reference.linearBackward(
      trace.outputs, weight: weight,
      gradient: Reference.crossEntropyBackward(logits, targets: targets))
    let recurrent = layer.backward(trace, outputs: linear.input, final: zero)
    let results = [
      "logits": logits,
      "loss": DoubleArray([Reference.crossEntropy(logits, targets: targets)], shape: [1]),
      "grad_linear.weight": linear.weight,
      "grad_linear.bias": linear.bias,
      "grad_lstm.weight_ih_l0": recurrent.parameters.inputWeight,
      "grad_lstm.weight_hh_l0": recurrent.parameters.recurrentWeight,
      "grad_lstm.bias_ih_l0": recurrent.parameters.bias,
      "grad_lstm.bias_hh_l0": recurrent.parameters.bias,
      "grad_embedding.weight": Reference.embeddingBackward(
        tokens: tokens, vocabularySize: logits.columnCount,
        gradient: recurrent.input),
    ]
    try expect(results, toMatch: fixture)
  }
}

// MARK: - Between PyTorch's names and the references

extension ReferenceFixtureTests {
  /// The endings of PyTorch's parameter names, in the order of its layers and directions.
  private func places(_ fixture: Fixture) throws -> [String] {
    let directions = try fixture.flag("bidirectional") ? ["", "_reverse"] : [""]
    return try (0..<fixture.integer("layers")).flatMap { layer in
      directions.map { "_l\(layer)\($0)" }
    }
  }

  private func stack<Layer>(
    of fixture: Fixture, layer: (String) throws -> Layer
  ) throws -> Reference.Stack<Layer> {
    Reference.Stack(
      try places(fixture).map(layer), isBidirectional: try fixture.flag("bidirectional"))
  }

  private func sumOfBiases(_ fixture: Fixture, _ place: String) throws -> DoubleArray? {
    guard try fixture.flag("bias") else { return nil }
    return try fixture.tensor("bias_ih\(place)") + fixture.tensor("bias_hh\(place)")
  }

  /// Runs a stack whose state is the hidden state alone.
  private func run<Layer: RecurrentReference>(
    _ stack: Reference.Stack<Layer>, of fixture: Fixture
  ) throws -> (results: [String: DoubleArray], parameters: [Layer])
  where Layer.State == DoubleArray {
    func states(_ name: String) throws -> [DoubleArray] {
      let all = try fixture.tensor(name)
      return stack.layers.indices.map(all.block)
    }
    let trace = stack.forward(
      try fixture.tensor("input"), initial: try states("h0"),
      lengths: fixture.integers("lengths"))
    let gradients = stack.backward(
      trace, outputs: try fixture.tensor("grad_output"), final: try states("grad_hn"))
    let results = [
      "output": trace.outputs,
      "hn": DoubleArray.stacking(trace.final),
      "grad_input": gradients.input,
      "grad_h0": DoubleArray.stacking(gradients.initial),
    ]
    return (results, gradients.parameters)
  }

  /// Every result that the fixture has, and no gradient of the fixture left out.
  private func expect(
    _ results: [String: DoubleArray], toMatch fixture: Fixture
  ) throws {
    let inputs = ["grad_output", "grad_hn", "grad_cn"]
    for name in fixture.names where name.hasPrefix("grad_") && !inputs.contains(name) {
      #expect(results[name] != nil, "\(name) is not compared")
    }
    for name in fixture.names {
      guard let result = results[name] else { continue }
      let error = relativeError(result, try fixture.tensor(name))
      #expect(error < Self.tolerance, "\(name) differs by \(error)")
    }
  }
}
