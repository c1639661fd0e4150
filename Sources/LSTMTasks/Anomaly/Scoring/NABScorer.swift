import LSTMTensor

/// The score of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015): early detections earn more than late ones,
/// and a false alarm costs less just after a window than far from all.
///
/// 100 is a detection at the first row of every window and none elsewhere, 0 a detector that never speaks. One threshold
/// serves all series. The first 15 per cent of a series, 750 rows at most, are not scored.
public struct NABScorer: Sendable {
  /// What is paid and charged.
  public let profile: NABProfile

  /// A scorer.
  public init(_ profile: NABProfile = .standard) {
    self.profile = profile
  }

  /// How a detector does at one threshold.
  public struct Result: Sendable, Equatable {
    /// Rows with at least this score are detections.
    public let threshold: Double
    /// The benchmark's figure; below 0 where alarms cost more than they earn.
    public let score: Double
    /// Windows with a detection.
    public let detectedWindows: Int
    /// All windows.
    public let windows: Int
    /// Detections outside all windows.
    public let falsePositives: Int
  }

  /// The score at a threshold.
  public func score(_ series: [LabelledScores], threshold: Double) -> Result {
    var tally = Tally(profile, series)
    for row in tally.rows where row.score >= threshold { tally.detect(row) }
    return tally.result(threshold)
  }

  /// The score at the threshold that maximises it, as the benchmark's own board counts; the highest where several do.
  ///
  /// A threshold of infinity, which nothing reaches, is the answer where every alarm costs more than it earns.
  public func best(_ series: [LabelledScores]) -> Result {
    var tally = Tally(profile, series)
    var best = tally.result(.infinity)
    let rows = tally.rows.sorted { ($0.score, $1.number) > ($1.score, $0.number) }
    for (index, row) in rows.enumerated() {
      tally.detect(row)
      // Rows of one score become detections together.
      if index + 1 < rows.count, rows[index + 1].score == row.score { continue }
      let result = tally.result(row.score)
      if result.score > best.score { best = result }
    }
    return best
  }

  /// Rows at the beginning of a series that are not scored.
  public static func probation(rows: Int) -> Int { min(rows * 15 / 100, 750) }

  /// 1 at −∞, 0 at 0, −1 at ∞; −1 beyond 3.
  static func sigmoid(_ position: Double) -> Double {
    position > 3 ? -1 : 2 / (1 + exponential(5 * position)) - 1
  }
}

/// The sum while detections come in.
private struct Tally {
  /// A row that counts: its score, the window it lies in, and what a detection there is worth.
  struct Row {
    let number: Int
    let score: Double
    let window: Int?
    let worth: Double
  }

  let profile: NABProfile
  let rows: [Row]
  private var paid: [Double?]
  private var charged = 0.0
  private var falsePositives = 0

  init(_ profile: NABProfile, _ series: [LabelledScores]) {
    self.profile = profile
    var (rows, windows) = ([Row](), 0)
    for one in series {
      rows += Self.rows(of: one, firstNumber: rows.count, firstWindow: windows)
      windows += one.windows.count
    }
    self.rows = rows
    paid = Array(repeating: nil, count: windows)
  }

  private static func rows(
    of series: LabelledScores, firstNumber: Int, firstWindow: Int
  ) -> [Row] {
    let count = series.scores.count
    var (result, next) = ([Row](), 0)
    for row in NABScorer.probation(rows: count)..<count {
      while next < series.windows.count, series.windows[next].upperBound < row { next += 1 }
      let score = series.scores[row]
      guard !score.isNaN else { continue }
      let isInside = next < series.windows.count && series.windows[next].contains(row)
      result.append(
        Row(
          number: firstNumber + result.count, score: score,
          window: isInside ? firstWindow + next : nil,
          worth: isInside
            ? inside(series.windows[next], row) : after(next, of: series.windows, row)))
    }
    return result
  }

  /// 1 at the first row of a window, near 0 at its last.
  private static func inside(_ window: ClosedRange<Int>, _ row: Int) -> Double {
    let position = -Double(window.upperBound - row + 1) / Double(window.count)
    return NABScorer.sigmoid(position) / NABScorer.sigmoid(-1)
  }

  /// Near 0 just after a window, −1 far from it or before the first.
  private static func after(_ next: Int, of windows: [ClosedRange<Int>], _ row: Int) -> Double {
    guard next > 0, windows[next - 1].count > 1 else { return -1 }
    let last = windows[next - 1]
    return NABScorer.sigmoid(Double(row - last.upperBound) / Double(last.count - 1))
  }

  /// Only the best detection of a window counts.
  mutating func detect(_ row: Row) {
    if let window = row.window {
      paid[window] = max(paid[window] ?? row.worth, row.worth)
    } else {
      charged += row.worth
      falsePositives += 1
    }
  }

  func result(_ threshold: Double) -> NABScorer.Result {
    let found = paid.compactMap { $0 }
    let missed = Double(paid.count - found.count)
    let points =
      profile.truePositive * found.reduce(0, +) + profile.falsePositive * charged
      - profile.falseNegative * missed
    let (perfect, null) = (
      profile.truePositive * Double(paid.count), -profile.falseNegative * Double(paid.count)
    )
    return NABScorer.Result(
      threshold: threshold,
      score: perfect > null ? 100 * (points - null) / (perfect - null) : points,
      detectedWindows: found.count, windows: paid.count, falsePositives: falsePositives)
  }
}
