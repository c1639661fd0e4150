import Dispatch
import LSTMData

extension TrainedForecaster {
  /// Scores forecasts made at every origin after the training, each from what was known then alone.
  ///
  /// - Parameters:
  ///   - table: the series, with their history: a forecast looks back ``lookback`` values.
  ///   - from: the first time that may be forecast; `nil`: the first that the model has not learned from.
  ///   - until: the last time that is looked at; `nil`: all.
  ///   - isStandardized: measures errors in standard deviations of the training part, so that series of different units
  ///     weigh the same.
  ///   - progress: called with the share done.
  /// - Throws: ``ForecastError``.
  public func backtest(
    _ table: SeriesTable, from: Timestamp? = nil, until: Timestamp? = nil,
    isStandardized: Bool = false, progress: (Double) -> Void = { _ in }
  ) throws -> BacktestReport {
    let begin = DispatchTime.now().uptimeNanoseconds
    let data = try data(table)
    let places = features.places
    let ends = data.channels.map { channel in places[channel.id].map { features.channels[$0].end } }
    let windows = data.windows { channel in
      origins(data.channels[channel], learnedUntil: ends[channel], from: from, until: until)
    }
    guard !windows.isEmpty else {
      throw ForecastError.nothingToScore(
        file: table.file, needed: horizon, from: from.map { table.text(of: $0) })
    }
    var score = BacktestScore(self, data, isStandardized: isStandardized)
    for start in stride(from: 0, to: windows.count, by: ForecastModel.batchSize) {
      let part = Array(windows[start..<min(windows.count, start + ForecastModel.batchSize)])
      for (window, forecast) in zip(part, forecasts(part, data)) { score.add(forecast, at: window) }
      progress(Double(start + part.count) / Double(windows.count))
    }
    return BacktestReport(
      score, seriesCount: Set(windows.map(\.channel)).count, originCount: windows.count,
      horizon: horizon, isReturn: features.transform == .logReturn,
      learnedCount: windows.count { window in
        ends[window.channel].map { data.channels[window.channel].times[window.origin] <= $0 }
          ?? false
      },
      seconds: Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9)
  }

  /// The origins of a channel that may be scored, and the end of the values that are looked at.
  private func origins(
    _ channel: ForecastChannel, learnedUntil learned: Timestamp?, from: Timestamp?,
    until: Timestamp?
  ) -> Range<Int> {
    let times = channel.times[..<channel.count]
    let end = until.map { time in times.partitioningIndex { $0 > time } } ?? channel.count
    let first =
      from.map { time in times.partitioningIndex { $0 >= time } }
      ?? learned.map { time in times.partitioningIndex { $0 > time } } ?? lookback
    return max(1, first)..<max(end, max(1, first))
  }
}

extension ArraySlice<Timestamp> {
  /// The first index from which on a condition holds, which once true stays so.
  fileprivate func partitioningIndex(_ isBehind: (Timestamp) -> Bool) -> Int {
    firstIndex(where: isBehind) ?? endIndex
  }
}
