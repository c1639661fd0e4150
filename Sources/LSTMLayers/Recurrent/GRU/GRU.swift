import LSTMTensor

/// Gated recurrent units (Cho and others 2014), h = (1 − z) ⊙ n + z ⊙ h′.
///
/// The reset gate multiplies the product with the hidden state, n = tanh(W x + b + r ⊙ (U h′ + b′)), as in PyTorch and
/// cuDNN, or, as in the paper, the hidden state before the product, n = tanh(W x + b + U (r ⊙ h′)). The two are
/// different networks: weights of the one mean nothing to the other.
public struct GRU: StackedRecurrentLayer, RecurrentStackWrapper {
  /// What it carries between steps: the hidden state.
  public typealias State = HiddenState

  package var stack: RecurrentStack

  /// Where the reset gate stands.
  public enum Reset: Sendable, CaseIterable {
    /// It multiplies the product with the hidden state: PyTorch's convention.
    case afterProduct
    /// It multiplies the hidden state, of which the product is then taken: the paper's.
    case beforeProduct
  }

  /// Where the reset gate stands.
  public var reset: Reset { stack.cell == .gruResetBefore ? .beforeProduct : .afterProduct }

  /// A layer with new weights.
  ///
  /// - Parameters:
  ///   - inputSize: features of an input, I.
  ///   - hiddenSize: units of a layer, H.
  ///   - reset: where the reset gate stands.
  ///   - layerCount: layers on top of each other, L.
  ///   - direction: the order in which sequences are read.
  ///   - dropout: probability of dropping a value between two layers, in training.
  ///   - hasBias: whether gates have biases.
  ///   - hasTrainableState: whether the initial state is learned; otherwise it is zero.
  ///   - initialization: how the weights start.
  ///   - random: the source of chance.
  public init(
    inputSize: Int, hiddenSize: Int, reset: Reset = .afterProduct, layerCount: Int = 1,
    direction: Direction = .forward, dropout: Float = 0, hasBias: Bool = true,
    hasTrainableState: Bool = false,
    initialization: RecurrentInitialization = RecurrentInitialization(),
    using random: inout RandomGenerator
  ) {
    stack = RecurrentStack(
      reset == .beforeProduct ? .gruResetBefore : .gru, inputSize: inputSize,
      hiddenSize: hiddenSize, layerCount: layerCount,
      direction: direction, dropout: dropout, hasBias: hasBias,
      hasTrainableState: hasTrainableState, initialization: initialization, using: &random)
  }
}
