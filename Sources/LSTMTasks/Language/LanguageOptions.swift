import LSTMLayers
import LSTMTensor
import LSTMTraining

/// What a language model is made of and how it is trained.
///
/// Every part has a default that gives a good model.
public struct LanguageOptions: TaskOptions, Sendable {
  /// What a token is.
  public enum Units: Sendable, Equatable {
    /// Unicode scalars.
    case characters
    /// Words of the most frequent, at most so many.
    case words(limit: Int)
    /// Words of a text that is already split by white space, one sentence a line.
    case closedVocabulary
    /// Byte pairs, so many tokens.
    case bytePairs(limit: Int)

    /// The name in `config.json`.
    var name: String {
      switch self {
      case .characters: "characters"
      case .words: "words"
      case .closedVocabulary: "closed"
      case .bytePairs: "bytepairs"
      }
    }

    /// The most tokens that are learned, where there is a limit.
    var limit: Int? {
      switch self {
      case .words(let limit), .bytePairs(let limit): limit
      case .characters, .closedVocabulary: nil
      }
    }
  }

  /// What a token is.
  public var units: Units = .characters
  /// Kind of the recurrent layers.
  public var cell: CellKind = .lstm
  /// What the layers have beside their kind, if that is the LSTM or a variant of it.
  public var cellOptions = CellOptions()
  /// Units of a layer, H.
  public var hiddenSize = 256
  /// Recurrent layers, L.
  public var layerCount = 2
  /// Features of a token, E; `nil`: half of the hidden size, 16 to 128 for characters, else as the
  /// hidden size; where ``isTied``, those of a hidden state.
  public var embeddingSize: Int?
  /// Whether the output layer's weight is the embedding.
  public var isTied = false
  /// What is dropped in training.
  public var dropout: LanguageDropout = 0.2
  /// What large and restless hidden states cost in training.
  public var activationPenalty = ActivationPenalty()
  /// Texts read side by side, N; `nil`: 32, fewer for a short text.
  public var batchSize: Int?
  /// Steps that gradients run back through time, T; `nil`: 100, fewer for a short text.
  public var sequenceLength: Int?
  /// Whether windows differ in length, so that no token always stands at the same place of one.
  public var variesLength = false

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.002, for SGD 1.
  public var learningRate: Float?
  /// Epochs at the full learning rate, after which each has half that of the one before (Zaremba and others 2014); `nil`:
  /// a warm-up, then a cosine to zero.
  public var holdEpochs: Int?
  /// Validations that may be no better than one before them; after that the weights are averaged
  /// (``WeightAveraging/nonMonotonic(patience:)``), all at the full learning rate; `nil`: no average.
  public var averagingPatience: Int?
  /// The most that the norm of all gradients may be.
  public var clipNorm: Float = 1
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: ten epochs.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  static let defaultBatchSize = 32
  static let defaultEpochs = 10

  /// The defaults.
  public init() {}

  /// How the embedding starts: the few characters' vectors apart from each other, the many of words near zero, since the rare
  /// ones among them hardly move, and since as an output layer they must not shout.
  var embeddingInitializer: Initializer {
    units == .characters && !isTied ? .normal(1) : .uniform(0.1)
  }

  /// E, chosen from the hidden size where nothing is said.
  public var chosenEmbeddingSize: Int {
    if let embeddingSize { return embeddingSize }
    if isTied { return cellOptions.projectionSize ?? hiddenSize }
    return units == .characters ? min(max(hiddenSize / 2, 16), 128) : hiddenSize
  }
}
