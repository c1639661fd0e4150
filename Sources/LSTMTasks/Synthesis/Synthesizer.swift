import LSTMData
import LSTMTraining

/// A synthesiser of speech: LSTMs that give each character a duration and say log-mel frames.
///
/// ```swift
/// let data = try SpokenRecordings(RecordingSet(folder: "digits"))
/// let trained = try Synthesizer().fit(data)
/// let sound = try trained.speak("three one four", speaker: "theo", seed: 1)
/// ```
public struct Synthesizer: Sendable {
  /// How it is trained.
  public var options: SynthesisOptions

  /// A synthesiser.
  public init(_ options: SynthesisOptions = SynthesisOptions()) {
    self.options = options
  }

  /// Learns from recordings.
  ///
  /// - Parameters:
  ///   - data: recordings, their texts and who speaks.
  ///   - validation: the share of them that weights are chosen by, above 0 and below 1.
  ///   - stop: raised to stop.
  ///   - receive: receives everything that happens.
  /// - Throws: ``SynthesisError``, `AcousticOptionError`, `TrainingError`.
  public func fit(
    _ data: SpokenRecordings, validation: Double = 0.05, stop: StopSignal = StopSignal(),
    receive: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainedSynthesizer {
    let plan = try SynthesisPlan(data, validation: validation, options)
    let result = try plan.trainer(options).fit(plan.model(options), stop: stop, events: receive)
    return try TrainedSynthesizer(
      model: result.best, frames: plan.corpus.frames, learned: plan.corpus.training)
  }
}
