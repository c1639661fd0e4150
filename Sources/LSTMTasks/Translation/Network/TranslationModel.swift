import LSTMLayers
import LSTMTensor

/// A translator: a bidirectional encoder reads the source, a decoder writes the target and attends to it.
///
/// Both languages share one table of tokens, which is the output layer too (Press and Wolf 2017); between the decoder's
/// attentional vector and that table stands one linear layer.
public struct TranslationModel: Module {
  /// The sizes.
  public let architecture: TranslationArchitecture
  /// [V + 1, E].
  package var embedding: Embedding
  package var encoder: RecurrentStack
  /// The decoder's first states from the encoder's last ones, [2H] → [2H].
  package var bridge: Linear
  package var decoder: AttentionDecoder
  /// The decoder's layers above the one that attends.
  package var upper: RecurrentStack?
  /// [H] → [E].
  package var reduction: Linear
  /// [V + 1].
  package var outputBias: Tensor

  /// A model with new weights.
  public init(_ architecture: TranslationArchitecture, using random: inout RandomGenerator) {
    self.architecture = architecture
    let (hidden, size) = (architecture.hiddenSize, architecture.embeddingSize)
    // The table is an output layer too, and begins as one.
    embedding = Embedding(
      vocabularySize: architecture.classCount, embeddingSize: size,
      initializer: .normal(1 / Float(size).squareRoot()), using: &random)
    func stack(
      _ inputs: Int, _ layers: Int, _ direction: Direction, _ random: inout RandomGenerator
    ) -> RecurrentStack {
      RecurrentStack(
        .lstm, inputSize: inputs, hiddenSize: hidden, layerCount: layers, direction: direction,
        dropout: architecture.dropout, hasBias: true, hasTrainableState: false,
        initialization: RecurrentInitialization(), using: &random)
    }
    encoder = stack(size, architecture.layerCount, .bidirectional, &random)
    bridge = Linear(inputSize: 2 * hidden, outputSize: 2 * hidden, using: &random)
    decoder = AttentionDecoder(
      inputSize: size, hiddenSize: hidden, memorySize: 2 * hidden, score: architecture.score,
      feedsInput: architecture.feedsInput, using: &random)
    upper =
      architecture.layerCount > 1
      ? stack(hidden, architecture.layerCount - 1, .forward, &random) : nil
    reduction = Linear(inputSize: hidden, outputSize: size, using: &random)
    outputBias = .zeros([architecture.classCount])
  }

  /// A model whose weights are about to be read from a file.
  init(unset architecture: TranslationArchitecture) {
    self.architecture = architecture
    let (hidden, size) = (architecture.hiddenSize, architecture.embeddingSize)
    func linear(_ inputs: Int, _ outputs: Int) -> Linear {
      Linear(
        weight: Tensor(uninitialized: [outputs, inputs]), bias: Tensor(uninitialized: [outputs]))
    }
    func stack(_ inputs: Int, _ layers: Int, _ direction: Direction) -> RecurrentStack {
      RecurrentStack(
        unset: .lstm, inputSize: inputs, hiddenSize: hidden, layerCount: layers,
        direction: direction, dropout: architecture.dropout)
    }
    embedding = Embedding(weight: Tensor(uninitialized: [architecture.classCount, size]))
    encoder = stack(size, architecture.layerCount, .bidirectional)
    bridge = linear(2 * hidden, 2 * hidden)
    decoder = AttentionDecoder(
      unset: .lstm, inputSize: size, hiddenSize: hidden, memorySize: 2 * hidden,
      score: architecture.score, feedsInput: architecture.feedsInput)
    upper =
      architecture.layerCount > 1 ? stack(hidden, architecture.layerCount - 1, .forward) : nil
    reduction = linear(hidden, size)
    outputBias = Tensor(uninitialized: [architecture.classCount])
  }

  /// Reads sources.
  ///
  /// - Parameters:
  ///   - sources: [S, N], anything behind a sentence's end.
  ///   - lengths: the tokens of each sentence, [N].
  /// - Returns: what a decoder attends to, and its first states, [1, N, H] each.
  func read(_ sources: TokenIDs, lengths: [Int], phase: Phase = .inference) -> (
    source: AttentionDecoder.Source, states: [Tensor]
  ) {
    let dropout = Dropout(rate: architecture.dropout)
    let run = encoder.read(
      dropout(embedding(sources), phase: phase.part(Part.source)), states: nil, lengths: lengths,
      phase: phase.part(Part.encoder))
    let (batch, hidden) = (lengths.count, architecture.hiddenSize)
    // The top layer's last states of both directions, [2, N, H].
    let last = run.states[0]
    let top = last.shape[0] - 2
    let both = Tensor.concatenatingColumns(
      [top, top + 1].map { last.rows($0..<$0 + 1).reshaped(to: [batch, hidden]) })
    let first = bridge(both).applying(.tanh)
    let states = [0..<hidden, hidden..<2 * hidden].map {
      first.columns($0).reshaped(to: [1, batch, hidden])
    }
    let memory = dropout(run.outputs, phase: phase.part(Part.memory))
    return (decoder.source(memory, lengths: lengths), states)
  }

  /// The mean cross-entropy of targets with labels smoothed, in nats a token, a scalar.
  ///
  /// - Parameters:
  ///   - batch: sentences of both languages.
  ///   - smoothing: the share of each label that goes to all tokens alike (Szegedy and others 2016).
  func loss(_ batch: TranslationBatch, smoothing: Float, phase: Phase) -> Tensor {
    let dropout = Dropout(rate: architecture.dropout)
    let (source, states) = read(batch.sources, lengths: batch.sourceLengths, phase: phase)
    let inputs = dropout(embedding(batch.inputs), phase: phase.part(Part.target))
    var vectors = decoder(inputs, source: source, states: states)
    if let upper {
      vectors =
        upper.read(
          dropout(vectors, phase: phase.part(Part.between)), states: nil, lengths: nil,
          phase: phase.part(Part.upper)
        ).outputs
    }
    let reduced = reduction(dropout(vectors, phase: phase.part(Part.output)))
    return reduced.crossEntropy(
      weight: embedding.weight, bias: outputBias, targets: batch.targets, smoothing: smoothing)
  }

  /// Parts of the phase, which name masks.
  private enum Part {
    static let source = 1
    static let encoder = 2
    static let memory = 3
    static let target = 4
    static let between = 5
    static let upper = 6
    static let output = 7
  }

  /// Visits the table, the encoder, the decoder and the output.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try embedding.visitParameters(under: "embedding", visit)
    try encoder.visitParameters(under: "encoder", visit)
    try bridge.visitParameters(under: "bridge", visit)
    try decoder.visitParameters(under: "decoder", visit)
    if var upper {
      try upper.visitParameters(under: "upper", visit)
      self.upper = upper
    }
    try reduction.visitParameters(under: "reduction", visit)
    try visit("outputBias", &outputBias)
  }
}
