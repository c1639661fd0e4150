import LSTMTensor

/// What can be wrong with a text.
public enum TextError: ReportableError, Equatable {
  /// There is no file of this name.
  case missing(file: String)
  /// The name is a folder's.
  case folder(file: String)
  /// The file is there and cannot be opened.
  case unreadable(file: String, reason: String)
  /// Reading stopped midway; `offset` is the number of bytes read before.
  case readFailed(file: String, offset: Int, reason: String)
  /// There is not one character in the file.
  case empty(file: String)
  /// The bytes at `offset` (from zero) begin no character.
  case invalidUTF8(file: String, offset: Int, bytes: [UInt8])
  /// The file ends inside the character that begins at `offset` (from zero).
  case truncatedUTF8(file: String, offset: Int, bytes: [UInt8])
  /// No file was named at all.
  case noFiles
  /// The part to set aside for validation is not between 0 and 1.
  case fractionOutOfRange(Double)
  /// One of the two parts of a split would have no character.
  case tooShortToSplit(characterCount: Int, fraction: Double)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .missing, .folder, .unreadable: .missingInput
    case .readFailed: .inputOutput
    case .empty, .invalidUTF8, .truncatedUTF8, .tooShortToSplit: .badData
    case .noFiles, .fractionOutOfRange: .usage
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .missing(let file):
      "\(file): there is no such file; expected a UTF-8 text. Check the path."
    case .folder(let file):
      "\(file) is a folder; expected a UTF-8 text file. Name the files in it, for instance "
        + "\(file.hasSuffix("/") ? file : file + "/")*.txt."
    case .unreadable(let file, let reason):
      "\(file): the file cannot be opened (\(reason)). Check its permissions."
    case .readFailed(let file, let offset, let reason):
      "\(file): reading failed after byte \(offset) (\(reason)). Check the disk and try again."
    case .empty(let file):
      "\(file) is empty; expected at least one character of UTF-8 text."
    case .invalidUTF8(let file, let offset, let bytes):
      Self.describeInvalid(file: file, offset: offset, bytes: bytes)
    case .truncatedUTF8(let file, let offset, let bytes):
      "\(file): byte \(offset) is \(Self.hexadecimal(bytes.prefix(1))), which begins a character "
        + "that the end of the file cuts off; expected UTF-8 text. The file may be incomplete: "
        + "fetch it again, or remove its last \(bytes.count == 1 ? "byte" : "\(bytes.count) bytes")."
    case .noFiles:
      "No text was named; expected one or more files, or - for standard input."
    case .fractionOutOfRange(let fraction):
      "The validation part is \(fraction); expected a number between 0 and 1, for instance 0.1."
    case .tooShortToSplit(let count, let fraction):
      "The text has \(count) character\(count == 1 ? "" : "s"), too few to set the part \(fraction) "
        + "aside for validation. Use a longer text, or name a validation file."
    }
  }
}

extension TextError {
  private static func describeInvalid(file: String, offset: Int, bytes: [UInt8]) -> String {
    let isUTF16 = offset == 0 && (bytes == [0xFF] || bytes == [0xFE])
    let source = isUTF16 ? "utf-16" : "latin1"
    let fault =
      bytes.count > 1
      ? "which begins a character that is not completed" : "which is not valid UTF-8"
    return "\(file): byte \(offset) is \(hexadecimal(bytes.prefix(1))), \(fault); expected UTF-8 "
      + "text. Convert it, for instance with `iconv -f \(source) -t utf-8`."
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "0x" + (digits.count < 2 ? "0" : "") + digits
    }.joined(separator: " ")
  }
}
