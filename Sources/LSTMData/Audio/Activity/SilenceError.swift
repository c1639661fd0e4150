import LSTMTensor

/// A recording in which nobody speaks.
public struct SilenceError: ReportableError, Equatable {
  /// What the recording is called.
  public let name: String
  /// Its length in seconds.
  public let duration: Double
  /// The level of its largest sample, in decibels of full scale.
  public let level: Double

  /// Bad data.
  public var kind: FailureKind { .badData }

  /// What was found, what was expected, and what to do about it.
  public var description: String {
    let peak =
      level <= -200 ? "not one sample is above 0" : "its largest sample is at \(level.text(0)) dB"
    return
      "\(name): \(duration.text(2)) seconds of silence (\(peak)); expected speech. Check the microphone and its "
      + "level, or leave the recording out."
  }
}
