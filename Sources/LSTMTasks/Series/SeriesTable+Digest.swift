import LSTMData
import LSTMFormats

extension SeriesTable {
  /// The SHA-256 of all that a model learns from: names, times, values and what is missing.
  ///
  /// It depends on the content alone, not on how the file wrote it.
  public var digest: String {
    var sink = DigestSink()
    sink.take([frequency.name] + targetNames)
    for covariate in knownCovariates + observedCovariates + staticFeatures {
      sink.take([covariate.name] + (covariate.vocabulary ?? []))
    }
    for series in series {
      sink.take([series.id])
      sink.take(series.times.map { UInt64(bitPattern: $0.microseconds) })
      for values in series.targets + series.knownCovariates + series.observedCovariates {
        sink.take(values.values.map(\.bitPattern))
        sink.take(values.isObserved.map { $0 ? 1 : 0 })
      }
      sink.take(series.staticFeatures.map(\.bitPattern))
    }
    return sink.digest.finalize()
  }
}
