import LSTMTensor

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard output and standard error.
enum Terminal {
  /// Lets writing to a closed pipe fail instead of ending the process.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether progress is read by a person.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal; 80 where there is none.
  static var width: Int {
    var size = winsize()
    let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return known ? Int(size.ws_col) : 80
  }

  /// Writes to standard output at once.
  ///
  /// - Throws: ``ClosedPipe`` when nobody reads any more, ``OutputError`` when the disk is full.
  static func write(_ text: String) throws {
    try write(Array(text.utf8), to: STDOUT_FILENO)
  }

  /// Writes bytes, such as a sound's, to standard output.
  static func write(_ bytes: [UInt8]) throws {
    try write(bytes, to: STDOUT_FILENO)
  }

  /// Writes a line to standard output.
  static func print(_ line: String) throws {
    try write(line + "\n")
  }

  /// Writes to standard error; that nobody reads it is no failure.
  static func report(_ text: String) {
    try? write(Array(text.utf8), to: STDERR_FILENO)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        switch errno {
        case EINTR: continue
        case EPIPE: throw ClosedPipe()
        default: throw OutputError(reason: String(cString: strerror(errno)))
        }
      }
      rest = rest.dropFirst(count)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
  Glibc.write(descriptor, base, count)
  #elseif canImport(Musl)
  Musl.write(descriptor, base, count)
  #else
  Darwin.write(descriptor, base, count)
  #endif
}

/// Standard output leads nowhere any more: the command ends quietly.
struct ClosedPipe: Error {}

/// Standard output takes nothing more, for another reason than that its reader has left.
struct OutputError: ReportableError {
  let reason: String
  var kind: FailureKind { .inputOutput }

  var description: String {
    "standard output cannot be written (\(reason)). Check the disk that it goes to."
  }
}
