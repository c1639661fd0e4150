/// What to do about values that are not there.
public enum MissingValuePolicy: String, Sendable, CaseIterable {
  /// Refuse the data.
  case error
  /// A straight line between the neighbours, which counts as observed.
  case interpolate
  /// The last value before, which counts as observed.
  case forward
  /// The last value before, marked as not observed.
  case mask
}

/// How a table becomes series; what is left `nil` is found by names and kinds.
public struct SeriesOptions: Sendable, Equatable {
  /// The columns of the time; where `nil`, the first column of times, or columns of the parts' names.
  ///
  /// Several are put together: `year`, `month`, `day`, `hour`, or a date and a time of day.
  public var timeColumns: [String]?
  /// The column that tells series apart; where `nil`, `unique_id`, or a category that makes
  /// duplicate times unique.
  public var idColumn: String?
  /// The columns to forecast or to watch; where `nil`, `y` or `value`, or every column of numbers.
  public var targets: [String]?
  /// Covariates known in advance, also for the rows to come.
  public var knownCovariates: [String]
  /// Covariates that are known up to the present; where `nil`, every other column.
  public var observedCovariates: [String]?
  /// Columns with one value a series.
  public var staticFeatures: [String]
  /// What to do about values that are not there.
  public var missing: MissingValuePolicy
  /// Whether rows that a regular series lacks are put in, as missing values.
  public var fillsGaps: Bool
  /// Whether to bring rows in the order of time.
  public var sorts: Bool
  /// Whether to keep the first of rows with one time.
  public var dropsDuplicates: Bool
  /// Whether every row stays though its time is that of the row before, or in rare cases earlier: for a detector, which
  /// reads rows as they came.
  public var keepsAllRows: Bool

  /// Options; the defaults find everything, and mark what is missing.
  public init(
    timeColumns: [String]? = nil, idColumn: String? = nil, targets: [String]? = nil,
    knownCovariates: [String] = [], observedCovariates: [String]? = nil,
    staticFeatures: [String] = [], missing: MissingValuePolicy = .mask, fillsGaps: Bool = true,
    sorts: Bool = false, dropsDuplicates: Bool = false, keepsAllRows: Bool = false
  ) {
    self.timeColumns = timeColumns
    self.idColumn = idColumn
    self.targets = targets
    self.knownCovariates = knownCovariates
    self.observedCovariates = observedCovariates
    self.staticFeatures = staticFeatures
    self.missing = missing
    self.fillsGaps = fillsGaps
    self.sorts = sorts
    self.dropsDuplicates = dropsDuplicates
    self.keepsAllRows = keepsAllRows
  }
}
