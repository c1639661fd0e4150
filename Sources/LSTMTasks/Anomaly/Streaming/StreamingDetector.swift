import LSTMData
import LSTMTensor

/// How a streaming detector learns and when it speaks.
public struct StreamingDetectorOptions: Sendable, Equatable {
  /// Rows that it only learns from; at least 10.
  public var warmUp: Int
  /// A row with at least this score is flagged.
  public var threshold = Self.defaultThreshold
  /// Training steps of the network: a budget that repeats to the bit.
  public var trainingSteps = 200
  /// Same seed, same bits.
  public var seed: UInt64 = 1

  /// The score of a row that one in two thousand reaches.
  public static let defaultThreshold = 0.5
  /// The warm-up of a stream whose length is not known: the longest of the Numenta Anomaly Benchmark.
  public static let defaultWarmUp = 750
  /// The shortest warm-up.
  public static let shortestWarmUp = 10

  /// Options for a stream whose length is not known.
  public init(warmUp: Int = defaultWarmUp) {
    self.warmUp = max(warmUp, Self.shortestWarmUp)
  }

  /// Options for a series of so many rows: the warm-up is 15 per cent of them, 750 rows at most, which the benchmark
  /// does not score either (Lavin and Ahmad 2015).
  public init(rows: Int) {
    self.init(warmUp: NABScorer.probation(rows: rows))
  }
}

/// What a detector says of a row.
public struct Detection: Sendable, Equatable {
  /// The value that was expected before it was seen; `nil` while the detector warms up.
  public let expected: Double?
  /// How unusual the row is, 0 to 1; `nil` while the detector warms up, and where the value is missing.
  ///
  /// It is s ÷ (s + 3.3), where 10⁻ˢ is the chance that an ordinary row is as unusual;
  /// 0.5 is one row in two thousand. Half of that for the rows of an incident that was reported already.
  public let score: Double?
  /// What is unusual about it.
  public let kind: AnomalyKind?
  /// Whether the score reaches the threshold: the beginning of an incident, or a new height of it.
  public let isFlagged: Bool

  /// A detection.
  ///
  /// - Parameters:
  ///   - expected: the value that was expected; `nil`: none was.
  ///   - score: in [0, 1]; `nil`: none.
  ///   - kind: what is unusual; `nil`: not known.
  ///   - isFlagged: whether it is an alarm.
  public init(expected: Double?, score: Double?, kind: AnomalyKind?, isFlagged: Bool) {
    (self.expected, self.score) = (expected, score)
    (self.kind, self.isFlagged) = (kind, isFlagged)
  }

  /// Nothing to say.
  static let none = Detection(expected: nil, score: nil, kind: nil, isFlagged: false)
}

/// Finds what is unusual in a series while it comes in, one row after the other, without labels.
///
/// The first rows are the warm-up: the detector trains a small LSTM on them that predicts the next value, and learns how
/// far each statistic of ``AnomalyKind`` goes. From then on each row takes constant time and memory.
///
/// ```swift
/// var detector = StreamingDetector()
/// for row in rows {
///   let detection = try detector.read(row.time, row.value)
///   if detection.isFlagged { print(row.time, row.value) }
/// }
/// ```
///
/// A value: a copy is a fork. ``savedState()`` and ``restore(_:)`` carry it over the end of a process.
public struct StreamingDetector: Sendable {
  /// A row of the warm-up.
  struct Row: Sendable, Equatable {
    let time: Timestamp
    let value: Double
  }

  /// What it was made with.
  public internal(set) var options: StreamingDetectorOptions
  /// The rows of the warm-up, until there are enough.
  var rows: [Row] = []
  /// `nil` while it warms up.
  var core: DetectorCore?
  /// The time of the last row.
  public internal(set) var lastTime: Timestamp?

  /// The surprise that has the score 0.5: −log₁₀ of one in two thousand.
  static let medianSurprise = 3.3

  /// A detector before the first row.
  public init(_ options: StreamingDetectorOptions = StreamingDetectorOptions()) {
    self.options = options
  }

  /// A row with at least this score is flagged.
  public var threshold: Double {
    get { options.threshold }
    set { options.threshold = newValue }
  }

  /// Where the rows of a stream without times go on.
  public var nextRow: Int64 { (lastTime?.microseconds ?? -1) &+ 1 }

  /// Rows that are still to come before the first score.
  public var rowsToWarmUp: Int { core == nil ? options.warmUp - rows.count : 0 }

  /// Reads a row.
  ///
  /// The one that ends the warm-up takes as long as the training.
  ///
  /// - Parameters:
  ///   - time: where in the season the row stands; rows are read in the order in which they come.
  ///   - value: NaN where it is missing.
  /// - Throws: ``DetectorError`` where the value is infinite; the detector is then as it was.
  public mutating func read(_ time: Timestamp, _ value: Double) throws -> Detection {
    guard !value.isInfinite else { throw DetectorError.infinite(time: time) }
    lastTime = time
    if core != nil { return detection(of: core?.read(time, value, isScored: true)) }
    rows.append(Row(time: time, value: value))
    if rows.count >= options.warmUp { try learn() }
    return .none
  }

  private func detection(of answer: DetectorAnswer?) -> Detection {
    guard let answer else { return .none }
    guard let surprise = answer.surprise else {
      return Detection(expected: answer.expected, score: nil, kind: nil, isFlagged: false)
    }
    let whole = max(0, surprise) / (max(0, surprise) + Self.medianSurprise)
    let score = answer.isNew ? whole : whole / 2
    let isFlagged = score >= options.threshold
    return Detection(
      expected: answer.expected, score: score, kind: isFlagged ? answer.kind : nil,
      isFlagged: isFlagged)
  }
}
