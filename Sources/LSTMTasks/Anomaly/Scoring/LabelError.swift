import LSTMTensor

/// A labelled window that does not fit its series.
public struct LabelError: ReportableError, Equatable {
  /// The series.
  public let series: String
  /// Number of the window, counted from zero.
  public let number: Int
  /// Its rows.
  public let window: ClosedRange<Int>
  /// The first row that no window before it takes.
  public let firstFree: Int
  /// Rows of the series.
  public let rows: Int

  /// Bad data.
  public var kind: FailureKind { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    """
    \(series): window \(number) of the labels takes rows \(window.lowerBound) to \(window.upperBound); \
    expected rows from \(firstFree) to \(rows - 1). Order the windows by time, let none overlap, and use \
    labels that belong to this file.
    """
  }
}
