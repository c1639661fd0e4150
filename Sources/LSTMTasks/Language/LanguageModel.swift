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
  /// What is dropped in training.
  public var dropout: LanguageDropout
  /// What the layers have beside their kind; none where that is no LSTM.
  public var cellOptions: CellOptions
  /// Whether the output layer's weight is the embedding (Press and Wolf 2017, "Using the output embedding to improve
  /// language models", arXiv:1608.05859); E is then the ``outputFeatures``.
  public var isTied: Bool

  /// The sizes of a model.
  public init(
    vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, layerCount: Int,
    cell: CellKind = .lstm, dropout: LanguageDropout = 0.0,
    cellOptions: CellOptions = CellOptions(), isTied: Bool = false
  ) {
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layerCount = layerCount
    self.cell = cell
    self.dropout = dropout
    self.cellOptions = cellOptions
    self.isTied = isTied
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
  /// [V, outputFeatures]; `nil` where the embedding serves.
  private var outputWeight: Tensor?
  private var outputBias: Tensor

  /// The layer that turns hidden states into logits.
  ///
  /// A model that is given one of its own is tied no more.
  package var output: Linear {
    get { Linear(weight: outputWeight ?? embedding.weight, bias: outputBias) }
    set {
      outputWeight = newValue.weight
      outputBias = newValue.bias ?? .zeros([architecture.vocabularySize])
    }
  }

  /// A model with new weights.
  ///
  /// - Parameters:
  ///   - architecture: the sizes.
  ///   - tokens: how the embedding starts.
  ///   - random: the source of chance.
  public init(
    _ architecture: LanguageModelArchitecture, tokens: Initializer = .normal(1),
    using random: inout RandomGenerator
  ) {
    self.architecture = architecture
    embedding = Embedding(
      vocabularySize: architecture.vocabularySize, embeddingSize: architecture.embeddingSize,
      initializer: tokens, using: &random)
    recurrent = RecurrentStack(
      architecture.recurrentCell, inputSize: architecture.embeddingSize,
      hiddenSize: architecture.hiddenSize, layerCount: architecture.layerCount,
      direction: .forward, dropout: architecture.dropout.rate, hasBias: true,
      hasTrainableState: false, initialization: RecurrentInitialization(), using: &random)
    recurrent.locksDropout = architecture.dropout.isLocked
    if architecture.isTied {
      outputBias = .zeros([architecture.vocabularySize])
    } else {
      let output = Linear(
        inputSize: architecture.outputFeatures, outputSize: architecture.vocabularySize,
        using: &random)
      outputWeight = output.weight
      outputBias = output.bias ?? .zeros([architecture.vocabularySize])
    }
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
      dropout: architecture.dropout.rate)
    recurrent.locksDropout = architecture.dropout.isLocked
    if !architecture.isTied {
      outputWeight = Tensor(uninitialized: [vocabulary, architecture.outputFeatures])
    }
    outputBias = Tensor(uninitialized: [vocabulary])
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
    let run = read(tokens, states: states, phase: phase)
    return (output(run.shown), run.states)
  }

  /// The mean cross-entropy of the token after each of [T, N] tokens, in nats, and the states after the last.
  ///
  /// - Parameters:
  ///   - tokens: [T, N].
  ///   - targets: the tokens that follow, [T, N].
  ///   - states: where the texts continue from.
  ///   - penalty: of hidden states, added to the loss.
  ///   - phase: training draws dropout masks.
  func loss(
    _ tokens: TokenIDs, targets: TokenIDs, states: [Tensor],
    penalty: ActivationPenalty = ActivationPenalty(), phase: Phase
  ) -> (loss: Tensor, states: [Tensor]) {
    let run = read(tokens, states: states, phase: phase)
    let loss = output.crossEntropy(run.shown, targets: targets)
    return (penalty.added(to: loss, hidden: run.hidden, shown: run.shown), run.states)
  }

  /// The last layer's hidden states of [T, N] tokens, [T, N, H], P for H where they are projections, and the states after the
  /// last token.
  func hiddenStates(_ tokens: TokenIDs, states: [Tensor]) -> (hidden: Tensor, states: [Tensor]) {
    let run = read(tokens, states: states, phase: .inference)
    return (run.hidden, run.states)
  }

  /// What the layers make of [T, N] tokens.
  ///
  /// - Returns: the last layer's hidden states [T, N, H], P for H where they are projections; the same as the
  ///   output layer is shown them, some dropped; the states after the last token.
  private func read(_ tokens: TokenIDs, states: [Tensor], phase: Phase)
    -> (hidden: Tensor, shown: Tensor, states: [Tensor])
  {
    let dropout = architecture.dropout
    let batch = tokens.shape[1]
    func dropping(_ values: Tensor, _ rate: Float, _ phase: Phase) -> Tensor {
      guard case .training(let source) = phase else { return values }
      return values.dropout(
        rate: rate, key: source.key, firstRow: source.firstRow,
        rowsPerMask: dropout.isLocked ? batch : 0)
    }
    // Parts of the phase name masks: the layers take the numbers between.
    let embedded = dropping(embedded(tokens, phase), dropout.inputRate, phase.part(0))
    let run = recurrent.read(embedded, states: states, lengths: nil, phase: phase)
    let shown = dropping(
      run.outputs, dropout.outputRate, phase.part(architecture.layerCount))
    return (run.outputs, shown, run.states)
  }

  /// Part of the phase that chooses the tokens to drop: layers take the small numbers.
  private static let tokenDropoutPart = (1 << 16) + 1

  /// The vectors of tokens; in training some tokens are dropped wherever they stand.
  private func embedded(_ tokens: TokenIDs, _ phase: Phase) -> Tensor {
    let (vectors, rate) = (embedding(tokens), architecture.dropout.token)
    guard rate > 0, case .training(let source) = phase.part(Self.tokenDropoutPart) else {
      return vectors
    }
    return vectors.scalingRows(
      by: tokens.values.map { token in
        var random = RandomGenerator(seed: RandomGenerator.key(source.key, UInt64(token)))
        return random.uniform() < rate ? 0 : 1 / (1 - rate)
      })
  }

  /// Visits the embedding, the recurrent layers and the output layer.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try embedding.visitParameters(under: "embedding", visit)
    try recurrent.visitParameters(under: architecture.cell.parameterPath, visit)
    if var weight = outputWeight {
      // Held once, so that whoever changes it need not copy it.
      outputWeight = nil
      defer { outputWeight = weight }
      try visit("output.weight", &weight)
    }
    try visit("output.bias", &outputBias)
  }
}
