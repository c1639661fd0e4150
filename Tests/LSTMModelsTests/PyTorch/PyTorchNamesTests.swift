import LSTMLayers
import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("PyTorch's names for parameters")
struct PyTorchNamesTests {
  @Test("an LSTM's parameters get PyTorch's keys, in PyTorch's order, and zeros as second bias")
  func exportLSTM() throws {
    var random = RandomGenerator(seed: 1)
    let lstm = LSTM(
      inputSize: 3, hiddenSize: 2, layerCount: 2, direction: .bidirectional, using: &random)
    let entries = try PyTorchNames.exported(Self.nested(lstm, under: "lstm"))
    let expected = ["l0", "l0_reverse", "l1", "l1_reverse"].flatMap { place in
      ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map { "lstm.\($0)_\(place)" }
    }
    #expect(entries.map(\.key) == expected)
    for (key, tensor) in entries where key.contains("bias_hh") {
      #expect(tensor.values == [Float](repeating: 0, count: 8))
    }
    let shapes = entries.prefix(4).map(\.tensor.shape.array)
    #expect(shapes == [[8, 3], [8, 2], [8], [8]])
  }

  @Test("a projection follows the biases, as in PyTorch")
  func exportProjection() throws {
    var random = RandomGenerator(seed: 1)
    let lstm = LSTM(
      inputSize: 3, hiddenSize: 4, projectionSize: 2, direction: .bidirectional, using: &random)
    let entries = try PyTorchNames.exported(Self.nested(lstm, under: "lstm"))
    let expected = ["l0", "l0_reverse"].flatMap { place in
      ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"].map { "lstm.\($0)_\(place)" }
    }
    #expect(entries.map(\.key) == expected)
    #expect(entries[1].tensor.shape == [16, 2])
    #expect(entries[4].tensor.shape == [2, 4])
  }

  @Test("a GRU's second candidate bias goes where PyTorch looks for it")
  func exportGRU() throws {
    let entries = try PyTorchNames.exported(Self.gru)
    let suffix = "l0_reverse"
    #expect(
      entries.map(\.key)
        == ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map {
          "gru.\($0)_\(suffix)"
        })
    #expect(entries[2].tensor.values == [1, 2, 3, 4, 5, 6])
    #expect(entries[3].tensor.values == [0, 0, 0, 0, 7, 8])
  }

  @Test("a layer that PyTorch does not have is refused, by the name of what it has too much")
  func refuseVariants() {
    var random = RandomGenerator(seed: 3)
    let variants: [(any Module, String)] = [
      (GRU(inputSize: 2, hiddenSize: 3, reset: .beforeProduct, using: &random), "candidateWeight"),
      (
        LSTM(
          inputSize: 2, hiddenSize: 3, variant: .with { $0.hasFullGateRecurrence = true },
          using: &random), "gateWeight"
      ),
      (
        LSTM(
          inputSize: 2, hiddenSize: 3, variant: .with { $0.hasPeepholes = true }, using: &random),
        "peepholeWeight"
      ),
      (
        LSTM(
          inputSize: 2, hiddenSize: 3, variant: .with { $0.hasLayerNormalization = true },
          using: &random), "normalization.inputScale"
      ),
    ]
    for (layer, name) in variants {
      for prefix in ["", "part"] {
        let path = PyTorchNames.join(prefix, "0.\(name)")
        #expect(throws: PyTorchNameError.noSuchLayer(path: path)) {
          _ = try PyTorchNames.exported(Self.nested(layer, under: prefix))
        }
      }
    }
    let error = PyTorchNameError.noSuchLayer(path: "gru.0.candidateWeight")
    #expect(error.kind == .badData)
    #expect(error.description.contains("\"gru.0.candidateWeight\""))
    #expect(error.description.contains("resets after the product"))
  }

  @Test("every kind of layer comes back from PyTorch's names as it went")
  func returnTrip() throws {
    var random = RandomGenerator(seed: 2)
    let models: [any Module] = [
      LSTM(inputSize: 2, hiddenSize: 3, direction: .bidirectional, using: &random),
      LSTM(inputSize: 2, hiddenSize: 3, hasBias: false, using: &random),
      LSTM(inputSize: 2, hiddenSize: 3, projectionSize: 2, layerCount: 2, using: &random),
      LSTM(inputSize: 2, hiddenSize: 3, projectionSize: 4, using: &random),
      GRU(inputSize: 2, hiddenSize: 3, layerCount: 3, direction: .reverse, using: &random),
      RNN(inputSize: 2, hiddenSize: 3, hasTrainableState: true, using: &random),
      Linear(inputSize: 2, outputSize: 3, using: &random), LayerNormalization(size: 4),
      Embedding(vocabularySize: 5, embeddingSize: 2, using: &random),
    ]
    for model in models {
      for prefix in ["", "part", "outer.inner"] {
        let parameters = Self.nested(model, under: prefix)
        let back = try PyTorchNames.imported(PyTorchNames.exported(parameters))
        #expect(back.map(\.path) == parameters.map(\.path))
        #expect(back.map(\.tensor.values) == parameters.map(\.tensor.values))
        #expect(back.map(\.tensor.shape) == parameters.map(\.tensor.shape))
      }
    }
  }

  @Test("a layer may have another name in PyTorch")
  func renameTheLayer() throws {
    let weight = Tensor.zeros([4, 1])
    let entries = try PyTorchNames.exported([("lstm.0.recurrentWeight", weight)]) { $0 + "s" }
    #expect(entries.map(\.key) == ["lstms.weight_hh_l0"])
    let parameters = try PyTorchNames.imported(entries) { String($0.dropLast()) }
    #expect(parameters.map(\.path) == ["lstm.0.recurrentWeight"])
  }

  @Test("the two biases of an LSTM become one, in whatever order the keys come")
  func importLSTM() throws {
    let parameters = try PyTorchNames.imported([
      ("rnn.bias_hh_l0", Tensor([10, 20, 30, 40])), ("rnn.bias_ih_l0", Tensor([1, 2, 3, 4])),
      ("rnn.weight_hh_l0", Tensor.zeros([4, 1])),
    ]) { _ in "lstm" }
    #expect(parameters.map(\.path) == ["lstm.0.bias", "lstm.0.recurrentWeight"])
    #expect(parameters[0].tensor.values == [11, 22, 33, 44])
  }

  @Test("the reset and update gates of a GRU take the sum of the biases, the candidate does not")
  func importForeignGRU() throws {
    let parameters = try PyTorchNames.imported([
      ("weight_hh_l0", Tensor.zeros([3, 1])), ("bias_ih_l0", Tensor([1, 2, 3])),
      ("bias_hh_l0", Tensor([10, 20, 30])),
    ])
    #expect(parameters.map(\.path) == ["0.recurrentWeight", "0.bias", "0.candidateBias"])
    #expect(parameters[1].tensor.values == [11, 22, 3])
    #expect(parameters[2].tensor.values == [30])
  }

  @Test(
    "a name that belongs to no recurrent layer stays",
    arguments: [
      "embedding.weight", "stack.0.bias", "weight", "", "lstm.00.bias", "lstm.0.sideways.bias",
      "weight_ih_l", "weight_ih_lx", "weight_ih_l01", "weight_ih_l99999999999999999999",
      "weight_rh_l0", "lstm.0.other", "bias_l0", "_reverse",
    ])
  func leaveOthers(name: String) throws {
    let tensor = Tensor.zeros([2, 2])
    #expect(try PyTorchNames.exported([(name, tensor)]).map(\.key) == [name])
    #expect(try PyTorchNames.imported([(name, tensor)]).map(\.path) == [name])
  }

  @Test("a path that spells the direction out is understood")
  func understandForward() throws {
    let weight = Tensor.zeros([4, 1])
    let entries = try PyTorchNames.exported([
      ("lstm.0.forward.recurrentWeight", weight), ("lstm.0.forward.bias", Tensor([1, 2, 3, 4])),
    ])
    #expect(entries.map(\.key) == ["lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0"])
  }

  @Test("half a bias is refused, and so are halves that do not match")
  func refuseHalves() {
    #expect(throws: PyTorchNameError.missingBias(key: "bias_ih_l0", missing: "bias_hh_l0")) {
      _ = try PyTorchNames.imported([("bias_ih_l0", Tensor([1]))])
    }
    #expect(throws: PyTorchNameError.missingBias(key: "bias_hh_l0", missing: "bias_ih_l0")) {
      _ = try PyTorchNames.imported([("bias_hh_l0", Tensor([1]))])
    }
    let unequal = PyTorchNameError.unequalBiases(key: "bias_ih_l0", shape: [1], other: [2])
    #expect(throws: unequal) {
      _ = try PyTorchNames.imported([
        ("bias_ih_l0", Tensor([1])), ("bias_hh_l0", Tensor([1, 2])),
      ])
    }
    #expect(unequal.kind == .badData)
    #expect(unequal.description.contains("bias_ih_l0"))
  }

  private static let gru: [(path: String, tensor: Tensor)] = [
    ("gru.0.reverse.inputWeight", Tensor([1, 2, 3, 4, 5, 6], shape: [6, 1])),
    ("gru.0.reverse.recurrentWeight", Tensor(Array(repeating: 2, count: 12), shape: [6, 2])),
    ("gru.0.reverse.bias", Tensor([1, 2, 3, 4, 5, 6])),
    ("gru.0.reverse.candidateBias", Tensor([7, 8])),
  ]

  private static func nested(
    _ module: any Module, under prefix: String
  ) -> [(path: String, tensor: Tensor)] {
    module.parameters.map { (PyTorchNames.join(prefix, $0.path), $0.tensor) }
  }
}
