/// Values along a series, each finite; which of them were there is said beside.
public struct SeriesValues: Sendable, Equatable {
  /// [T]; where nothing was observed, what the policy for missing values puts there.
  public let values: [Double]
  /// [T]; whether the value was there.
  public let isObserved: [Bool]

  /// Values with a mask of the same length.
  public init(values: [Double], isObserved: [Bool]) {
    precondition(values.count == isObserved.count, "a mask has one flag a value")
    self.values = values
    self.isObserved = isObserved
  }

  /// The steps from one index to another.
  public subscript(range: Range<Int>) -> SeriesValues {
    SeriesValues(values: Array(values[range]), isObserved: Array(isObserved[range]))
  }
}

/// One series: times and what was measured at them.
public struct TimeSeries: Sendable, Equatable {
  /// Its name: the value of the id column, or the target's name in a wide table.
  public let id: String
  /// [T], ascending; row numbers as microseconds where the table has no time.
  public let times: [Timestamp]
  /// [T] for each of the table's ``SeriesTable/targetNames``.
  public let targets: [SeriesValues]
  /// [T] for each of the table's ``SeriesTable/knownCovariates``.
  public let knownCovariates: [SeriesValues]
  /// [T] for each of the table's ``SeriesTable/observedCovariates``.
  public let observedCovariates: [SeriesValues]
  /// One for each of the table's ``SeriesTable/staticFeatures``; NaN where missing.
  public let staticFeatures: [Double]

  /// The number of steps, T.
  public var count: Int { times.count }

  /// The number of steps up to the last with a target; known covariates may go on behind.
  public var historyCount: Int {
    (targets.compactMap { $0.isObserved.lastIndex(of: true) }.max() ?? -1) + 1
  }

  /// The steps from one index to another.
  public subscript(range: Range<Int>) -> TimeSeries {
    TimeSeries(
      id: id, times: Array(times[range]), targets: targets.map { $0[range] },
      knownCovariates: knownCovariates.map { $0[range] },
      observedCovariates: observedCovariates.map { $0[range] }, staticFeatures: staticFeatures)
  }
}

/// A column that goes beside the target.
public struct Covariate: Sendable, Equatable {
  /// The column's name.
  public let name: String
  /// The words of categories in order of arrival, `nil` for numbers.
  ///
  /// A value is the word's index; a word that is missing is not observed.
  public let vocabulary: [String]?

  /// The number of inputs that the covariate takes: one for numbers, one a word for categories.
  public var inputCount: Int { vocabulary?.count ?? 1 }
}
