import Dispatch
import LSTMData
import LSTMTensor

extension TrainedEventDetector {
  /// How well scores and flags agree with what is known, beside how unusual the numbers are for all.
  ///
  /// - Parameters:
  ///   - table: with a column of the class.
  ///   - normal: the class that is no anomaly; `nil`: the one learned.
  ///   - from: the first time that is scored; what came before is read as history.
  ///   - until: the last time that is scored.
  /// - Throws: ``DetectorTaskError``.
  public func evaluate(
    _ table: EventTable, normal: String? = nil, from: Timestamp? = nil, until: Timestamp? = nil
  ) throws -> DetectionReport {
    let begin = DispatchTime.now().uptimeNanoseconds
    guard let classes = table.classes else {
      throw DetectorTaskError.notLabelled(file: table.file)
    }
    let known = try NormalClass(
      normal ?? features.normal.flatMap { classes.contains($0) ? $0 : nil }, among: classes,
      file: table.file)
    let labels = labels(table, normal: known.name)
    let scores = try scores(table).map(\.score)
    let scored = (0..<table.count).filter {
      labels[$0] != nil && table.times[$0] >= from ?? table.times[$0]
        && table.times[$0] <= until ?? table.times[$0]
    }
    guard !scored.isEmpty else {
      throw DetectorTaskError.nothingToScore(
        file: table.file, from: from.map(table.text), until: until.map(table.text))
    }
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
    return report(
      table, scored, scores: scored.map { scores[$0] }, labels: labels, seconds: seconds)
  }

  private func report(
    _ table: EventTable, _ events: [Int], scores: [Double], labels: [Bool?], seconds: Double
  ) -> DetectionReport {
    DetectionReport(
      scores: scores, baseline: distances(table, events),
      labels: events.map { labels[$0] == true }, threshold: threshold, seriesCount: nil,
      seconds: seconds)
  }

  /// The simple method: how far the numbers of each event are above or below the middle of all, mapped into [0, 1).
  private func distances(_ table: EventTable, _ events: [Int]) -> [Double] {
    let columns = features.numbers.compactMap { number in
      table.numbers.first { $0.name == number.name }.map { (number, $0.values) }
    }
    return events.map { event in
      let sum = columns.reduce(0.0) { sum, column in
        let value = column.1[event]
        return value.isFinite ? sum + abs(value - column.0.median) / column.0.deviation : sum
      }
      return sum / (1 + sum)
    }
  }
}

extension TrainedEventDetector {
  /// A detector from networks that have learned, which flags by what it says of the events that were held out: with labels at
  /// the best F1, without at the score that one event in a hundred exceeds.
  ///
  /// - Parameters:
  ///   - networks: the model as it was trained.
  ///   - plan: what it was trained on.
  init(measuring networks: EventModel, _ plan: EventPlan) {
    var features = plan.features
    var scores: [Double] = []
    var labels: [Bool] = []
    networks.score(plan.validation, plan.data) { event, score, _, _ in
      scores.append(score)
      labels.append(plan.labels[event] == true)
    }
    let curve = DetectionCurve(scores: scores, labels: labels)
    if features.isSupervised, let best = curve.points.max(by: { $0.f1 < $1.f1 }), best.f1 > 0 {
      features.threshold = best.threshold
    } else if !scores.isEmpty {
      scores.sort()
      features.threshold = scores[Int(Double(scores.count - 1) * 0.99)]
    }
    self.init(model: networks, features: features)
  }

  /// How it does on what was held out; `nil` without labels.
  func heldOutReport(_ plan: EventPlan, seconds: Double) -> DetectionReport? {
    var (events, scores) = ([Int](), [Double]())
    model.score(plan.validation, plan.data) { event, score, _, _ in
      guard plan.labels[event] != nil else { return }
      events.append(event)
      scores.append(score)
    }
    guard !events.isEmpty else { return nil }
    return report(plan.table, events, scores: scores, labels: plan.labels, seconds: seconds)
  }
}
