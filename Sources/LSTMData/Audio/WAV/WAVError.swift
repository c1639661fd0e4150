import LSTMTensor

/// What can be wrong with a WAV file, or with sound that is to become one.
public enum WAVError: ReportableError, Equatable {
  /// There is no file of this name.
  case missing(file: String)
  /// The name is a folder's.
  case folder(file: String)
  /// The file is there and cannot be opened.
  case unreadable(file: String, reason: String)
  /// Reading stopped midway; `offset` is the number of bytes read before.
  case readFailed(file: String, offset: Int, reason: String)
  /// There is not one byte in the file.
  case empty(file: String)
  /// The first bytes are not those of a WAV file; `found` names what they are like.
  case notWAV(file: String, found: String)
  /// The file ends before its samples begin; `expected` is what should have come at `offset`.
  case truncatedHeader(file: String, offset: Int, expected: String)
  /// The samples at `offset` come before the chunk that says how they are written.
  case samplesBeforeFormat(file: String, offset: Int)
  /// A field of the format is out of its range.
  case badFormat(file: String, field: String, found: String, expected: String)
  /// The samples are compressed, or written in a way that is not read here.
  case unsupportedEncoding(file: String, name: String)
  /// The header is whole and there is not one sample behind it.
  case noSamples(file: String)
  /// A sample is no sound: not a number, or far beyond full scale. Frame and channel count from 0.
  case badSample(file: String, frame: Int, channel: Int, value: String)
  /// The sound does not fit in the 4 GiB that a WAV file can have.
  case tooLong(byteCount: Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .missing, .folder, .unreadable: .missingInput
    case .readFailed: .inputOutput
    case .tooLong: .cannotCreate
    default: .badData
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .missing(let file):
      "\(file): there is no such file; expected a WAV recording. Check the path."
    case .folder(let file):
      "\(file) is a folder; expected a WAV recording. Name a file in it."
    case .unreadable(let file, let reason):
      "\(file): the file cannot be opened (\(reason)). Check its permissions."
    case .readFailed(let file, let offset, let reason):
      "\(file): reading failed after byte \(offset) (\(reason)). Check the disk and try again."
    case .empty(let file):
      "\(file) is empty; expected a WAV recording. Record or fetch it again."
    case .notWAV(let file, let found):
      "\(file) begins like \(found); expected a WAV recording (RIFF … WAVE). \(Self.conversion(file))"
    case .truncatedHeader(let file, let offset, let expected):
      "\(file) ends at byte \(offset), where \(expected) was expected. The file is incomplete: record or fetch "
        + "it again."
    case .samplesBeforeFormat(let file, let offset):
      "\(file): the samples at byte \(offset) come before the \"fmt \" chunk that says how they are written; "
        + "expected it first. \(Self.conversion(file))"
    case .badFormat(let file, let field, let found, let expected):
      "\(file): the header's \(field) is \(found); expected \(expected). \(Self.conversion(file))"
    case .unsupportedEncoding(let file, let name):
      "\(file): the samples are \(name); expected PCM of 8, 16, 24 or 32 bits, or floating point of 32 or 64. "
        + Self.conversion(file)
    case .noSamples(let file):
      "\(file) has a WAV header and not one sample; expected sound. Record or fetch it again."
    case .badSample(let file, let frame, let channel, let value):
      "\(file): sample \(frame) of channel \(channel) is \(value); expected a number, ±1 at full scale. "
        + "Write the recording again from the program that made it."
    case .tooLong(let byteCount):
      "The sound has \(byteCount) bytes; a WAV file can have at most \(UInt32.max). Write it in several files."
    }
  }

  private static func conversion(_ file: String) -> String {
    file == InputFile.name(of: "-")
      ? "Convert it, for instance with `ffmpeg -i - -c:a pcm_s16le -f wav -`."
      : "Convert it, for instance with `ffmpeg -i \(file) -c:a pcm_s16le converted.wav`."
  }

  /// What a failure to read means for a recording.
  init(_ failure: InputFile.Failure, file: String, offset: Int = 0) {
    self =
      switch failure {
      case .missing: .missing(file: file)
      case .folder: .folder(file: file)
      case .unreadable(let reason): .unreadable(file: file, reason: reason)
      case .readFailed(let reason): .readFailed(file: file, offset: offset, reason: reason)
      }
  }
}
