import LSTMData
import LSTMTraining

/// How a recogniser is trained; every part has a default that gives a good model.
public struct RecognizerOptions: TaskOptions, Sendable {
  /// What a unit is; `nil`: phones where pronunciations are given, words where each is heard often, else characters.
  public var units: SpeechUnits.Kind?
  /// How words are spoken, for phones.
  public var pronunciations: Pronunciations?
  /// Samples a second; `nil`: the recordings' own, at most 16,000.
  public var sampleRate: Int?
  /// Whether it shall recognise speech while it comes, and so read forward only.
  public var isStreaming = false
  /// Seconds that a streaming model hears on before it must say what was said; it answers so much later.
  public var delay = 0.24
  /// Kind of the recurrent layers.
  public var cell: CellKind = .lstm
  /// Units of a layer in each direction.
  public var hiddenSize = 64
  /// Recurrent layers.
  public var layerCount = 1
  /// Mel values of a frame.
  public var melCount = 24
  /// Cepstral coefficients that they become: few of them show the vocal tract and not the voice; `nil`: the mel values are
  /// read themselves.
  public var cepstrumCount: Int? = 13
  /// How often the slope over time is added to a frame: 0, 1 or 2.
  public var deltaOrder = 2
  /// Frames that become one step; `nil`: 3 of words, 2 of characters and phones.
  public var stacking: Int?
  /// Probability of dropping a feature between and behind the layers, in training.
  public var dropout: Float = 0.3
  /// Standard deviation of the noise that is added to normalised features, in training.
  public var noise: Float = 0.5
  /// Networks whose answers are weighed together.
  public var memberCount = 1
  /// How recordings are varied in training.
  public var variation = SpeechVariation()
  /// Recordings of one speaker that are joined to one in training, at most.
  public var longestRow = 1
  /// Recordings in a batch, N; `nil`: 32, fewer of few.
  public var batchSize: Int?
  /// The share of the recordings that is not learned from.
  public var validationFraction = 0.1

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.006, of optimisers without moments what is usual.
  public var learningRate: Float?
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: 40 passes, fewer where recordings are joined.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  /// Passes over single recordings, and those that rows need at least, which say more at a time.
  private static let (usualEpochs, leastEpochs) = (40, 30)

  /// The defaults.
  public init() {}

  /// Frames of a step for units of a kind.
  func chosenStacking(_ kind: SpeechUnits.Kind) -> Int { stacking ?? (kind == .words ? 3 : 2) }

  /// N for so many recordings.
  func chosenBatchSize(_ count: Int) -> Int { batchSize ?? min(32, max(1, count / 8)) }

  private var usualEpochs: Int {
    max(Self.leastEpochs, 2 * Self.usualEpochs / (1 + longestRow))
  }

  /// The options in the trainer's words.
  var training: TrainingOptions {
    TrainingOptions(
      budget: TrainingBudget(
        epochs: isOpenEnded ? usualEpochs : budget.epochs, steps: budget.steps,
        minutes: budget.minutes),
      optimizer: optimizer,
      learningRate: learningRate ?? (optimizer == .adamw || optimizer == .adam ? 0.006 : nil),
      seed: seed, patience: patience)
  }
}
