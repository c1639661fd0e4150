import Foundation
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// The other operations and a whole model against PyTorch's float64 results.
@Suite("Operations and PyTorch")
struct FusedFixtureTests {
  static let tolerance = 1e-5

  private func fixture(_ name: String) throws -> Fixture {
    let resources = try #require(Bundle.module.resourceURL)
    return try Fixture(name, in: resources.appending(path: "Fixtures"))
  }

  @Test(
    "Cross-entropy is PyTorch's",
    arguments: ["cross-entropy", "cross-entropy-large-logits", "cross-entropy-single-class"])
  func crossEntropy(name: String) throws {
    let fixture = try fixture(name)
    let targets = TokenIDs(try #require(fixture.integers("targets")).map(Int32.init))
    let found = differentiate(
      at: [try fixture.tensor("logits")], upstream: DoubleArray([1.0], shape: [])
    ) { $0[0].crossEntropy(targets: targets) }
    #expect(relativeError(found.value.values, try fixture.tensor("loss")) <= Self.tolerance)
    let error = relativeError(found.gradients[0], try fixture.tensor("grad_logits"))
    #expect(error <= Self.tolerance, "\(error)")
  }

  @Test(
    "Layer normalisation is PyTorch's", arguments: ["layer-norm", "layer-norm-far-from-zero"])
  func layerNormalization(name: String) throws {
    let fixture = try fixture(name)
    let epsilon = Float(try fixture.number("epsilon"))
    let found = differentiate(
      at: try ["input", "weight", "bias"].map(fixture.tensor),
      upstream: try fixture.tensor("grad_output")
    ) { $0[0].layerNormalized(scale: $0[1], shift: $0[2], epsilon: epsilon) }
    #expect(relativeError(found.value, try fixture.tensor("output")) <= Self.tolerance)
    for (gradient, name) in zip(found.gradients, ["input", "weight", "bias"]) {
      let error = relativeError(gradient, try fixture.tensor("grad_\(name)"))
      #expect(error <= Self.tolerance, "\(name): \(error)")
    }
  }

  @Test("A language model, its loss and its gradients are PyTorch's")
  func languageModel() throws {
    let fixture = try fixture("language-model")
    func tensor(_ name: String) throws -> Tensor { Tensor(try fixture.tensor(name)) }
    let (steps, batch) = (try fixture.integer("T"), try fixture.integer("N"))
    let weight = try tensor("embedding.weight")
    let recurrent = try tensor("lstm.weight_hh_l0")
    var random = RandomGenerator(seed: 1)
    var lstm = LSTM(
      inputSize: weight.shape[1], hiddenSize: recurrent.shape[1], using: &random)
    lstm.layers[0][0].inputWeight = try tensor("lstm.weight_ih_l0")
    lstm.layers[0][0].recurrentWeight = recurrent
    lstm.layers[0][0].bias = Tensor(
      try fixture.tensor("lstm.bias_ih_l0") + fixture.tensor("lstm.bias_hh_l0"))
    let model = Model(
      embedding: Embedding(weight: weight), lstm: lstm,
      linear: Linear(weight: try tensor("linear.weight"), bias: try tensor("linear.bias")))
    func ids(_ name: String) throws -> TokenIDs {
      let values = try #require(fixture.integers(name))
      return TokenIDs(values.map(Int32.init), shape: [steps, batch])
    }
    let (tokens, targets) = (try ids("tokens"), try ids("targets"))
    let (loss, gradients, logits) = valueAndGradient(of: model) { model in
      let logits = model.linear(model.lstm(model.embedding(tokens)).outputs)
      return (logits.crossEntropy(targets: targets), logits.detached)
    }
    #expect(relativeError(loss.values, try fixture.tensor("loss")) <= Self.tolerance)
    #expect(relativeError(logits.values, try fixture.tensor("logits")) <= Self.tolerance)
    let names = [
      "embedding.weight": "embedding.weight", "lstm.0.inputWeight": "lstm.weight_ih_l0",
      "lstm.0.recurrentWeight": "lstm.weight_hh_l0", "lstm.0.bias": "lstm.bias_ih_l0",
      "linear.weight": "linear.weight", "linear.bias": "linear.bias",
    ]
    #expect(gradients.entries.map(\.path) == model.parameters.map(\.path))
    for (path, gradient) in gradients.entries {
      let name = try #require(names[path], "\(path)")
      let error = relativeError(gradient.dense, try fixture.tensor("grad_\(name)"))
      #expect(error <= Self.tolerance, "\(path): \(error)")
    }
  }

  private struct Model: Module {
    var embedding: Embedding
    var lstm: LSTM
    var linear: Linear

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      try embedding.visitParameters(under: "embedding", visit)
      try lstm.visitParameters(under: "lstm", visit)
      try linear.visitParameters(under: "linear", visit)
    }
  }
}
