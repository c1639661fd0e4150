import LSTMData

/// What a detector says of every row of a series.
public struct SeriesDetection: Sendable {
  /// The series.
  public let series: TimeSeries
  /// The variables watched.
  public let names: [String]
  /// A detection a row; of several variables the one with the highest score.
  public let detections: [Detection]
  /// The variable that each detection is about.
  public let variables: [Int]

  /// Detections of a detector that has read the whole series.
  ///
  /// - Parameters:
  ///   - series: the series.
  ///   - names: of its targets.
  ///   - detections: [T].
  ///   - variables: [T], the target that each detection is about.
  init(series: TimeSeries, names: [String], detections: [Detection], variables: [Int]) {
    (self.series, self.names) = (series, names)
    (self.detections, self.variables) = (detections, variables)
  }

  /// Reads a series from its first row to its last, as a stream would come.
  ///
  /// Each variable has a detector of its own.
  ///
  /// - Parameters:
  ///   - series: whose targets are watched; what is not observed counts as missing.
  ///   - names: of the targets.
  ///   - options: `nil`: those for a series of this length.
  /// - Throws: ``DetectorError``.
  public init(
    of series: TimeSeries, names: [String], options: StreamingDetectorOptions? = nil
  ) throws {
    let options = options ?? StreamingDetectorOptions(rows: series.count)
    var detectors = series.targets.map { _ in StreamingDetector(options) }
    try self.init(of: series, names: names, with: &detectors)
  }

  /// Reads a series with detectors that may have read others before, one a variable.
  ///
  /// - Throws: ``DetectorError``.
  public init(
    of series: TimeSeries, names: [String], with detectors: inout [StreamingDetector]
  ) throws {
    precondition(detectors.count == series.targets.count, "one detector a variable")
    var best = [Detection](repeating: .none, count: series.count)
    var variables = [Int](repeating: 0, count: series.count)
    for (variable, target) in series.targets.enumerated() {
      for row in 0..<series.count {
        let value = target.isObserved[row] ? target.values[row] : .nan
        let detection = try detectors[variable].read(series.times[row], value)
        if variable == 0 || (detection.score ?? -1) > (best[row].score ?? -1) {
          (best[row], variables[row]) = (detection, variable)
        }
      }
    }
    (self.series, self.names, detections, self.variables) = (series, names, best, variables)
  }

  /// The score of each row, NaN where there is none, beside windows in which anomalies are known to lie.
  public func labelled(by windows: [ClosedRange<Int>], name: String) throws -> LabelledScores {
    try LabelledScores(name: name, scores: detections.map { $0.score ?? .nan }, windows: windows)
  }

  /// The value of a row that its detection is about; `nil` where it is missing.
  public func value(_ row: Int) -> Double? {
    let target = series.targets[variables[row]]
    return target.isObserved[row] ? target.values[row] : nil
  }
}
