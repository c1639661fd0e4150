import CLSTMKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Which set of vector instructions the kernels use.
///
/// No result depends on it.
public enum InstructionSet: Int32, Sendable, CaseIterable {
  /// Plain C.
  case scalar = 0
  /// x86-64 with AVX2 and FMA.
  case avx2 = 1
  /// x86-64 with AVX-512.
  case avx512 = 2
  /// 64-bit Arm.
  case neon = 3

  private var path: clstm_path { clstm_path(rawValue: UInt32(rawValue)) }

  /// The set in use: the widest this processor has, unless the environment variable
  /// `LSTM_INSTRUCTION_SET` names another.
  public static var current: InstructionSet {
    InstructionSet(rawValue: Int32(clstm_current_path().rawValue)) ?? .scalar
  }

  /// Whether this processor has the set.
  public var isAvailable: Bool { clstm_path_available(path) != 0 }

  /// The set that a name stands for, if this processor has it.
  init?(usableName name: String) {
    let named = Self.allCases.first { "\($0)" == name && $0.isAvailable }
    guard let named else { return nil }
    self = named
  }

  /// What `LSTM_INSTRUCTION_SET` asks for in vain: no set at all, or one that this processor lacks.
  ///
  /// The kernels then use the widest set without a word; a program can tell its user.
  public static var refusedRequest: String? {
    guard let value = getenv("LSTM_INSTRUCTION_SET") else { return nil }
    let name = String(cString: value)
    return name.isEmpty || InstructionSet(usableName: name) != nil ? nil : name
  }

  /// Uses this set from now on, in the whole process.
  ///
  /// - Returns: false, and nothing changes, if the processor lacks it.
  @discardableResult
  public func select() -> Bool { clstm_select_path(path) != 0 }
}
