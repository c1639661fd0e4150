/// How well scores tell rows that are anomalies from those that are not, over all thresholds.
public struct DetectionCurve: Sendable {
  /// Counts at one threshold.
  public struct Point: Sendable, Equatable {
    /// Rows with at least this score are detections.
    public let threshold: Double
    /// Detections that are anomalies.
    public let truePositives: Int
    /// Detections that are none.
    public let falsePositives: Int
    /// Anomalies that are no detections.
    public let falseNegatives: Int

    /// The share of detections that are anomalies; 0 without detections.
    public var precision: Double { share(truePositives, of: truePositives + falsePositives) }
    /// The share of anomalies that are detections; 0 without anomalies.
    public var recall: Double { share(truePositives, of: truePositives + falseNegatives) }
    /// The harmonic mean of precision and recall.
    public var f1: Double {
      share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
    }

    private func share(_ part: Int, of whole: Int) -> Double {
      whole == 0 ? 0 : Double(part) / Double(whole)
    }
  }

  /// A point for each score that occurs, from the highest down.
  public let points: [Point]
  /// Rows that are anomalies.
  public let positives: Int
  /// Rows that are none.
  public let negatives: Int

  /// The curve of scores.
  ///
  /// - Parameters:
  ///   - scores: one a row; rows whose score is not a number are left out.
  ///   - labels: whether each row is an anomaly.
  public init(scores: [Double], labels: [Bool]) {
    precondition(
      scores.count == labels.count, "\(scores.count) scores for \(labels.count) labels")
    let rows = zip(scores, labels).filter { !$0.0.isNaN }.sorted { $0.0 > $1.0 }
    let positives = rows.count(where: \.1)
    var (points, found) = ([Point](), 0)
    for (index, row) in rows.enumerated() {
      if row.1 { found += 1 }
      // Rows of one score are detected together.
      if index + 1 < rows.count, rows[index + 1].0 == row.0 { continue }
      points.append(
        Point(
          threshold: row.0, truePositives: found, falsePositives: index + 1 - found,
          falseNegatives: positives - found))
    }
    (self.points, self.positives, negatives) = (points, positives, rows.count - positives)
  }

  /// The counts where rows with at least `threshold` are detections.
  public func point(at threshold: Double) -> Point {
    let last = points.last { $0.threshold >= threshold }
    return Point(
      threshold: threshold, truePositives: last?.truePositives ?? 0,
      falsePositives: last?.falsePositives ?? 0, falseNegatives: last?.falseNegatives ?? positives)
  }

  /// The area under precision over recall as the sum of steps (average precision); `nil` without anomalies.
  public var areaUnderPrecisionRecall: Double? {
    guard positives > 0 else { return nil }
    var (area, recall) = (0.0, 0.0)
    for point in points {
      area += (point.recall - recall) * point.precision
      recall = point.recall
    }
    return area
  }

  /// The area under the true positive rate over the false positive rate: the chance that an anomaly scores
  /// higher than another row, ties counting half; `nil` where all rows are of one kind.
  public var areaUnderROC: Double? {
    guard positives > 0, negatives > 0 else { return nil }
    var (area, before) = (0.0, (0, 0))
    for point in points {
      let width = Double(point.falsePositives - before.0)
      area += width * Double(point.truePositives + before.1) / 2
      before = (point.falsePositives, point.truePositives)
    }
    return area / (Double(positives) * Double(negatives))
  }
}
