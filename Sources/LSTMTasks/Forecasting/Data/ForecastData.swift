import LSTMData
import LSTMTensor

/// Channels and the windows over them, as tensors.
struct ForecastData: Sendable {
  let shape: ForecastShape
  let features: ForecastFeatures
  let channels: [ForecastChannel]

  /// The channels of a table, read as a training has found or a model has kept.
  ///
  /// A series that the features do not know is scaled by its own values.
  ///
  /// - Parameter counts: by channel's name, how many of its steps are looked at; all where it says nothing.
  init(
    _ table: SeriesTable, features: ForecastFeatures, shape: ForecastShape,
    counts: [String: Int] = [:]
  ) {
    self.shape = shape
    self.features = features
    let places = features.places
    var channels: [ForecastChannel] = []
    for series in table.series {
      let covariates = Self.covariates(of: series, table, features.covariates)
      let statics = Self.statics(of: series, table, features.statics)
      for target in features.targets.indices {
        guard let column = table.targetNames.firstIndex(of: features.targets[target]) else {
          continue
        }
        let id = ForecastFeatures.id(series, table, target: column)
        let whole = SeriesHistory(series, target: column)
        let history = whole.prefix(counts[id] ?? whole.count)
        guard history.count > 0, history.isObserved.contains(true) else { continue }
        let values = features.transform.applied(to: history.values)
        let times =
          history.times
          + (1...shape.horizon).map {
            table.frequency.advance(history.times[history.count - 1], by: $0)
          }
        let scaling =
          places[id].map { features.channels[$0].scaling }
          ?? ChannelScaling(
            fittedOn: 0..<history.count, times: history.times, values: values,
            isObserved: history.isObserved, frequency: features.frequency)
        channels.append(
          ForecastChannel(
            id: id, times: times, values: values, isObserved: history.isObserved,
            scaling: scaling, covariates: covariates,
            future: Self.future(of: series, table, features, shape, times: times),
            statics: statics))
      }
    }
    self.channels = channels
  }

  /// The same channels under other scalings.
  func replacing(_ features: ForecastFeatures) -> ForecastData {
    let places = features.places
    return ForecastData(
      shape: shape, features: features,
      channels: channels.map { channel in
        guard let place = places[channel.id] else { return channel }
        return ForecastChannel(
          id: channel.id, times: channel.times, values: channel.values,
          isObserved: channel.isObserved, scaling: features.channels[place].scaling,
          covariates: channel.covariates, future: channel.future, statics: channel.statics)
      })
  }

  /// Other channels, read in the same way.
  func replacing(_ channels: [ForecastChannel]) -> ForecastData {
    ForecastData(shape: shape, features: features, channels: channels)
  }

  private init(shape: ForecastShape, features: ForecastFeatures, channels: [ForecastChannel]) {
    (self.shape, self.features, self.channels) = (shape, features, channels)
  }

  /// [T · C], the inputs of the columns beside each other; a column that the table lacks is zero.
  private static func covariates(
    of series: TimeSeries, _ table: SeriesTable, _ columns: [ForecastFeatures.Column]
  ) -> [Float] {
    let width = columns.reduce(0) { $0 + $1.inputCount }
    guard width > 0 else { return [] }
    var inputs = [Float](repeating: 0, count: series.count * width)
    var first = 0
    for column in columns {
      defer { first += column.inputCount }
      guard let (values, vocabulary) = series.covariate(named: column.name, table) else { continue }
      let part = column.inputs(values, vocabulary: vocabulary)
      for step in 0..<series.count {
        for input in 0..<column.inputCount {
          inputs[step * width + first + input] = part[step * column.inputCount + input]
        }
      }
    }
    return inputs
  }

  /// [times · K], the calendar where it is read, then the columns known in advance; zero where a row or a value is
  /// missing.
  private static func future(
    of series: TimeSeries, _ table: SeriesTable, _ features: ForecastFeatures,
    _ shape: ForecastShape, times: [Timestamp]
  ) -> [Float] {
    let width = shape.futureCount
    guard width > 0 else { return [] }
    var inputs = [Float](repeating: 0, count: times.count * width)
    if shape.calendarCount > 0 {
      let calendar = CalendarFeatures(frequency: features.frequency)
      for (step, time) in times.enumerated() {
        inputs.replaceSubrange(
          step * width..<step * width + shape.calendarCount,
          with: calendar.values(at: time).prefix(shape.calendarCount))
      }
    }
    var first = shape.calendarCount
    for column in features.known {
      defer { first += column.inputCount }
      guard let (values, vocabulary) = series.covariate(named: column.name, table) else { continue }
      let part = column.inputs(values, vocabulary: vocabulary)
      for step in 0..<min(times.count, series.count) {
        for input in 0..<column.inputCount {
          inputs[step * width + first + input] = part[step * column.inputCount + input]
        }
      }
    }
    return inputs
  }

  private static func statics(
    of series: TimeSeries, _ table: SeriesTable, _ columns: [ForecastFeatures.Column]
  ) -> [Float] {
    columns.flatMap { column in
      guard let place = table.staticFeatures.firstIndex(where: { $0.name == column.name }) else {
        return [Float](repeating: 0, count: column.inputCount)
      }
      let value = series.staticFeatures[place]
      return column.inputs(
        SeriesValues(values: [value.isNaN ? 0 : value], isObserved: [!value.isNaN]),
        vocabulary: table.staticFeatures[place].vocabulary)
    }
  }
}

/// The values of one target up to the last that was observed.
struct SeriesHistory: Sendable {
  var times: [Timestamp]
  var values: [Double]
  var isObserved: [Bool]
  var count: Int { values.count }

  init(_ series: TimeSeries, target: Int) {
    let column = series.targets[target]
    let count = (column.isObserved.lastIndex(of: true) ?? -1) + 1
    times = Array(series.times.prefix(count))
    values = Array(column.values.prefix(count))
    isObserved = Array(column.isObserved.prefix(count))
  }

  /// The first steps.
  func prefix(_ count: Int) -> SeriesHistory {
    var part = self
    part.times = Array(times.prefix(count))
    part.values = Array(values.prefix(count))
    part.isObserved = Array(isObserved.prefix(count))
    return part
  }
}

extension TimeSeries {
  /// A covariate of either kind, with the words of its categories.
  func covariate(named name: String, _ table: SeriesTable)
    -> (values: SeriesValues, vocabulary: [String]?)?
  {
    if let place = table.observedCovariates.firstIndex(where: { $0.name == name }) {
      return (observedCovariates[place], table.observedCovariates[place].vocabulary)
    }
    if let place = table.knownCovariates.firstIndex(where: { $0.name == name }) {
      return (knownCovariates[place], table.knownCovariates[place].vocabulary)
    }
    // A target of the table may have been a covariate of the training.
    return table.targetNames.firstIndex(of: name).map { (targets[$0], nil) }
  }
}
