import LSTMTensor

/// What can go wrong between a file's name and its bytes.
public enum FileError: ReportableError, Equatable {
  /// There is no file of this name.
  case missing(path: String)
  /// A file to be read is a folder.
  case isFolder(path: String)
  /// The file is there and cannot be opened.
  case cannotOpen(path: String, reason: String)
  /// The file has more bytes than its reader takes.
  case tooLarge(path: String, byteCount: Int, limit: Int)
  /// Reading stopped midway; `offset` is the number of bytes read before.
  case readFailed(path: String, offset: Int, reason: String)
  /// A file or folder cannot be created.
  case cannotCreate(path: String, reason: String)
  /// A file is where a new one was to be created.
  case isThere(path: String)
  /// Writing stopped midway; a file that was there before is as it was.
  case writeFailed(path: String, written: Int, byteCount: Int, reason: String)
  /// The file is complete in its place, but the folder may not survive a loss of power.
  case folderNotSynchronized(path: String, reason: String)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .missing, .isFolder, .cannotOpen: .missingInput
    case .tooLarge: .badData
    case .cannotCreate, .isThere: .cannotCreate
    case .readFailed, .writeFailed, .folderNotSynchronized: .inputOutput
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such file. Check the path."
    case .isFolder(let path):
      "\(path) is a folder; expected a file. Name a file in it."
    case .cannotOpen(let path, let reason):
      "\(path): the file cannot be opened (\(reason)). Check its path and permissions."
    case .isThere(let path):
      "\(path): a file is there already. Use --force to replace it, or another name."
    case .tooLarge(let path, let byteCount, let limit):
      "\(path) has at least \(byteCount) bytes; expected at most \(limit). Check that it is the "
        + "right file."
    case .readFailed(let path, let offset, let reason):
      "\(path): reading failed after byte \(offset) (\(reason)). Check the disk and try again."
    case .cannotCreate(let path, let reason):
      "\(path) cannot be created (\(reason)). Choose another place, or change its permissions."
    case .writeFailed(let path, let written, let byteCount, let reason):
      "\(path): writing failed after \(written) of \(byteCount) bytes (\(reason)). What was there "
        + "before is unchanged; make room on the disk and try again."
    case .folderNotSynchronized(let path, let reason):
      "\(path) is written, but its folder could not be brought to the disk (\(reason)). Check the "
        + "disk."
    }
  }
}
