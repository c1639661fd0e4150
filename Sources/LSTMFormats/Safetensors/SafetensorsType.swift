/// The types of numbers in a safetensors file that this package reads.
///
/// The raw value is the name in the file. The cases are in the order of the format's own list,
/// which grows with the alignment; a writer puts the last first.
public enum SafetensorsType: String, CaseIterable, Sendable {
  /// A byte that is 0 or 1.
  case boolean = "BOOL"
  /// An unsigned integer of 8 bits.
  case unsigned8 = "U8"
  /// A signed integer of 8 bits.
  case signed8 = "I8"
  /// A signed integer of 16 bits.
  case signed16 = "I16"
  /// An unsigned integer of 16 bits.
  case unsigned16 = "U16"
  /// An IEEE number of 16 bits.
  case float16 = "F16"
  /// The upper half of an IEEE number of 32 bits.
  case brainFloat16 = "BF16"
  /// A signed integer of 32 bits.
  case signed32 = "I32"
  /// An unsigned integer of 32 bits.
  case unsigned32 = "U32"
  /// An IEEE number of 32 bits, `Float`.
  case float32 = "F32"
  /// An IEEE number of 64 bits, `Double`.
  case float64 = "F64"
  /// A signed integer of 64 bits.
  case signed64 = "I64"
  /// An unsigned integer of 64 bits.
  case unsigned64 = "U64"

  /// The size of one number in bytes, which is also its alignment.
  public var byteCount: Int {
    switch self {
    case .boolean, .unsigned8, .signed8: 1
    case .signed16, .unsigned16, .float16, .brainFloat16: 2
    case .signed32, .unsigned32, .float32: 4
    case .float64, .signed64, .unsigned64: 8
    }
  }

  /// The place in the format's list.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
