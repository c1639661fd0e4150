import LSTMData
import LSTMFormats

extension EventTable {
  /// The SHA-256 of all that a model learns from: whose events, times, numbers, names and classes.
  ///
  /// It depends on the content alone, not on how the file wrote it.
  var digest: String {
    var sink = DigestSink()
    sink.take(entities)
    sink.take(entityOfEvent.map { UInt64(bitPattern: Int64($0)) })
    sink.take(times.map { UInt64(bitPattern: $0.microseconds) })
    for column in numbers {
      sink.take([column.name])
      // Any NaN is a missing value, whatever its bits.
      sink.take(column.values.map { $0.isNaN ? UInt64.max : $0.bitPattern })
    }
    for column in categories {
      sink.take([column.name] + column.vocabulary)
      sink.take(column.codes.map { UInt64(bitPattern: Int64($0)) })
    }
    sink.take(classes?.map { $0 ?? "" } ?? [])
    return sink.digest.finalize()
  }
}
