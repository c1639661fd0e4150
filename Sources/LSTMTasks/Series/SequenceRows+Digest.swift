import LSTMData
import LSTMFormats

extension SequenceRows {
  /// The SHA-256 of all that a model learns from: steps, values, what is missing and classes.
  ///
  /// It depends on the content alone, not on how the file wrote it.
  var digest: String {
    var sink = DigestSink()
    sink.take(steps + ["", label ?? ""])
    sink.take([UInt64(set.dimensionCount)])
    sink.take(set.classes)
    for sequence in set.sequences {
      sink.take([UInt64(bitPattern: Int64(sequence.label ?? -1)), UInt64(sequence.count)])
      // Any NaN is a missing value, whatever its bits.
      sink.take(sequence.values.map { $0.isNaN ? UInt64.max : $0.bitPattern })
    }
    return sink.digest.finalize()
  }
}
