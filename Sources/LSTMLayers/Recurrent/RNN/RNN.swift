import LSTMTensor

/// The plain recurrent network of Elman (1990): h = tanh(W x + U h′ + b).
public struct RNN: StackedRecurrentLayer, RecurrentStackWrapper {
  /// What it carries between steps: the hidden state.
  public typealias State = HiddenState

  package var stack: RecurrentStack

  /// A layer with new weights.
  ///
  /// - Parameters:
  ///   - inputSize: features of an input, I.
  ///   - hiddenSize: units of a layer, H.
  ///   - layerCount: layers on top of each other, L.
  ///   - direction: the order in which sequences are read.
  ///   - dropout: probability of dropping a value between two layers, in training.
  ///   - hasBias: whether gates have biases.
  ///   - hasTrainableState: whether the initial state is learned; otherwise it is zero.
  ///   - initialization: how the weights start.
  ///   - random: the source of chance.
  public init(
    inputSize: Int, hiddenSize: Int, layerCount: Int = 1, direction: Direction = .forward,
    dropout: Float = 0, hasBias: Bool = true, hasTrainableState: Bool = false,
    initialization: RecurrentInitialization = RecurrentInitialization(),
    using random: inout RandomGenerator
  ) {
    stack = RecurrentStack(
      .rnn, inputSize: inputSize, hiddenSize: hiddenSize, layerCount: layerCount,
      direction: direction, dropout: dropout, hasBias: hasBias,
      hasTrainableState: hasTrainableState, initialization: initialization, using: &random)
  }
}
