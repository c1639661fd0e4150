#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension Terminal {
  /// Whether standard input is typed by a person.
  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
}
