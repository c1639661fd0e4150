import LSTMTensor

extension SeriesTable {
  /// The table with one of its targets; the others are left out.
  ///
  /// - Throws: ``TableError/unknownColumn(file:name:nearest:known:)`` with the nearest name.
  public func selecting(target: String) throws(TableError) -> SeriesTable {
    guard let place = targetNames.firstIndex(of: target) else {
      throw .unknownColumn(
        file: file, name: target, nearest: target.nearest(in: targetNames), known: targetNames)
    }
    guard targetNames.count > 1 else { return self }
    return replacing(
      targetNames: [target],
      series.map {
        TimeSeries(
          id: $0.id, times: $0.times, targets: [$0.targets[place]],
          knownCovariates: $0.knownCovariates, observedCovariates: $0.observedCovariates,
          staticFeatures: $0.staticFeatures)
      })
  }

  /// The rows up to a time, that included.
  public func until(_ time: Timestamp) -> SeriesTable {
    replacing(
      targetNames: targetNames,
      series.map { $0[0..<($0.times.firstIndex { $0 > time } ?? $0.count)] })
  }

  private func replacing(targetNames: [String], _ series: [TimeSeries]) -> SeriesTable {
    SeriesTable(
      file: file, frequency: frequency, timePrecision: timePrecision, targetNames: targetNames,
      knownCovariates: knownCovariates, observedCovariates: observedCovariates,
      staticFeatures: staticFeatures, series: series, findings: findings)
  }
}
