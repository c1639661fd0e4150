import LSTMTensor

/// The plain recurrent network of Elman (1990): h = tanh(W x + U h′ + b).
public struct RNN: RecurrentLayer {
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

  /// Features of an input, I.
  public var inputSize: Int { stack.inputSize }
  /// Units of a layer, H.
  public var hiddenSize: Int { stack.hiddenSize }
  /// Layers on top of each other, L.
  public var layerCount: Int { stack.layers.count }
  /// The order in which sequences are read.
  public var direction: Direction { stack.direction }
  /// Features of an output, D · H.
  public var outputSize: Int { stack.outputSize }

  /// The trainable tensors, by layer and then by direction (forward first).
  public var layers: [[RecurrentParameters]] {
    get { stack.layers }
    set { stack.layers = newValue }
  }

  /// The state of sequences that begin: zero, or the trained one.
  public func zeroState(batchSize: Int) -> HiddenState {
    HiddenState(tensors: stack.zeroStates(batchSize: batchSize))
  }

  /// Reads whole sequences: one fused operation a layer.
  public func callAsFunction(
    _ input: Tensor, state: HiddenState? = nil, lengths: [Int]? = nil, phase: Phase
  ) -> RecurrentOutput<HiddenState> {
    let run = stack.run(
      input, states: state?.tensors.map(\.tensor), lengths: lengths, phase: phase)
    return RecurrentOutput(outputs: run.outputs, state: HiddenState(tensors: run.states))
  }

  /// Visits the weights of every layer, then the initial state if it is trained.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try stack.visitParameters(visit)
  }
}
