/// What went wrong, as the exit code that a command reports (the numbers of `sysexits.h`).
public enum FailureKind: Int32, Sendable {
  /// The request itself is wrong: an unknown option, a value out of its range.
  case usage = 64
  /// A file was read and its contents are not what they should be.
  case badData = 65
  /// A file or folder that should be there is not, or cannot be opened.
  case missingInput = 66
  /// A fault of this package.
  case internalFault = 70
  /// An output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed midway.
  case inputOutput = 74
  /// The user stopped the run.
  case interrupted = 130
}

/// An error whose text is meant for the person at the keyboard.
///
/// The description is one or two sentences: the file and the place in it, what was found, what was
/// expected, and what to do about it.
public protocol ReportableError: Error, CustomStringConvertible, Sendable {
  /// The cause, which decides the exit code.
  var kind: FailureKind { get }
}
