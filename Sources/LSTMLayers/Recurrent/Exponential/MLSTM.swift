import LSTMTensor

/// The mLSTM of Beck and others (2024): heads whose memory is a matrix, written with a key and a value and
/// read with a query, under an exponential input gate.
///
///     m = max(log σ(f̃) + m′, ĩ)    i = exp(ĩ − m)    f = exp(log σ(f̃) + m′ − m)
///     C = f C′ + i v kᵀ    n = f n′ + i k    h = σ(õ) ⊙ C q / max(|n · q|, exp(−m))
///
/// Query q, key k, value v and gates are linear in the input, keys scaled by 1/√D, D = H / heads; i and f
/// are one number a head. No gate sees the hidden state, so that all of a sequence's are one product; what
/// needs such memory mixing, parity for one, a layer of it does not learn for any length.
///
/// Training a language model of one such layer, 64 units a head, takes 1.06 times an LSTM's processor time at 128
/// units, 0.81 times at 256 (batch 32, 100 steps, one thread, AVX2).
public struct MLSTM: StackedRecurrentLayer, RecurrentStackWrapper {
  /// What it carries between steps: memory, normaliser and stabiliser, and the hidden state.
  public typealias State = MLSTMState

  package var stack: RecurrentStack

  /// A layer with new weights; the forget gates' biases start spread from 3 to 6 over the heads, as the
  /// authors have them.
  ///
  /// - Parameters:
  ///   - inputSize: features of an input, I.
  ///   - hiddenSize: units of a layer, H.
  ///   - headCount: memories, each D × D, D = H / heads; H is a multiple of it.
  ///   - layerCount: layers on top of each other, L.
  ///   - direction: the order in which sequences are read.
  ///   - dropout: probability of dropping a value between two layers, in training.
  ///   - hasBias: whether gates have biases.
  ///   - initialization: how the weights start.
  ///   - random: the source of chance.
  public init(
    inputSize: Int, hiddenSize: Int, headCount: Int = 1, layerCount: Int = 1,
    direction: Direction = .forward, dropout: Float = 0, hasBias: Bool = true,
    initialization: RecurrentInitialization = RecurrentInitialization(),
    using random: inout RandomGenerator
  ) {
    stack = RecurrentStack(
      .mlstm(heads: headCount), inputSize: inputSize, hiddenSize: hiddenSize,
      layerCount: layerCount, direction: direction, dropout: dropout, hasBias: hasBias,
      hasTrainableState: false, initialization: initialization, using: &random)
  }
}

/// What an mLSTM carries from one time step to the next.
public struct MLSTMState: RecurrentState {
  /// h, [L · D, N, H]: what was shown last; no later step depends on it.
  public var hidden: Tensor
  /// C, [L · D, N, heads · keys · values]: for each head its D × D numbers, a key's row after the other,
  /// relative to e to the power of the stabiliser.
  public var memory: Tensor
  /// n, [L · D, N, H], in the same measure.
  public var normalizer: Tensor
  /// m, [L · D, N, heads].
  public var stabilizer: Tensor

  /// The state by name.
  public var tensors: [(name: String, tensor: Tensor)] {
    [
      ("hidden", hidden), ("memory", memory), ("normalizer", normalizer),
      ("stabilizer", stabilizer),
    ]
  }

  /// A state from its four tensors.
  public init(tensors: [Tensor]) {
    (hidden, memory, normalizer, stabilizer) = (tensors[0], tensors[1], tensors[2], tensors[3])
  }
}
