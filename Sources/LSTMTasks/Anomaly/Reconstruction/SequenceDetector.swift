import LSTMData
import LSTMLayers
import LSTMTraining

/// A detector that learns from normal sequences alone: LSTM encoder-decoders that squeeze a sequence into a few values and
/// give it back (Malhotra and others 2016, arXiv:1607.00148).
///
/// What is normal is given back well; the error of what is not is larger. Rows of a table, or windows over series.
///
/// ```swift
/// let rows = SequenceRows(try Table(contentsOf: "ECG5000_TRAIN.txt"), label: "column1")
/// let trained = try SequenceDetector().fit(.rows(rows))
/// let scores = try trained.scores(rows)                  // in [0, 1]; 0.5 is one normal row in a hundred
/// print(try trained.evaluate(.rows(rows)).lines.joined(separator: "\n"))
/// ```
public struct SequenceDetector: Sendable {
  /// How it is trained.
  public var options: DetectorOptions

  /// A detector.
  public init(_ options: DetectorOptions = DetectorOptions()) {
    self.options = options
  }

  /// Learns from data.
  ///
  /// - Parameters:
  ///   - data: what is not of the normal class is left out; a part of the rest is held out for measurements.
  ///   - stop: raised to stop.
  ///   - events: receives everything that happens.
  /// - Throws: ``DetectorTaskError``, `TrainingError`.
  public func fit(
    _ data: DetectorData, stop: StopSignal = StopSignal(),
    events: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainedSequenceDetector {
    let plan = try ReconstructionPlan(data, options)
    let result = try plan.trainer(options).fit(
      plan.networks(options), stop: stop, events: events)
    return TrainedSequenceDetector(measuring: result.best, plan)
  }
}
