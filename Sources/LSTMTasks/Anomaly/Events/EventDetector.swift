import LSTMTraining

/// A detector of anomalies among the events of owners, such as frauds among the payments of customers: an LSTM reads those
/// of each owner one after the other.
///
/// ```swift
/// let options = EventOptions(idColumn: "CUSTOMER_ID", labelColumn: "TX_FRAUD")
/// let events = try DetectorData.Events(try Table(contentsOf: "payments.csv"), options: options)
/// let trained = try EventDetector().fit(events)
/// print(try trained.evaluate(newer.table).lines.joined(separator: "\n"))
/// ```
public struct EventDetector: Sendable {
  /// How it is trained.
  public var options: DetectorOptions

  /// A detector.
  public init(_ options: DetectorOptions = DetectorOptions()) {
    self.options = options
  }

  /// Learns from events; the last of them are held out for measurements.
  ///
  /// - Parameters:
  ///   - events: with a column of the class, unless ``DetectorOptions/isUnsupervised`` is set or there is none.
  ///   - stop: raised to stop.
  ///   - receive: receives everything that happens.
  /// - Throws: ``DetectorTaskError``, `TrainingError`.
  public func fit(
    _ events: DetectorData.Events, stop: StopSignal = StopSignal(),
    receive: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainedEventDetector {
    let plan = try EventPlan(events, options)
    let result = try plan.trainer(options).fit(
      plan.networks(options), stop: stop, events: receive)
    return TrainedEventDetector(measuring: result.best, plan)
  }
}
