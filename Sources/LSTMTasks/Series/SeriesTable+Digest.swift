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

private struct DigestSink {
  var digest = SHA256()

  /// Texts with their lengths, so that no two lists read alike.
  mutating func take(_ texts: [String]) {
    take([UInt64(texts.count)])
    for text in texts {
      take([UInt64(text.utf8.count)])
      digest.update(Array(text.utf8))
    }
  }

  mutating func take(_ words: [UInt64]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * 8)
    for word in words {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    digest.update(bytes)
  }
}
