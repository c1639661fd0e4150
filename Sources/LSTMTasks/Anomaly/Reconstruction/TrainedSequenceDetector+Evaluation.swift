import Dispatch
import LSTMData

extension TrainedSequenceDetector {
  /// How well scores and flags agree with what is known, beside the distance from the mean sequence.
  ///
  /// - Parameters:
  ///   - data: with a column of the class, or series of which `windows` knows the anomalies.
  ///   - normal: the class that is normal; `nil`: the one learned from, else the most frequent.
  ///   - windows: known anomalies of series; `nil`: the column of the class says.
  /// - Throws: ``DetectorTaskError``, ``LabelError``.
  public func evaluate(
    _ data: DetectorData, normal: String? = nil, windows: AnomalyWindows? = nil
  ) throws -> DetectionReport {
    let begin = DispatchTime.now().uptimeNanoseconds
    func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9 }
    switch data {
    case .rows(let rows):
      let labels = try labels(
        rows.set.classes.isEmpty ? nil : rows.classes, normal, file: rows.file)
      let found = try scores(rows, .networks)
      let time = seconds()
      return report(found, try scores(rows, .meanSequence), labels, series: nil, time)
    case .events(let events): throw DetectorTaskError.areEvents(file: events.table.file)
    case .series(let table, let label):
      if let windows {
        let found = scores(table, .networks)
        let time = seconds()
        return DetectionReport(
          try Self.labelled(found, table, windows),
          baseline: try Self.labelled(scores(table, .meanSequence), table, windows),
          threshold: threshold, seconds: time)
      }
      let labels = try labels(
        table.classes(label: label)?.flatMap { $0 }, normal, file: table.file)
      let found = scores(table, .networks).flatMap { $0 }
      let time = seconds()
      return report(
        found, scores(table, .meanSequence).flatMap { $0 }, labels, series: table.series.count,
        time)
    }
  }

  /// Whether each row is an anomaly; `nil` where it has no class.
  private func labels(_ classes: [String?]?, _ normal: String?, file: String) throws -> [Bool?] {
    guard let classes else { throw DetectorTaskError.notLabelled(file: file) }
    // A file may hold anomalies alone: the model's own class need not occur.
    let name =
      try normal == nil ? features.normal : NormalClass(normal, among: classes, file: file).name
    let known = try name ?? NormalClass(nil, among: classes, file: file).name
    return classes.map { one in one.map { $0 != known } }
  }

  private func report(
    _ scores: [Double?], _ baseline: [Double?], _ labels: [Bool?], series: Int?, _ seconds: Double
  ) -> DetectionReport {
    let known = labels.indices.filter { labels[$0] != nil }
    return DetectionReport(
      scores: known.map { scores[$0] ?? .nan }, baseline: known.map { baseline[$0] ?? .nan },
      labels: known.map { labels[$0] == true }, threshold: threshold, seriesCount: series,
      seconds: seconds)
  }

  private static func labelled(
    _ scores: [[Double?]], _ table: SeriesTable, _ windows: AnomalyWindows
  ) throws -> [LabelledScores] {
    try zip(table.series, scores).map { series, scores in
      try LabelledScores(
        name: series.id, scores: scores.map { $0 ?? .nan },
        windows: try windows.knownRows(of: table.file, times: series.times))
    }
  }

  /// How it does on what was held out, if a class tells anomalies; what others are is learned by nobody.
  func heldOutReport(_ plan: ReconstructionPlan, seconds: Double) -> DetectionReport? {
    func scores(_ measure: ReconstructionModel.Measure) -> [Double] {
      let errors =
        plan.architecture.kind == .rows
        ? model.errors(plan.validation + plan.others, plan.data, measure)
        : plan.heldOut.flatMap { RowErrors(model, plan.data, $0, in: $1, measure).errors }
      return errors.map { level(measure).score(of: $0) ?? .nan }
    }
    let labels =
      plan.architecture.kind == .rows
      ? plan.validation.map { _ in false } + plan.others.map { _ in true }
      : plan.heldOut.flatMap { sequence, rows in rows.map { !plan.isNormal[sequence][$0] } }
    return DetectionReport(
      scores: scores(.networks), baseline: scores(.meanSequence), labels: labels,
      threshold: threshold,
      seriesCount: plan.architecture.kind == .rows ? nil : plan.heldOut.count, seconds: seconds)
  }
}
