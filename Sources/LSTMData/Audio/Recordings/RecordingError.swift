import LSTMTensor

/// What can be wrong with a folder of recordings.
public enum RecordingError: ReportableError, Equatable {
  /// There is no folder of this name.
  case missingFolder(path: String)
  /// The name is a file's.
  case notAFolder(path: String)
  /// The folder cannot be read.
  case unreadable(path: String, reason: String)
  /// The folder holds no WAV file.
  case noRecordings(path: String)
  /// No WAV file has a text.
  case noTexts(path: String, count: Int)
  /// A pattern of file names cannot be read.
  case badPattern(pattern: String, fault: String)
  /// The pattern says nothing about what is spoken, and there is no list of transcripts.
  case patternWithoutText(path: String, pattern: String)
  /// No file's name follows the pattern.
  case noMatch(path: String, pattern: String, example: String)
  /// A line of the list has another number of fields than two or three.
  case fields(file: String, line: Int, found: Int)
  /// A line of the list names a file that is not there.
  case missingRecording(file: String, line: Int, name: String, count: Int)
  /// Two lines of the list say different things about one file.
  case contradiction(file: String, first: Int, second: Int, name: String)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .missingFolder, .notAFolder, .unreadable, .missingRecording: .missingInput
    case .badPattern, .patternWithoutText: .usage
    default: .badData
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .missingFolder(let path):
      "\(path): there is no such folder; expected one with WAV recordings. Check the path."
    case .notAFolder(let path):
      "\(path) is a file; expected a folder with WAV recordings. Name the folder."
    case .unreadable(let path, let reason):
      "\(path): the folder cannot be read (\(reason)). Check its permissions."
    case .noRecordings(let path):
      "\(path) holds no WAV file; expected recordings, and \(RecordingSet.listName) or file names that say "
        + "what is spoken."
    case .noTexts(let path, let count):
      "\(path): none of \(count) recording\(count == 1 ? "" : "s") has a text; expected words for at least one. Write them "
        + "into \(RecordingSet.listName)."
    case .badPattern(let pattern, let fault):
      "The pattern \(TableError.quoted(pattern)) cannot be read: \(fault). Expected fields {text}, {speaker}, {take} and "
        + "{} with something between them, for instance \(FileNamePattern.standard)."
    case .patternWithoutText(let path, let pattern):
      "\(path): the pattern \(TableError.quoted(pattern)) does not say what is spoken, and there is no "
        + "\(RecordingSet.listName). Put {text} into the pattern, or write the list: file, tab, text."
    case .noMatch(let path, let pattern, let example):
      "\(path): no file name follows the pattern \(TableError.quoted(pattern)), for instance "
        + "\(TableError.quoted(example)); expected it to say what is spoken. Write \(RecordingSet.listName) "
        + "(file, tab, text), or give the pattern of the names with --pattern."
    case .fields(let file, let line, let found):
      "\(file), line \(line): found \(found) field\(found == 1 ? "" : "s"); expected a file, a tab and its text, and perhaps "
        + "another tab and the speaker."
    case .missingRecording(let file, let line, let name, let count):
      "\(file), line \(line): there is no recording \(TableError.quoted(name))"
        + "\(count > 1 ? ", nor \(count - 1) more of the list's" : ""); expected a path from the list's folder. Remove the "
        + "line\(count > 1 ? "s" : ""), or bring the file\(count > 1 ? "s" : "") back."
    case .contradiction(let file, let first, let second, let name):
      "\(file): lines \(first) and \(second) say different things about \(TableError.quoted(name)); expected each file once. "
        + "Remove the wrong one."
    }
  }
}
