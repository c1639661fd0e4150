import LSTMTraining

/// How much the examples of each class count.
public enum ClassWeights: String, Sendable, CaseIterable {
  /// Each example as much as any other.
  case none
  /// The examples of each class together as much as those of any other.
  case balanced
}

/// How a classifier is trained; every part has a default that gives a good model.
public struct ClassifierOptions: TaskOptions, Sendable {
  /// What a token of texts is; `nil`: characters of short texts such as names, else words.
  public var units: LanguageOptions.Units?
  /// Whether capitals stay apart from small letters; otherwise words are read in small letters.
  public var keepsCase = false
  /// Tokens, or steps, that the networks read of an example at most; `nil`: the longest, up to 512.
  public var maximumLength: Int?
  /// Kind of the recurrent layers.
  public var cell: CellKind = .lstm
  /// Units of a layer in each direction.
  public var hiddenSize = 64
  /// Recurrent layers.
  public var layerCount = 1
  /// Features of a token; `nil`: 100 of words, 32 of characters.
  public var embeddingSize: Int?
  /// How the states of all steps become one.
  public var pooling: ClassifierPooling = .max
  /// Probability of dropping a feature before and behind the layers, in training; `nil`: 0.5, of numbers 0.3.
  public var dropout: Float?
  /// Probability of hiding a token, in training; `nil`: 0.3 of words, 0 of characters.
  public var tokenDropout: Float?
  /// Standard deviation of the noise on standardised numbers, of each and of each sequence as a whole, in training.
  public var noise: Float = 0.4
  /// Share of a target that goes to all classes alike, in training.
  public var labelSmoothing: Float = 0
  /// How much the examples of each class count.
  public var classWeights: ClassWeights = .none
  /// Networks, each of which learns from another part of the data, and whose logits are averaged; `nil`: 5, of fewer
  /// than 2000 examples 10.
  public var memberCount: Int?
  /// Whether a linear model stands beside the networks with a share that fits what was held out.
  public var mixesLinear = true
  /// Examples in a batch, N; `nil`: 32, of characters 64.
  public var batchSize: Int?
  /// The share of the examples that a network does not learn from, another for each.
  public var validationFraction = 0.1

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.002, of optimisers without moments what is usual.
  public var learningRate: Float?
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: six passes over words, more over shorter things.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  /// What examples consist of.
  enum Material {
    case words, characters, numbers
  }

  /// The defaults.
  public init() {}

  /// Networks for so many examples.
  func members(exampleCount: Int) -> Int { memberCount ?? (exampleCount < 2000 ? 10 : 5) }

  /// The dropout of a kind.
  func dropout(_ material: Material) -> Float { dropout ?? (material == .numbers ? 0.3 : 0.5) }

  /// Examples in a batch of a kind.
  func batch(_ material: Material) -> Int { batchSize ?? (material == .characters ? 64 : 32) }

  /// The learning rate and when it ends, for examples of a kind.
  func training(_ material: Material) -> TrainingOptions {
    let epochs =
      switch material {
      case .words: 6
      case .characters: 12
      case .numbers: 20
      }
    return TrainingOptions(
      budget: TrainingBudget(
        epochs: isOpenEnded ? epochs : budget.epochs, steps: budget.steps, minutes: budget.minutes),
      optimizer: optimizer, learningRate: learningRate, seed: seed, patience: patience)
  }
}
