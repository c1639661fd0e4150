import LSTMData
import LSTMTraining

/// A recogniser of speech: LSTMs with connectionist temporal classification.
///
/// ```swift
/// let data = try SpokenRecordings(RecordingSet(folder: "digits"))
/// let trained = try Recognizer().fit(data)
/// print(try trained.transcribe(WAVFile(contentsOf: "pin.wav").mono).text)
/// ```
public struct Recognizer: Sendable {
  /// How it is trained.
  public var options: RecognizerOptions

  /// A recogniser.
  public init(_ options: RecognizerOptions = RecognizerOptions()) {
    self.options = options
  }

  /// Learns from recordings.
  ///
  /// - Parameters:
  ///   - data: recordings and their texts.
  ///   - validation: what weights are chosen by; `nil`: a part of the data.
  ///   - stop: raised to stop.
  ///   - receive: receives everything that happens.
  /// - Throws: ``RecognizerError``, `TrainingError`.
  public func fit(
    _ data: SpokenRecordings, validation: SpokenRecordings? = nil,
    stop: StopSignal = StopSignal(), receive: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainedRecognizer {
    let plan = try RecognizerPlan(data, validation: validation, options)
    let result = try plan.trainer(options).fit(
      RecognizerModel(plan.architecture, seed: options.seed), stop: stop, events: receive)
    return try TrainedRecognizer(model: result.best, features: plan.features)
  }
}
