import LSTMTensor

/// Holds surprises to what they claim: one in a thousand rows may be a surprise of 3.
///
/// Tail probabilities are right for what varies around a level. A series with a trend, or one that walks, is at an
/// extreme again and again; once more rows have been surprising than probabilities allow, the surprises count less by
/// that factor.
struct AlarmRate: Sendable, Equatable {
  /// What counts as surprising, and its probability.
  private static let level = 3.0
  private static let probability = 1e-3
  /// Surprising rows that are granted beforehand, since anomalies come in rows.
  private static let grace = 30.0

  private var rows = 0.0
  private var surprising = 0.0

  /// The surprise of the next row, as the record so far lets it stand.
  mutating func adjusted(_ surprise: Double) -> Double {
    rows += 1
    guard surprise > Self.level else { return surprise }
    surprising += 1
    let allowed = Self.probability * rows + Self.grace
    let found = surprising + Self.grace
    guard found > allowed else { return surprise }
    return surprise - naturalLogarithm(found / allowed) * TailEstimate.perNat
  }
}

extension AlarmRate: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    var numbers = [rows, surprising]
    try visit("counts", &numbers)
    (rows, surprising) = (numbers[0], numbers[1])
  }
}

/// Tells the beginning of an incident from its continuation.
///
/// An incident is reported once: for so many rows after a report only a row that is clearly more surprising is reported
/// again.
struct IncidentFilter: Sendable, Equatable {
  /// How much more surprising a row must be: half again as rare.
  private static let margin = 0.2

  private let length: Double
  private var highest = 0.0
  private var age = Double.infinity

  /// A filter for incidents of so many rows.
  init(length: Int) {
    self.length = Double(length)
  }

  /// Whether a row is the first of an incident or a new height of it.
  mutating func isNew(_ surprise: Double) -> Bool {
    age += 1
    if age > length { highest = 0 }
    guard surprise > (highest > 0 ? highest + Self.margin : 0) else { return false }
    (highest, age) = (surprise, 0)
    return true
  }
}

extension IncidentFilter: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    var numbers = [highest, age]
    try visit("incident", &numbers)
    (highest, age) = (numbers[0], numbers[1])
  }
}
