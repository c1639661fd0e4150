/// How a date of three numbers is meant, where its year does not come first with four digits.
public enum DateOrder: String, Sendable, CaseIterable {
  /// `01/02/2006` is the second of January.
  case monthFirst
  /// `01/02/2006` is the first of February.
  case dayFirst
  /// `06-01-02` is the second of January 2006.
  case yearFirst
}

/// The smallest unit that a written time names.
public enum TimePrecision: Int, Sendable, Comparable {
  /// `1949`
  case year
  /// `1949-01`, `Jan 1949`, `1949-Q1`
  case month
  /// `1949-01-31`, `Jan 31 1949`
  case day
  /// With a time of day.
  case time

  /// Whether the first names a larger unit than the second.
  public static func < (left: TimePrecision, right: TimePrecision) -> Bool {
    left.rawValue < right.rawValue
  }
}
