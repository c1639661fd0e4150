import LSTMLayers
import LSTMTensor

/// The sizes of a language model.
public struct LanguageModelArchitecture: Sendable, Equatable {
  /// Tokens that it tells apart, V.
  public var vocabularySize: Int
  /// Features of a token, E.
  public var embeddingSize: Int
  /// Units of a layer, H.
  public var hiddenSize: Int
  /// Recurrent layers, L.
  public var layerCount: Int
  /// Kind of the recurrent layers.
  public var cell: CellKind
  /// Probability of dropping a value on the way into, between and out of the layers, in training.
  public var dropout: Float
  /// What the layers have beside their kind; none where that is no LSTM.
  public var cellOptions: CellOptions

  /// The sizes of a model.
  public init(
    vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, layerCount: Int,
    cell: CellKind = .lstm, dropout: Float = 0, cellOptions: CellOptions = CellOptions()
  ) {
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layerCount = layerCount
    self.cell = cell
    self.dropout = dropout
    self.cellOptions = cellOptions
  }

  var recurrentCell: RecurrentCell {
    cell.recurrentCell(hiddenSize: hiddenSize, options: cellOptions)
  }

  /// Features of what the output layer reads: P where hidden states are projections, else H.
  var outputFeatures: Int { recurrentCell.hiddenStateSize(hiddenSize) }
}

/// A recurrent language model: token → embedding → recurrent layers → the next token's logits.
public struct LanguageModel: Module {
  /// The sizes.
  public let architecture: LanguageModelArchitecture
  package var embedding: Embedding
  package var recurrent: RecurrentStack
  package var output: Linear

  /// A model with new weights.
  public init(_ architecture: LanguageModelArchitecture, using random: inout RandomGenerator) {
    self.architecture = architecture
    embedding = Embedding(
      vocabularySize: architecture.vocabularySize, embeddingSize: architecture.embeddingSize,
      using: &random)
    recurrent = RecurrentStack(
      architecture.recurrentCell, inputSize: architecture.embeddingSize,
      hiddenSize: architecture.hiddenSize, layerCount: architecture.layerCount,
      direction: .forward, dropout: architecture.dropout, hasBias: true, hasTrainableState: false,
      initialization: RecurrentInitialization(), using: &random)
    output = Linear(
      inputSize: architecture.outputFeatures, outputSize: architecture.vocabularySize,
      using: &random)
  }

  /// A model whose weights are about to be read from a file: nothing is drawn, nor its memory touched.
  init(unset architecture: LanguageModelArchitecture) {
    self.architecture = architecture
    let vocabulary = architecture.vocabularySize
    embedding = Embedding(
      weight: Tensor(uninitialized: [vocabulary, architecture.embeddingSize]))
    recurrent = RecurrentStack(
      unset: architecture.recurrentCell, inputSize: architecture.embeddingSize,
      hiddenSize: architecture.hiddenSize, layerCount: architecture.layerCount, direction: .forward,
      dropout: architecture.dropout)
    output = Linear(
      weight: Tensor(uninitialized: [vocabulary, architecture.outputFeatures]),
      bias: Tensor(uninitialized: [vocabulary]))
  }

  /// The recurrent state of texts that begin, [L, N, size] each.
  package func zeroStates(batchSize: Int) -> [Tensor] {
    recurrent.zeroStates(batchSize: batchSize)
  }

  /// Logits of the token after each of [T, N] tokens, and the states after the last.
  ///
  /// - Parameters:
  ///   - tokens: [T, N].
  ///   - states: where the texts continue from.
  ///   - phase: training draws dropout masks.
  /// - Returns: logits [T, N, V].
  package func callAsFunction(_ tokens: TokenIDs, states: [Tensor], phase: Phase = .inference)
    -> (logits: Tensor, states: [Tensor])
  {
    let (hidden, states) = hiddenStates(of: tokens, states: states, phase: phase)
    return (output(hidden), states)
  }

  /// The mean cross-entropy of the token after each of [T, N] tokens, in nats, and the states after the last.
  ///
  /// - Parameters:
  ///   - tokens: [T, N].
  ///   - targets: the tokens that follow, [T, N].
  ///   - states: where the texts continue from.
  ///   - phase: training draws dropout masks.
  func loss(_ tokens: TokenIDs, targets: TokenIDs, states: [Tensor], phase: Phase)
    -> (loss: Tensor, states: [Tensor])
  {
    let (hidden, states) = hiddenStates(of: tokens, states: states, phase: phase)
    return (output.crossEntropy(hidden, targets: targets), states)
  }

  /// What the output layer reads, [T, N, H], P for H where hidden states are projections.
  private func hiddenStates(of tokens: TokenIDs, states: [Tensor], phase: Phase)
    -> (hidden: Tensor, states: [Tensor])
  {
    let dropout = Dropout(rate: architecture.dropout)
    // Parts of the phase name masks: the layers between take 1…L-1.
    let embedded = dropout(embedding(tokens), phase: phase.part(0))
    let run = recurrent.read(embedded, states: states, lengths: nil, phase: phase)
    return (dropout(run.outputs, phase: phase.part(architecture.layerCount)), run.states)
  }

  /// Visits the embedding, the recurrent layers and the output layer.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try embedding.visitParameters(under: "embedding", visit)
    try recurrent.visitParameters(under: architecture.cell.parameterPath, visit)
    try output.visitParameters(under: "output", visit)
  }
}
