import LSTMFormats
import LSTMTensor

/// The checksum over everything that a file of tensors says.
///
/// Each note and then each tensor enters a `Checksum64` (XXH64) in the order of the names' bytes. A text
/// enters as the number of its bytes (a little-endian word of 64 bits) and its bytes in UTF-8; a
/// tensor as its name, the number of its axes, their sizes and its `Float` numbers as in the file.
enum TensorFileSeal {
  /// The note that holds the checksum, 16 hexadecimal digits, and does not enter it.
  static let name = "checksum"

  static func text(
    notes: [(name: String, value: String)], tensors: [(name: String, tensor: Tensor)]
  ) -> String {
    var checksum = Checksum64()
    for note in notes.sorted(by: { precedes($0.name, $1.name) }) {
      update(&checksum, text: note.name)
      update(&checksum, text: note.value)
    }
    for (name, tensor) in tensors.sorted(by: { precedes($0.name, $1.name) }) {
      update(&checksum, text: name)
      update(&checksum, number: tensor.shape.rank)
      for size in tensor.shape.array { update(&checksum, number: size) }
      tensor.withBuffer { checksum.update($0.span.bytes) }
    }
    return hexadecimal(checksum.value)
  }

  /// Sixteen lowercase digits.
  static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func update(_ checksum: inout Checksum64, text: String) {
    let bytes = Array(text.utf8)
    update(&checksum, number: bytes.count)
    checksum.update(bytes)
  }

  private static func update(_ checksum: inout Checksum64, number: Int) {
    let word = UInt64(number)
    checksum.update((0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) })
  }
}
