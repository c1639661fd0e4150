import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("PyTorch's names for the parameters of recurrent layers")
struct PyTorchNamesTests {
  static let pairs: [(String, String)] = [
    ("lstm.0.forward.inputWeight", "lstm.weight_ih_l0"),
    ("lstm.0.forward.recurrentWeight", "lstm.weight_hh_l0"),
    ("lstm.0.forward.bias", "lstm.bias_ih_l0"),
    ("lstm.0.reverse.inputWeight", "lstm.weight_ih_l0_reverse"),
    ("encoder.lstm.12.reverse.recurrentWeight", "encoder.lstm.weight_hh_l12_reverse"),
    ("gru.1.forward.candidateBias", "gru.bias_hh_l1"),
    ("0.forward.inputWeight", "weight_ih_l0"),
  ]

  @Test("are found from ours, and ours from them", arguments: pairs)
  func mapBothWays(path: String, key: String) {
    #expect(PyTorchNames.key(for: path) == key)
    #expect(PyTorchNames.path(for: key) == path)
  }

  @Test(
    "leave every other name as it is",
    arguments: [
      "embedding.weight", "output.bias", "", ".", "lstm.0.forward", "lstm.00.forward.bias",
      "lstm.-1.forward.bias", "lstm.0.sideways.bias", "weight_ih_l", "weight_ih_lx",
      "weight_ih_l01", "weight_ih_l99999999999999999999", "weight_hr_l0", "lstm.0.forward.other",
    ])
  func leaveOthers(name: String) {
    #expect(PyTorchNames.key(for: name) == name)
    #expect(PyTorchNames.path(for: name) == name)
  }

  @Test("take another name for the layer")
  func renameTheLayer() {
    let key = PyTorchNames.key(for: "lstm.0.forward.bias") { $0 == "lstm" ? "rnn" : $0 }
    #expect(key == "rnn.bias_ih_l0")
    let path = PyTorchNames.path(for: "rnn.bias_ih_l0") { $0 == "rnn" ? "lstm" : $0 }
    #expect(path == "lstm.0.forward.bias")
  }

  @Test("an exported LSTM has PyTorch's keys in PyTorch's order, and zeros as second bias")
  func exportLSTM() {
    let entries = PyTorchNames.exported([
      ("embedding.weight", Tensor.zeros([5, 2])),
      ("lstm.0.forward.inputWeight", Tensor.zeros([8, 2])),
      ("lstm.0.forward.recurrentWeight", Tensor.zeros([8, 2])),
      ("lstm.0.forward.bias", Tensor(repeating: 3, shape: [8])),
    ])
    #expect(
      entries.map(\.key) == [
        "embedding.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0",
        "lstm.bias_hh_l0",
      ])
    #expect(entries[3].tensor.values == [Float](repeating: 3, count: 8))
    #expect(entries[4].tensor.values == [Float](repeating: 0, count: 8))
    #expect(entries[4].tensor.shape == [8])
  }

  @Test("an exported GRU keeps its second candidate bias where PyTorch looks for it")
  func exportGRU() {
    let entries = PyTorchNames.exported(Self.gru)
    #expect(
      entries.map(\.key) == [
        "gru.weight_ih_l0_reverse", "gru.weight_hh_l0_reverse", "gru.bias_ih_l0_reverse",
        "gru.bias_hh_l0_reverse",
      ])
    #expect(entries[2].tensor.values == [1, 2, 3, 4, 5, 6])
    #expect(entries[3].tensor.values == [0, 0, 0, 0, 7, 8])
  }

  @Test("a GRU comes back from PyTorch's names as it went")
  func importGRU() throws {
    let parameters = try PyTorchNames.imported(PyTorchNames.exported(Self.gru))
    #expect(parameters.map(\.path) == Self.gru.map(\.path))
    #expect(parameters.map(\.tensor.values) == Self.gru.map(\.tensor.values))
    #expect(parameters.map(\.tensor.shape) == Self.gru.map(\.tensor.shape))
  }

  @Test("the two biases of an LSTM become one, in whatever order the keys come")
  func importLSTM() throws {
    let parameters = try PyTorchNames.imported([
      ("rnn.bias_hh_l0", Tensor([10, 20, 30, 40])), ("rnn.bias_ih_l0", Tensor([1, 2, 3, 4])),
      ("rnn.weight_hh_l0", Tensor.zeros([4, 1])),
    ]) { _ in "lstm" }
    #expect(parameters.map(\.path) == ["lstm.0.forward.bias", "lstm.0.forward.recurrentWeight"])
    #expect(parameters[0].tensor.values == [11, 22, 33, 44])
  }

  @Test("the reset and update gates of a GRU take the sum of the biases, the candidate does not")
  func importForeignGRU() throws {
    let parameters = try PyTorchNames.imported([
      ("weight_hh_l0", Tensor.zeros([3, 1])), ("bias_ih_l0", Tensor([1, 2, 3])),
      ("bias_hh_l0", Tensor([10, 20, 30])),
    ])
    #expect(parameters.map(\.path).suffix(2) == ["0.forward.bias", "0.forward.candidateBias"])
    #expect(parameters[1].tensor.values == [11, 22, 3])
    #expect(parameters[2].tensor.values == [30])
  }

  @Test("half a bias is refused, and so are halves that do not match")
  func refuseHalves() {
    #expect(throws: PyTorchNameError.missingBias(key: "bias_ih_l0", missing: "bias_hh_l0")) {
      _ = try PyTorchNames.imported([("bias_ih_l0", Tensor([1]))])
    }
    #expect(throws: PyTorchNameError.missingBias(key: "bias_hh_l0", missing: "bias_ih_l0")) {
      _ = try PyTorchNames.imported([("bias_hh_l0", Tensor([1]))])
    }
    let unequal = PyTorchNameError.unequalBiases(key: "bias_ih_l0", found: [2], expected: [1])
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
}
