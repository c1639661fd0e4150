import LSTMTensor

/// What can be wrong with a forecast's data, model or request.
public enum ForecastError: ReportableError, Equatable {
  /// Too few rows to train on.
  case tooShort(file: String, needed: Int, found: Int, horizon: Int, lookback: Int)
  /// A value that cannot be transformed.
  case notTransformable(
    file: String, series: String, time: String, value: Double, transform: String)
  /// The model was trained for something else.
  case otherTask(model: String, task: String)
  /// A column that the model reads is not in the table.
  case missingColumn(file: String, column: String, known: [String])
  /// More steps ahead than the model has learned.
  case horizonTooLong(model: Int, wanted: Int)
  /// No row after the training to score a forecast on.
  case nothingToScore(file: String, needed: Int, from: String?)
  /// The time that scoring is to begin or end at cannot be read.
  case notATime(option: String, found: String)
  /// A value that is no count.
  case notACount(file: String, series: String, time: String, value: Double)
  /// Counts are not transformed.
  case transformOfCounts(transform: String)
  /// Columns known in advance end too soon.
  case missingFuture(file: String, series: String, column: String, missing: Int, horizon: Int)
  /// The model draws no paths.
  case noPaths

  /// Bad data, or a request that asks for what is not there.
  public var kind: FailureKind {
    switch self {
    case .missingColumn, .horizonTooLong, .notATime, .transformOfCounts, .noPaths: .usage
    case .tooShort, .notTransformable, .notACount, .missingFuture, .otherTask, .nothingToScore:
      .badData
    }
  }

  /// The place, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .tooShort(let file, let needed, let found, let horizon, let lookback):
      """
      \(file): the longest series has \(found) row\(found == 1 ? "" : "s") to learn from; at least \
      \(needed) are needed: a window of \(lookback), the horizon of \(horizon) behind it, and the \
      horizon once more to validate on. Use a smaller --horizon or --sequence-length, or more data.
      """
    case .notTransformable(let file, let series, let time, let value, let transform):
      """
      \(file): series \(series), \(time): the value is \(value), which --transform \(transform) \
      cannot take; expected numbers \(transform == "square-root" ? "of 0 or more" : "above 0"). Leave \
      the option out.
      """
    case .otherTask(let model, let task):
      """
      \(model) is a model of the task "\(task)"; a forecaster is needed. `lstm train forecaster` \
      makes one.
      """
    case .missingColumn(let file, let column, let known):
      """
      \(file) has no column "\(column)", which the model forecasts; it has \
      \(known.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")).\
      \(column.nearest(in: known).map { " Did you mean \"\($0)\"? Rename it." } ?? "")
      """
    case .horizonTooLong(let model, let wanted):
      """
      the model forecasts \(model) steps ahead, and \(wanted) were asked for. Train one with \
      --horizon \(wanted).
      """
    case .nothingToScore(let file, let needed, let from):
      """
      \(file) has no \(needed) rows behind \(from ?? "the data that the model learned from") to \
      score a forecast on. Give a file that goes on further, or set the beginning with --from.
      """
    case .notATime(let option, let found):
      "\(option) is \"\(found)\"; it must be a time such as \"2016-07-01\" or \"2016-07-01 13:00\"."
    case .notACount(let file, let series, let time, let value):
      """
      \(file): series \(series), \(time): the value is \(value); --distribution negative-binomial needs \
      counts, whole numbers of 0 or more. Use student-t or gaussian, or leave the option out.
      """
    case .transformOfCounts(let transform):
      """
      --distribution negative-binomial is of counts as they are; --transform \(transform) would change \
      them. Leave one of the two out.
      """
    case .missingFuture(let file, let series, let column, let missing, let horizon):
      """
      \(file): series \(series): "\(column)" is known in advance to the model, but \(missing) of the \
      \(horizon) rows behind the last observed target lack a value of it. Add rows with it whose \
      target is empty, or use a smaller --horizon.
      """
    case .noPaths:
      """
      the model says quantiles, and draws no paths. Train one with --distribution gaussian, student-t \
      or negative-binomial.
      """
    }
  }
}
