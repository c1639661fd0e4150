import CLSTMKernels

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

  /// Uses this set from now on, in the whole process.
  ///
  /// - Returns: false, and nothing changes, if the processor lacks it.
  @discardableResult
  public func select() -> Bool { clstm_select_path(path) != 0 }
}
