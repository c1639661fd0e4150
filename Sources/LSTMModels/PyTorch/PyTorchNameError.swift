import LSTMFormats
import LSTMTensor

/// What can be wrong with the names and shapes of a PyTorch `state_dict`.
public enum PyTorchNameError: ReportableError, Equatable {
  /// A recurrent layer has one of its two biases only.
  case missingBias(key: String, missing: String)
  /// A recurrent layer has a parameter that none of PyTorch's layers has.
  case noSuchLayer(path: String)
  /// The two biases of a recurrent layer are not vectors of one length.
  case unequalBiases(key: String, shape: [Int], other: [Int])

  /// The cause, which decides the exit code.
  public var kind: FailureKind { .badData }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .noSuchLayer(let path):
      "PyTorch has no layer with the parameter \(path.quotedForMessage): its LSTM, GRU and RNN are the plain ones, "
        + "and its GRU resets after the product. Export a model whose cell is lstm, gru or rnn."
    case .missingBias(let key, let missing):
      "The PyTorch parameters hold \(key.quotedForMessage) without \(missing.quotedForMessage); "
        + "expected both or neither. Save the whole state_dict."
    case .unequalBiases(let key, let shape, let other):
      "The PyTorch bias \(key.quotedForMessage) has the shape \(shape), its other half \(other); "
        + "expected two vectors of one length. Save the whole state_dict again."
    }
  }
}
