import LSTMData
import LSTMTensor

/// Everything that a training of a forecaster needs: which columns, which parts of the series, which simple forecasts.
struct ForecastingPlan: Sendable {
  let data: ForecastData
  let training: [ForecastWindow]
  let validation: [ForecastWindow]
  let selection: BaseSelection
  let architecture: ForecastArchitecture
  /// Of each channel, the end of its training part.
  let trainingEnds: [Int]
  /// What a reader should know about the choices.
  let notes: [String]

  private static let trainingWindows = 200_000
  /// Values in the validation windows at most, by which their number is limited.
  private static let validationValues = 150_000
  private static let validationWindows = 1_500

  /// - Parameter until: the last time that is looked at; `nil`: all.
  init(_ table: SeriesTable, _ options: ForecasterOptions, until: Timestamp? = nil) throws {
    let split = try ForecastingSplit(table, options, until: until)
    let isOfCounts = options.distribution?.isOfCounts ?? false
    let transforms =
      isOfCounts ? [.none] : options.transform.map { [$0] } ?? split.possibleTransforms(table)
    var trials: [Trial] = []
    for transform in transforms {
      let features = try split.features(table, transform)
      let data = ForecastData(table, features: features, shape: split.shape, counts: split.counts)
      let windows = Self.windows(data, split)
      let selection = BaseSelection(
        data, training: windows.training, validation: windows.validation)
      trials.append((data, windows, selection, split.likelihood(table, transform)))
    }
    // Errors that are nearly alike say nothing; under the right transform errors are as large at any level.
    let least = trials.map(\.selection.candidates[0].error).min() ?? 0
    let good = trials.filter { $0.selection.candidates[0].error <= least * Self.tolerance }
    guard let best = good.max(by: { $0.likelihood < $1.likelihood }) ?? trials.first else {
      preconditionFailure("a split has a transform")
    }
    (data, selection, training, validation) = (
      best.data, best.selection, best.windows.training, best.windows.validation
    )
    trainingEnds = data.channels.map { split.trainingEnds[$0.id] ?? 0 }
    notes = split.notes
    let autoregression = options.distribution.flatMap { distribution in
      options.memberCount == 0
        ? nil : Autoregression(distribution, season: split.season, shape: split.shape)
    }
    architecture = ForecastArchitecture(
      shape: split.shape, cell: options.cell, hiddenSize: options.units,
      layerCount: options.layerCount, dropout: options.dropoutRate,
      memberCount: options.memberCount,
      bases: selection.candidates.map {
        .init(
          method: $0.forecast.method, withoutYear: $0.forecast.withoutYear,
          isShifted: $0.forecast.isShifted)
      }, networks: autoregression == nil ? selection.networks : [],
      autoregression: autoregression)
    try TrainingMemory.check(parameterCount: architecture.parameterCount)
  }

  /// How much worse than the least an error may be that is as good.
  private static let tolerance = 1.02
  private typealias Trial = (
    data: ForecastData, windows: Windows, selection: BaseSelection, likelihood: Double
  )
  private typealias Windows = (training: [ForecastWindow], validation: [ForecastWindow])

  private static func windows(_ data: ForecastData, _ split: ForecastingSplit) -> Windows {
    func end(_ channel: Int) -> Int { split.trainingEnds[data.channels[channel].id] ?? 0 }
    let limit = max(50, min(validationWindows, validationValues / data.shape.horizon))
    return (
      data.windows(limit: trainingWindows) { channel in
        min(data.shape.lookback, max(1, end(channel) / 3))..<end(channel)
      },
      data.windows(limit: limit) { end($0)..<data.channels[$0].count }
    )
  }

  /// Steps of all validation parts together.
  var validationSpan: Int {
    zip(data.channels, trainingEnds).reduce(0) { $0 + $1.0.count - $1.1 }
  }

  /// The simple forecasts fitted again with the validation part, and the courses of the year that they take away.
  func refitted() -> (bases: [LinearForecast], features: ForecastFeatures) {
    var features = data.features
    let places = features.places
    for channel in data.channels {
      guard let place = places[channel.id], channel.annual != nil else { continue }
      let (center, scale) = (channel.scaler.center, channel.scaler.scale)
      let annual = AnnualHarmonics(
        times: channel.times[..<channel.count],
        values: channel.values.map { ($0 - center) / scale }[...],
        isObserved: channel.isObserved[...])
      features.channels[place].scaling.annual = annual ?? channel.annual
    }
    let whole = data.replacing(features)
    let windows = whole.windows(limit: Self.trainingWindows) { channel in
      let count = whole.channels[channel].count
      return min(whole.shape.lookback, max(1, count / 3))..<count
    }
    let bases = selection.candidates.map { BaseSelection.refitted($0, windows, whole) }
    return (bases, features)
  }
}
