import LSTMData
import LSTMTensor
import LSTMTraining

/// What a synthesiser is made of and how it is trained.
///
/// Every part has a default that gives a good model.
public struct SynthesisOptions: TaskOptions, Sendable {
  /// Samples a second of what is said; `nil`: the rate of most recordings, at most 16,000.
  public var sampleRate: Int?
  /// Features of a unit, E.
  public var embeddingSize = 64
  /// Features of a speaker.
  public var speakerSize = 16
  /// Numbers in which takes of the same text differ, Z; 0: none.
  public var latentSize = 8
  /// Units of a layer in one direction of the decoder, H.
  public var hiddenSize = 128
  /// Recurrent layers of the decoder.
  public var layerCount = 1
  /// Frames that a step of the decoder says.
  public var framesPerStep = 1
  /// Probability of dropping a value in training.
  public var dropout: Float = 0.1
  /// What a nat of the latent numbers costs, in mean squared deviations of a frame's value.
  public var latentWeight: Float = 0.002
  /// Units of the layer that goes on with recordings; 0: the model cannot.
  public var continuationSize = 192
  /// Recordings in a batch, N; `nil`: 32, fewer of few recordings.
  public var batchSize: Int?

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.003, for SGD 1.
  public var learningRate: Float?
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: forty epochs, more of few recordings.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  private static let usualBatchSize = 32
  private static let usualEpochs = 40
  /// Steps below which few recordings are gone over more often.
  private static let leastSteps = 1000

  /// The defaults.
  public init() {}

  /// N for so many recordings.
  func chosenBatchSize(_ count: Int) -> Int {
    batchSize ?? min(Self.usualBatchSize, max(1, count / 4))
  }

  /// The frames for a sample rate: 32 ms long and 8 ms apart, so that phases can be found, and with as many mel triangles as
  /// 40 are up to 4,000 Hz.
  static func features(sampleRate: Int) -> AcousticOptions {
    var options = AcousticOptions(sampleRate: sampleRate)
    options.windowDuration = 0.032
    options.hopDuration = 0.008
    let share = MelScale.mel(Double(sampleRate) / 2) / MelScale.mel(4000)
    options.melCount = max(8, Int((40 * share).rounded()))
    options.floor = 1e-8
    return options
  }

  /// The options in the trainer's words.
  ///
  /// - Parameter batches: of an epoch.
  func training(batches: Int) -> TrainingOptions {
    let usual = max(Self.usualEpochs, Self.leastSteps / max(1, batches))
    return TrainingOptions(
      budget: TrainingBudget(
        epochs: isOpenEnded ? usual : budget.epochs, steps: budget.steps, minutes: budget.minutes),
      optimizer: optimizer, learningRate: learningRate ?? (optimizer == .adamw ? 0.003 : nil),
      seed: seed, patience: patience, averaging: .running(decay: 0.999))
  }
}
