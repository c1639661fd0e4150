/// What a detector said of each row of a series, beside the windows in which anomalies are known to lie.
public struct LabelledScores: Sendable {
  /// The series' name, for messages and tables.
  public let name: String
  /// The score of each row, in [0, 1]; NaN where the detector gave none, as while it warms up.
  public let scores: [Double]
  /// First and last row of each window, in rising order, apart from each other.
  public let windows: [ClosedRange<Int>]

  /// Scores with their labels.
  ///
  /// - Throws: ``LabelError`` where a window lies outside the rows, or before the end of the one before it.
  public init(name: String, scores: [Double], windows: [ClosedRange<Int>]) throws {
    var free = 0
    for (number, window) in windows.enumerated() {
      guard window.lowerBound >= free, window.upperBound < scores.count else {
        throw LabelError(
          series: name, number: number, window: window, firstFree: free, rows: scores.count)
      }
      free = window.upperBound + 1
    }
    (self.name, self.scores, self.windows) = (name, scores, windows)
  }

  /// Whether each row lies in a window.
  var isAnomaly: [Bool] {
    var marks = [Bool](repeating: false, count: scores.count)
    for window in windows {
      for row in window { marks[row] = true }
    }
    return marks
  }
}
