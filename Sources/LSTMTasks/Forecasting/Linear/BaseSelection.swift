import LSTMData
import LSTMTensor

/// The simple forecasts that the networks stand over, and that stand beside them: the best regression and the best
/// without one, by their errors on the validation windows.
struct BaseSelection: Sendable {
  /// A simple forecast and its error.
  struct Candidate: Sendable {
    var forecast: LinearForecast
    /// The penalty of a regression.
    var penalty: Double?
    /// The mean absolute error on the validation windows, in units of the seasonal naive forecast's on the training part.
    var error: Double
  }

  /// The best first.
  let candidates: [Candidate]
  /// The networks that stand over the first of ``candidates``; the last season may stand behind those.
  let networks: [ForecastArchitecture.Network]

  /// A regression that knows the level of the training part is thrown off where the level moves: it must be better by
  /// this factor than one that reads differences from the last value.
  private static let leastGain = 0.95
  /// Windows whose errors give the spread.
  private static let spreadWindows = 5_000

  init(_ data: ForecastData, training: [ForecastWindow], validation: [ForecastWindow]) {
    let shape = data.shape
    let hasYear = data.channels.contains { $0.annual != nil }
    func judged(_ forecast: LinearForecast, penalty: Double? = nil) -> Candidate {
      Candidate(
        forecast: forecast, penalty: penalty, error: data.error(of: forecast, validation))
    }
    var simple = [
      judged(LinearForecast(.mean, withoutYear: false, isShifted: false, shape: shape)),
      judged(LinearForecast(.lastValue, withoutYear: false, isShifted: true, shape: shape)),
    ]
    var season: Candidate?
    if data.features.season > 1, data.features.season <= shape.lookback {
      season = judged(.lastSeason(data.features.season, shape: shape))
      simple += season.map { [$0] } ?? []
    }
    if hasYear {
      simple.append(
        judged(LinearForecast(.year, withoutYear: true, isShifted: false, shape: shape)))
    }
    var regressions: [Candidate] = []
    for withoutYear in hasYear ? [false, true] : [false] {
      for isShifted in [false, true] {
        let fitted = training.evenly(LinearForecast.fittedWindows)
        let equations = LinearForecast.equations(
          withoutYear: withoutYear, isShifted: isShifted, fitted, data)
        regressions += LinearForecast.penalties.compactMap { penalty in
          LinearForecast.regression(
            withoutYear: withoutYear, isShifted: isShifted, equations, penalty: penalty,
            shape: shape
          ).map { judged($0, penalty: penalty) }
        }
      }
    }
    let levelled = regressions.filter { !$0.forecast.isShifted }.best
    let shifted = regressions.filter(\.forecast.isShifted).best
    let regression =
      (levelled?.error ?? .infinity) < (shifted?.error ?? .infinity) * Self.leastGain
      ? levelled : shifted
    let best = [simple.best, regression].compactMap { $0 }.sorted { $0.error < $1.error }
    networks =
      best.indices.map { .init(base: $0, readsCovariates: false) }
      + (shape.covariateCount > 0 ? [.init(base: 0, readsCovariates: true)] : [])
    let isThere = best.contains { $0.forecast.method == .lastSeason }
    let measured = training.evenly(Self.spreadWindows)
    candidates = (best + (isThere ? [] : [season].compactMap { $0 })).map { candidate in
      var candidate = candidate
      candidate.forecast.measureSpread(measured, data, beside: validation)
      return candidate
    }
  }

  /// A forecast fitted again, on more windows or other data.
  static func refitted(
    _ candidate: Candidate, _ windows: [ForecastWindow], _ data: ForecastData
  ) -> LinearForecast {
    let old = candidate.forecast
    guard let penalty = candidate.penalty else { return old }
    let equations = LinearForecast.equations(
      withoutYear: old.withoutYear, isShifted: old.isShifted,
      windows.evenly(LinearForecast.fittedWindows), data)
    var forecast = LinearForecast.regression(
      withoutYear: old.withoutYear, isShifted: old.isShifted, equations, penalty: penalty,
      shape: data.shape)
    forecast?.spread = old.spread
    return forecast ?? old
  }
}

extension ForecastData {
  /// The mean absolute error of a forecast on windows, in the unit that forecasts are given in, each channel's in units of
  /// its own scale.
  fileprivate func error(of forecast: LinearForecast, _ windows: [ForecastWindow]) -> Double {
    var (sum, count) = (0.0, 0.0)
    let scales = scales
    for start in stride(from: 0, to: windows.count, by: ForecastModel.batchSize) {
      let part = Array(windows[start..<min(windows.count, start + ForecastModel.batchSize)])
      let points = forecast(part, self).values
      for (row, window) in part.enumerated() {
        let channel = channels[window.channel]
        let scale = scales[window.channel]
        for step in 0..<shape.horizon where window.origin + step < channel.count {
          guard channel.isObserved[window.origin + step] else { continue }
          let actual = features.transform.restored(channel.values[window.origin + step])
          let point = features.transform.restored(
            channel.scaler.original(Double(points[row * shape.horizon + step])))
          sum += abs(actual - point) / scale
          count += 1
        }
      }
    }
    return count > 0 ? sum / count : .infinity
  }

  /// What errors of each channel are measured in.
  private var scales: [Double] {
    let places = features.places
    return channels.map { channel in
      places[channel.id].flatMap { features.channels[$0].scale } ?? channel.scaler.scale
    }
  }
}

extension [BaseSelection.Candidate] {
  /// The least error; the first of several.
  fileprivate var best: Element? {
    var best: Element?
    for candidate in self where best == nil || candidate.error < best?.error ?? .infinity {
      best = candidate
    }
    return best
  }
}

extension [ForecastWindow] {
  /// As many as the limit allows, evenly.
  func evenly(_ limit: Int) -> [ForecastWindow] {
    guard count > limit else { return self }
    return (0..<limit).map { self[$0 * count / limit] }
  }
}
