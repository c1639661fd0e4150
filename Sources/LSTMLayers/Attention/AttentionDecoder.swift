import LSTMTensor

/// A recurrent layer that attends to a source while it writes: the decoder of a translator.
///
/// With a product as score (Luong and others 2015, section 3):
///
///     h_t = LSTM([x_t, h̃_{t-1}], h_{t-1})         h̃ left out without input feeding
///     a_t = softmax over s of h_tᵀ W_k m_s
///     h̃_t = tanh(W_c [c_t, h_t] + b_c),  c_t = Σ_s a_ts m_s
///
/// with the additive score (Bahdanau and others 2015, section 3), which looks before the step:
///
///     a_t = softmax over s of vᵀ tanh(W_q h_{t-1} + b_q + W_k m_s)
///     h_t = LSTM([x_t, c_t], h_{t-1})
///     h̃_t = tanh(W_c [c_t, h_t] + b_c)
///
/// h̃_t, the attentional vector, is what an output layer reads. The whole target sequence is one operation.
public struct AttentionDecoder: Module {
  /// How queries and keys are compared.
  public let score: AttentionScore
  /// Whether a step sees the attentional vector of the step before; always with the additive score, which sees the context.
  public let feedsInput: Bool
  /// Features of what it attends to, C.
  public let memorySize: Int
  /// The recurrent layer, over [x_t, what is fed].
  package var recurrent: RecurrentStack
  /// W_k, without bias.
  package var key: Linear
  /// W_q and b_q of the additive score.
  package var query: Linear?
  /// v of the additive score, [A].
  package var energy: Tensor?
  /// W_c and b_c.
  package var combination: Linear

  /// A decoder with new weights.
  ///
  /// - Parameters:
  ///   - cell: of the recurrent layer.
  ///   - inputSize: features of x_t, E.
  ///   - hiddenSize: H, of hidden states and attentional vectors; A too.
  ///   - memorySize: C.
  package init(
    _ cell: RecurrentCell = .lstm, inputSize: Int, hiddenSize: Int, memorySize: Int,
    score: AttentionScore, feedsInput: Bool, using random: inout RandomGenerator
  ) {
    precondition(cell.stepsAlone, "a decoder's cell steps by itself")
    self.score = score
    self.feedsInput = feedsInput || score == .additive
    self.memorySize = memorySize
    let fed = score == .additive ? memorySize : feedsInput ? hiddenSize : 0
    recurrent = RecurrentStack(
      cell, inputSize: inputSize + fed, hiddenSize: hiddenSize, layerCount: 1,
      direction: .forward, dropout: 0, hasBias: true, hasTrainableState: false,
      initialization: RecurrentInitialization(), using: &random)
    key = Linear(
      inputSize: memorySize, outputSize: hiddenSize, hasBias: false, using: &random)
    if score == .additive {
      query = Linear(inputSize: hiddenSize, outputSize: hiddenSize, using: &random)
      energy = Initializer.uniformByHiddenSize.tensor(
        [hiddenSize], hiddenSize: hiddenSize, using: &random)
    }
    combination = Linear(
      inputSize: memorySize + hiddenSize, outputSize: hiddenSize, using: &random)
  }

  /// A decoder whose weights are about to be read from a file.
  package init(
    unset cell: RecurrentCell, inputSize: Int, hiddenSize: Int, memorySize: Int,
    score: AttentionScore, feedsInput: Bool
  ) {
    self.score = score
    self.feedsInput = feedsInput || score == .additive
    self.memorySize = memorySize
    let fed = score == .additive ? memorySize : feedsInput ? hiddenSize : 0
    recurrent = RecurrentStack(
      unset: cell, inputSize: inputSize + fed, hiddenSize: hiddenSize, layerCount: 1,
      direction: .forward, dropout: 0)
    func linear(_ inputs: Int, bias: Bool = true) -> Linear {
      Linear(
        weight: Tensor(uninitialized: [hiddenSize, inputs]),
        bias: bias ? Tensor(uninitialized: [hiddenSize]) : nil)
    }
    key = linear(memorySize, bias: false)
    if score == .additive {
      query = linear(hiddenSize)
      energy = Tensor(uninitialized: [hiddenSize])
    }
    combination = linear(memorySize + hiddenSize)
  }

  /// H.
  public var hiddenSize: Int { recurrent.hiddenSize }

  /// Visits the recurrent layer, then what attends.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try recurrent.visitParameters(under: "recurrent", visit)
    try key.visitParameters(under: "key", visit)
    if var query {
      try query.visitParameters(under: "query", visit)
      self.query = query
    }
    if var energy {
      try visit("energy", &energy)
      self.energy = energy
    }
    try combination.visitParameters(under: "combination", visit)
  }
}
