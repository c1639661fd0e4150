import LSTMTensor

/// A file that known windows do not name.
public struct UnlabelledFileError: ReportableError, Equatable {
  /// The file.
  public let file: String
  /// Some of the names that they know.
  public let known: [String]

  /// A request that asks for what is not there.
  public var kind: FailureKind { .usage }

  /// What is wrong, and what to do.
  public var description: String {
    """
    the labels have no windows for \(file); expected its name, or the end of its path, among \
    \(known.joined(separator: ", ")). Name the labels of this file.
    """
  }
}
