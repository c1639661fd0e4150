import LSTMData
import LSTMFormats
import LSTMTensor

/// Ways that a series may go on, each as likely as the others.
public struct SeriesPaths: Sendable, Equatable {
  /// The series' name.
  public let id: String
  /// [H].
  public let times: [Timestamp]
  /// [P][H], the values of each path.
  public let paths: [[Double]]

  /// Paths as a table: `unique_id, ds, path_1, path_2, …`.
  public static func csv(_ forecasts: [SeriesPaths], _ table: SeriesTable) -> String {
    let count = forecasts.first?.paths.count ?? 0
    let names = (0..<count).map { "path_\($0 + 1)" }
    var text = (["unique_id", "ds"] + names).joined(separator: ",") + "\n"
    for forecast in forecasts {
      for (step, time) in forecast.times.enumerated() {
        let numbers = forecast.paths.map { "\(Float($0[step]))" }
        text +=
          ([forecast.id.csvField, table.text(of: time)] + numbers).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// The paths for programs.
  public func json(_ table: SeriesTable) -> JSONValue {
    [
      "unique_id": .string(id), "ds": times.map { table.text(of: $0) }.json, "paths": paths.json,
    ]
  }
}

extension TrainedForecaster {
  /// What networks say about the next value, where they draw the future step by step; `nil`: they say quantiles.
  public var distribution: OutputDistribution? { model.architecture.autoregression?.distribution }

  /// Ways that every series may go on behind its last observed value, drawn from the networks' distributions step by step.
  ///
  /// Unlike quantiles they show how one value follows from the one before: sums over steps, times of a peak or chances of a
  /// streak can be counted in them. They are the networks' own: the quantiles of ``predict(_:horizon:)`` are such paths',
  /// their distances from the median then corrected by what the validation part showed.
  ///
  /// - Parameters:
  ///   - table: as for ``predict(_:horizon:)``.
  ///   - count: paths of each series, P.
  ///   - horizon: values ahead; `nil`: as many as the model has learned.
  ///   - seed: same seed, same paths.
  /// - Throws: ``ForecastError``; ``ForecastError/noPaths`` where the networks say quantiles.
  public func samplePaths(
    _ table: SeriesTable, count: Int, horizon: Int? = nil, seed: UInt64 = 1
  ) throws -> [SeriesPaths] {
    guard let distribution, !model.autoregressive.isEmpty else { throw ForecastError.noPaths }
    precondition(count > 0, "\(count) paths")
    let (data, windows, wanted) = try ahead(table, horizon: horizon)
    let drawn = model.paths(windows, data, count: count, seed: seed)
    return data.channels.enumerated().map { number, channel in
      let paths = (0..<count).map { path in
        let first = (number * count + path) * self.horizon
        return drawn[first..<first + wanted].map { value in
          distribution.isOfCounts
            ? Double(value) : restored(channel.scaler.original(Double(value)))
        }
      }
      return SeriesPaths(id: channel.id, times: channel.timesAhead(wanted), paths: paths)
    }
  }
}
