import LSTMTraining

/// A classifier of texts, or of sequences of numbers: bidirectional LSTMs and a linear model beside them.
///
/// ```swift
/// let data = try ClassifierSource(["rt-polarity.neg", "rt-polarity.pos"]).read()
/// let trained = try Classifier().fit(data)
/// print(try trained.predict(["a joy from start to end"])[0].label)
/// ```
public struct Classifier: Sendable {
  /// How it is trained.
  public var options: ClassifierOptions

  /// A classifier.
  public init(_ options: ClassifierOptions = ClassifierOptions()) {
    self.options = options
  }

  /// Learns from examples.
  ///
  /// - Parameters:
  ///   - data: two classes or more.
  ///   - validation: what weights are chosen and probabilities calibrated by; `nil`: a part of the data.
  ///   - stop: raised to stop.
  ///   - receive: receives everything that happens.
  /// - Throws: ``ClassifierError``, `TrainingError`.
  public func fit(
    _ data: ClassifierData, validation: ClassifierData? = nil, stop: StopSignal = StopSignal(),
    receive: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainedClassifier {
    let plan = try ClassifierPlan(data, validation: validation, options)
    let result = try plan.trainer(options).fit(
      plan.networks(options), stop: stop, events: receive)
    return ClassifierFit(result.best, plan, options).trained
  }
}
