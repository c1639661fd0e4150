import LSTMFormats

/// The checksum over everything that a file of tensors says.
///
/// The notes and then the tensors enter a `Checksum64` (XXH64), each in the order of their names'
/// bytes. A text enters as the number of its bytes (a little-endian word of 64 bits) and its bytes
/// in UTF-8; a tensor as its name, the number of its axes, their sizes, and its numbers as in the
/// file.
struct TensorFileSeal: Sendable {
  /// The name of the note that holds the checksum, which does not enter it.
  static let note = "checksum"

  private var checksum = Checksum64()

  /// The seal of a file with these notes, to which its tensors are still to be added.
  init(notes: [(name: String, value: String)]) {
    for (name, value) in notes.sorted(by: { Self.precedes($0.name, $1.name) }) {
      add(name)
      add(value)
    }
  }

  /// Adds a tensor; the next one has a name that comes after this one's.
  mutating func add(_ name: String, shape: [Int], _ numbers: RawSpan) {
    add(name)
    add(shape.count)
    for size in shape { add(size) }
    checksum.update(numbers)
  }

  /// The checksum as 16 hexadecimal digits.
  var text: String { Self.hexadecimal(checksum.value) }

  /// Sixteen lowercase digits.
  static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Whether one name comes before another byte by byte.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private mutating func add(_ text: String) {
    let bytes = Array(text.utf8)
    add(bytes.count)
    checksum.update(bytes)
  }

  private mutating func add(_ number: Int) {
    let word = UInt64(number)
    checksum.update((0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) })
  }
}
