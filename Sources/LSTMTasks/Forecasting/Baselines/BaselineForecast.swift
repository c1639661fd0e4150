/// The forecasts that need no model, beside which every model stands.
public enum BaselineForecast: Sendable, Equatable {
  /// The last value.
  case naive
  /// The value one season of steps before; a season is 1 at least.
  case seasonalNaive(season: Int)
  /// The last value, and the mean slope from the first one on.
  case drift
  /// The mean of the values at the same place in earlier seasons, within `reach` steps of it: the usual weather of
  /// the day where a season is a year.
  case climatology(season: Int, reach: Int)

  /// The next values.
  ///
  /// - Parameters:
  ///   - history: what is known, in order; NaN where a value is missing.
  ///   - horizon: H.
  /// - Returns: H values; NaN where the history knows nothing at all.
  public func forecast(_ history: [Double], horizon: Int) -> [Double] {
    switch self {
    case .naive:
      return Array(repeating: last(history) ?? .nan, count: horizon)
    case .seasonalNaive(let season):
      return (0..<horizon).map { seasonal(history, season: season, step: $0) ?? .nan }
    case .drift:
      return drift(history, horizon: horizon)
    case .climatology(let season, let reach):
      return (0..<horizon).map {
        usual(history, season: max(1, season), reach: max(0, reach), step: $0) ?? .nan
      }
    }
  }

  private func last(_ history: [Double]) -> Double? { history.last { !$0.isNaN } }

  /// The newest known value whole seasons before; without one, the last value.
  private func seasonal(_ history: [Double], season: Int, step: Int) -> Double? {
    var at = history.count + step - max(1, season)
    while at >= history.count { at -= max(1, season) }
    while at >= 0 {
      if !history[at].isNaN { return history[at] }
      at -= max(1, season)
    }
    return last(history)
  }

  private func drift(_ history: [Double], horizon: Int) -> [Double] {
    guard let end = history.lastIndex(where: { !$0.isNaN }),
      let begin = history.firstIndex(where: { !$0.isNaN })
    else { return Array(repeating: .nan, count: horizon) }
    let slope = begin == end ? 0 : (history[end] - history[begin]) / Double(end - begin)
    return (0..<horizon).map { history[end] + slope * Double(history.count + $0 - end) }
  }

  private func usual(_ history: [Double], season: Int, reach: Int, step: Int) -> Double? {
    var (sum, count) = (0.0, 0)
    var center = history.count + step - season
    while center + reach >= 0 {
      for at in max(0, center - reach)...max(0, center + reach)
      where at < history.count && !history[at].isNaN {
        sum += history[at]
        count += 1
      }
      center -= season
    }
    return count > 0 ? sum / Double(count) : last(history)
  }

  /// The mean absolute error of the seasonal naive forecast within a training part, by which errors are scaled
  /// (Hyndman and Koehler 2006); `nil` where the part is too short or repeats itself exactly.
  public static func scale(_ training: [Double], season: Int) -> Double? {
    var (sum, count) = (0.0, 0)
    for at in training.indices.dropFirst(max(1, season)) {
      let error = abs(training[at] - training[at - max(1, season)])
      guard !error.isNaN else { continue }
      sum += error
      count += 1
    }
    return count > 0 && sum > 0 ? sum / Double(count) : nil
  }
}
