import LSTMTensor
import LSTMTraining

/// What a translator is made of and how it is trained.
///
/// Every part has a default that gives a good model.
public struct TranslationOptions: TaskOptions, Sendable {
  /// Byte pairs that are learned from both languages together, at most.
  public var vocabularyLimit = 6000
  /// Features of a token, E.
  public var embeddingSize = 256
  /// Units of a layer in one direction of the encoder, and of the decoder, H.
  public var hiddenSize = 256
  /// Recurrent layers of the encoder, and of the decoder.
  public var layerCount = 1
  /// How queries and keys are compared.
  public var score: AttentionScore = .dot
  /// Whether a step of the decoder sees what the step before attended to; it costs nothing on a quiet machine, and half of
  /// the speed on one that others use, since a step is many small products.
  public var feedsInput = false
  /// Probability of dropping a value in training.
  public var dropout: Float = 0.3
  /// The share of each label that goes to all tokens alike.
  public var smoothing: Float = 0.1
  /// Sentences in a batch, N; `nil`: 64, fewer of few sentences.
  public var batchSize: Int?
  /// Tokens of a sentence beyond which a pair is passed over in training.
  public var longest = 128

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.002, for SGD 1.
  public var learningRate: Float?
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: fifteen epochs, more of few sentences.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  private static let usualBatchSize = 64
  private static let usualEpochs = 15
  /// Steps below which few sentences are gone over more often.
  private static let leastSteps = 2000

  /// The defaults.
  public init() {}

  /// N for so many sentences.
  func chosenBatchSize(_ pairCount: Int) -> Int {
    batchSize ?? min(Self.usualBatchSize, max(1, pairCount / 10))
  }

  /// The options in the trainer's words.
  ///
  /// - Parameter batches: of an epoch.
  func training(batches: Int) -> TrainingOptions {
    let usual = max(Self.usualEpochs, Self.leastSteps / max(1, batches))
    return TrainingOptions(
      budget: TrainingBudget(
        epochs: isOpenEnded ? usual : budget.epochs, steps: budget.steps, minutes: budget.minutes),
      optimizer: optimizer, learningRate: learningRate, seed: seed, patience: patience,
      averaging: .running(decay: 0.999))
  }
}
