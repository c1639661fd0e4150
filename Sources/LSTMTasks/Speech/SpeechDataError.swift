import LSTMFormats
import LSTMTensor

/// What can be wrong with the sound of recordings to learn from.
public enum SpeechDataError: ReportableError, Equatable {
  /// Nobody speaks in any recording.
  case onlySilence(folder: String, count: Int)

  /// Bad data.
  public var kind: FailureKind { .badData }

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .onlySilence(let folder, let count):
      "\(folder): \(count == 1 ? "the recording is" : "all \(count) recordings are") silent; expected speech above −60 dB of "
        + "full scale. Check the microphone, or amplify the recordings."
    }
  }
}
