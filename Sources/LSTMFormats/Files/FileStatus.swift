#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system knows about a file.
struct FileStatus: Sendable {
  enum Kind: Sendable {
    case regular
    case folder
    case symbolicLink
    /// A device, pipe or socket.
    case stream
  }

  let kind: Kind
  let byteCount: Int
  /// Who may read, write and execute it, the lowest nine bits.
  let permissions: mode_t
  /// Under how many names it is reachable.
  let linkCount: Int
  private let device: dev_t
  private let inode: ino_t

  /// The status of what a path names, links followed.
  init(of path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SystemFailure.last }
    self.init(status)
  }

  /// The status of a path itself, which may be a symbolic link.
  init(ofLink path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw SystemFailure.last }
    self.init(status)
  }

  /// The status of an open file.
  init(of descriptor: Int32) throws {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure.last }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .symbolicLink
      default: .stream
      }
    byteCount = Int(status.st_size)
    permissions = status.st_mode & 0o777
    linkCount = Int(status.st_nlink)
    device = status.st_dev
    inode = status.st_ino
  }

  /// Whether both are of one file, under whatever names.
  func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode
  }
}
