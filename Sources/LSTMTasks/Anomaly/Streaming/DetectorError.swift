import LSTMData
import LSTMTensor

/// What can be wrong with a row or with the saved state of a detector.
public enum DetectorError: ReportableError, Equatable {
  /// A value is infinite.
  case infinite(time: Timestamp)
  /// The bytes are something else; `found` is their note `format`.
  case otherKind(found: String?)
  /// A newer build has written them.
  case futureVersion(found: Int, supported: Int)
  /// They are not as they were written.
  case damaged

  /// Bad data throughout.
  public var kind: FailureKind { .badData }

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .infinite(let time):
      """
      the value at \(time.text) is infinite; expected a number. Leave it empty if it is not known.
      """
    case .otherKind(let found):
      """
      the saved state says it is "\(found ?? "nothing")"; expected that of a detector. Name another file, or remove it \
      to begin anew.
      """
    case .futureVersion(let found, let supported):
      """
      the saved state has the format version \(found); this build reads versions up to \(supported). Update swift-lstm.
      """
    case .damaged:
      """
      the saved state is damaged: its contents do not agree with its checksum or with each other. Remove it and let the \
      detector warm up again.
      """
    }
  }
}
