import LSTMData
import LSTMTensor

/// Which part of each series serves for what, and the sizes that suit them.
struct ForecastingSplit: Sendable {
  let file: String
  let shape: ForecastShape
  let season: Int
  /// By channel, the steps that are looked at.
  private(set) var counts: [String: Int] = [:]
  /// By channel, the end of the training part; the validation part goes from there to the channel's count.
  private(set) var trainingEnds: [String: Int] = [:]
  private(set) var notes: [String] = []

  /// Whether the columns beside the target are read.
  let readsCovariates: Bool
  /// Whether the values to come of the columns known in advance are read.
  private let readsKnown: Bool
  /// Inputs of columns beside the target at most: a network of more would learn their chance.
  private static let mostInputs = 512

  /// The horizon where nothing is said and there is no season.
  private static let usualHorizon = 10

  init(_ table: SeriesTable, _ options: ForecasterOptions, until: Timestamp?) throws {
    file = table.file
    season = table.frequency.seasonLength
    let horizon = options.horizon ?? (season > 1 ? season : Self.usualHorizon)
    var tooShort = 0
    var hasGaps = false
    for series in table.series {
      let limit = until.map { time in series.times.firstIndex { $0 > time } ?? series.count }
      for target in table.targetNames.indices {
        let history = SeriesHistory(series, target: target).prefix(limit ?? .max)
        let validation = max(horizon, Int(Double(history.count) * options.validationFraction))
        let id = ForecastFeatures.id(series, table, target: target)
        counts[id] = history.count
        if history.isObserved.contains(false) { hasGaps = true }
        if history.count - validation >= horizon + 2 {
          trainingEnds[id] = history.count - validation
        } else if history.count >= horizon + 2 {
          trainingEnds[id] = history.count
        } else {
          trainingEnds[id] = 0
          tooShort += 1
        }
      }
    }
    let longest = counts.values.max() ?? 0
    let lengths = trainingEnds.values.filter { $0 > 0 }.sorted()
    guard longest >= 2 * horizon + 2, !lengths.isEmpty else {
      throw ForecastError.tooShort(
        file: table.file, needed: 2 * horizon + 2, found: longest, horizon: horizon, lookback: 2)
    }
    if tooShort > 0 {
      notes.append(
        "\(tooShort) of \(trainingEnds.count) series are too short to learn from.")
    }
    let length = lengths[lengths.count / 2]
    let wanted =
      options.lookback
      ?? ForecastShape.lookback(season: season, horizon: horizon, length: length)
    guard longest >= wanted + 2 * horizon else {
      throw ForecastError.tooShort(
        file: table.file, needed: wanted + 2 * horizon, found: longest, horizon: horizon,
        lookback: wanted)
    }
    let patch = ForecastShape.patchLength(season: season, lookback: wanted)
    let beside = (table.observedCovariates + table.knownCovariates)
      .reduce(0) { $0 + $1.inputCount }
    readsCovariates = beside <= Self.mostInputs
    if !readsCovariates {
      notes.append(
        "The columns beside the target make \(beside) inputs, more than \(Self.mostInputs): none is read."
      )
    }
    let known = table.knownCovariates.reduce(0) { $0 + $1.inputCount }
    readsKnown = known <= Self.mostInputs
    let isStepwise = options.distribution != nil && options.memberCount > 0
    shape = ForecastShape(
      horizon: horizon, lookback: max(1, wanted / patch) * patch, patchLength: patch,
      covariateCount: readsCovariates ? beside : 0,
      staticCount: table.staticFeatures.reduce(0) { $0 + $1.inputCount }, hasMask: hasGaps,
      calendarCount: isStepwise ? Self.calendarCount(table, counts) : 0,
      knownCount: readsKnown ? known : 0)
    if let distribution = options.distribution {
      try check(distribution, table, options.transform)
    }
  }

  /// The calendar's features that repeat themselves in the data: within a year the day of the year only names the day.
  private static func calendarCount(_ table: SeriesTable, _ counts: [String: Int]) -> Int {
    let calendar = CalendarFeatures(frequency: table.frequency)
    let showsYears = table.series.contains { series in
      let count =
        table.targetNames.indices.compactMap {
          counts[ForecastFeatures.id(series, table, target: $0)]
        }.max() ?? 0
      guard count > 0 else { return false }
      let span = series.times[count - 1].microseconds - series.times[0].microseconds
      return Double(span) / 86_400_000_000 >= leastYears * 365
    }
    // The year's circle comes last.
    return showsYears ? calendar.count : max(0, calendar.count - 2)
  }

  /// Years that show the course of the year.
  private static let leastYears = 3.0

  /// Refuses values that a distribution cannot give.
  private func check(
    _ distribution: OutputDistribution, _ table: SeriesTable, _ transform: ForecastTransform?
  ) throws {
    if let transform, transform != .none, distribution.isOfCounts {
      throw ForecastError.transformOfCounts(transform: transform.rawValue)
    }
    for series in table.series {
      for target in table.targetNames.indices {
        let id = ForecastFeatures.id(series, table, target: target)
        let history = SeriesHistory(series, target: target).prefix(counts[id] ?? 0)
        try distribution.check(history, series, table)
      }
    }
  }

  /// The transforms worth trying: those that take all values.
  func possibleTransforms(_ table: SeriesTable) -> [ForecastTransform] {
    var transforms: [ForecastTransform] = [.none, .squareRoot, .log]
    for series in table.series {
      for target in series.targets.indices {
        let id = ForecastFeatures.id(series, table, target: target)
        let history = SeriesHistory(series, target: target).prefix(counts[id] ?? 0)
        transforms.removeAll { !history.values.allSatisfy($0.takes) }
      }
    }
    return transforms
  }

  /// How well one spread fits the changes of all training parts under a transform.
  func likelihood(_ table: SeriesTable, _ transform: ForecastTransform) -> Double {
    table.series.reduce(0.0) { sum, series in
      table.targetNames.indices.reduce(sum) { sum, target in
        let end = trainingEnds[ForecastFeatures.id(series, table, target: target)] ?? 0
        return sum
          + transform.likelihood(of: SeriesHistory(series, target: target).prefix(end).values)
      }
    }
  }

  /// What the network and the simple forecasts read, fitted on the training parts.
  func features(
    _ table: SeriesTable, _ transform: ForecastTransform
  ) throws -> ForecastFeatures {
    let ends = table.series.map { series in
      table.targetNames.indices.compactMap {
        trainingEnds[ForecastFeatures.id(series, table, target: $0)]
      }.max() ?? 0
    }
    var channels: [ForecastFeatures.Channel] = []
    var isNonNegative = transform != .logReturn
    for series in table.series {
      for target in table.targetNames.indices {
        let id = ForecastFeatures.id(series, table, target: target)
        let history = SeriesHistory(series, target: target).prefix(counts[id] ?? 0)
        guard let end = trainingEnds[id], end > 0, history.isObserved[..<end].contains(true) else {
          continue
        }
        try check(history, series, table, transform)
        if history.values.contains(where: { $0 < 0 }) { isNonNegative = false }
        let values = transform.applied(to: history.values)
        let shown = transform == .logReturn ? values : history.values
        let known = zip(shown, history.isObserved).prefix(end).map { $1 ? $0 : .nan }
        channels.append(
          .init(
            id: id,
            scaling: ChannelScaling(
              fittedOn: 0..<end, times: history.times, values: values,
              isObserved: history.isObserved, frequency: table.frequency),
            end: history.times[history.count - 1],
            scale: BaselineForecast.scale(known, season: season)))
      }
    }
    /// Scaled by the training parts alone.
    func column(_ covariate: Covariate, _ values: [SeriesValues]) -> ForecastFeatures.Column {
      let parts = zip(values, ends).map { $0[0..<min($1, $0.values.count)] }
      return .init(
        covariate,
        SeriesValues(values: parts.flatMap(\.values), isObserved: parts.flatMap(\.isObserved)))
    }
    return ForecastFeatures(
      targets: table.targetNames, frequency: table.frequency, season: season,
      transform: transform, isNonNegative: isNonNegative,
      covariates: !readsCovariates
        ? []
        : table.observedCovariates.enumerated().map { place, covariate in
          column(covariate, table.series.map { $0.observedCovariates[place] })
        }
          + table.knownCovariates.enumerated().map { place, covariate in
            column(covariate, table.series.map { $0.knownCovariates[place] })
          },
      known: !readsKnown
        ? []
        : table.knownCovariates.enumerated().map { place, covariate in
          column(covariate, table.series.map { $0.knownCovariates[place] })
        },
      statics: table.staticFeatures.enumerated().map { place, covariate in
        let values = table.series.map { $0.staticFeatures[place] }
        return .init(
          covariate,
          SeriesValues(
            values: values.map { $0.isNaN ? 0 : $0 }, isObserved: values.map { !$0.isNaN }))
      }, channels: channels)
  }

  private func check(
    _ history: SeriesHistory, _ series: TimeSeries, _ table: SeriesTable,
    _ transform: ForecastTransform
  ) throws {
    guard let place = history.values.firstIndex(where: { !transform.takes($0) }) else { return }
    throw ForecastError.notTransformable(
      file: table.file, series: series.id, time: table.text(of: history.times[place]),
      value: history.values[place], transform: transform.rawValue)
  }
}

extension OutputDistribution {
  /// Refuses a series with a value that it cannot give.
  func check(_ history: SeriesHistory, _ series: TimeSeries, _ table: SeriesTable) throws {
    guard isOfCounts,
      let place = history.values.firstIndex(where: { $0 < 0 || $0 != $0.rounded() })
    else { return }
    throw ForecastError.notACount(
      file: table.file, series: series.id, time: table.text(of: history.times[place]),
      value: history.values[place])
  }
}
