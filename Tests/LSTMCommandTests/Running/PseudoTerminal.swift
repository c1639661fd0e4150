import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A terminal that nobody sees: what is written to ``screen`` can be read here, and what is typed here be read from it.
final class PseudoTerminal {
  /// The side that a command writes to, and reads from.
  let screen: FileHandle
  private let master: Int32
  private var received: [UInt8] = []

  struct Failure: Error {
    let number: Int32
  }

  init(columns: UInt16) throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard master >= 0 else { throw Failure(number: errno) }
    let slave = open(try Self.nameOfSlave(of: master), O_RDWR | O_NOCTTY)
    guard slave >= 0 else { throw Failure(number: errno) }
    var size = winsize(ws_row: 25, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(slave, UInt(TIOCSWINSZ), &size) == 0 else { throw Failure(number: errno) }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
    screen = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
  }

  private static func nameOfSlave(of master: Int32) throws -> String {
    #if os(Linux)
    // Glibc's functions for this are not in Swift's module of it; these are what they call.
    let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    var (lock, number): (Int32, UInt32) = (0, 0)
    guard ioctl(master, unlock, &lock) == 0, ioctl(master, getNumber, &number) == 0 else {
      throw Failure(number: errno)
    }
    return "/dev/pts/\(number)"
    #else
    guard grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
      throw Failure(number: errno)
    }
    return String(cString: name)
    #endif
  }

  deinit {
    close(master)
  }

  /// Presses keys; ``endOfInput`` after a line ends the input.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Ctrl-D.
  static let endOfInput = "\u{4}"

  /// Takes in what has arrived; to be called often, since a full terminal stops the command.
  func drain() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      received += buffer[..<count]
    }
  }

  /// Everything that has arrived, control characters included.
  var text: String { String(decoding: received, as: UTF8.self) }
}
