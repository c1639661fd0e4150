/// Numbers from 0 to 2³¹ − 1 as bytes, for arrays of mostly small ones.
///
/// A number is written seven bits a byte, the lowest first, and every byte but its last has the upper bit set: LEB128
/// without a sign, as in DWARF and WebAssembly (WebAssembly Core Specification 1.0, section 5.2.2). Each number has one
/// form only, the shortest.
package enum CompactNumbers {
  /// The bytes of some numbers.
  ///
  /// - Precondition: none of them is negative.
  package static func bytes(of numbers: [Int32]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count)
    for number in numbers {
      precondition(number >= 0, "a number of \(number)")
      var rest = UInt32(number)
      while rest > 0x7F {
        bytes.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    return bytes
  }

  /// The numbers of some bytes.
  ///
  /// - Throws: ``CompactNumbersError`` where they are not as ``bytes(of:)`` gives them.
  package static func numbers(in bytes: [UInt8]) throws(CompactNumbersError) -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(bytes.count)
    var (number, shift, start) = (UInt64(0), 0, 0)
    for (offset, byte) in bytes.enumerated() {
      number |= UInt64(byte & 0x7F) << UInt64(shift)
      shift += 7
      guard number <= Int32.max, shift <= 35 else { throw .tooLarge(offset: start) }
      guard byte & 0x80 == 0 else { continue }
      guard byte != 0 || shift == 7 else { throw .notShortest(offset: start) }
      numbers.append(Int32(number))
      (number, shift, start) = (0, 0, offset + 1)
    }
    guard start == bytes.count else { throw .cutOff(offset: start) }
    return numbers
  }
}

/// Why bytes are no ``CompactNumbers``; the number at fault begins at `offset`, counted from zero.
package enum CompactNumbersError: Error, Equatable {
  /// The number is beyond 2³¹ − 1.
  case tooLarge(offset: Int)
  /// The number ends in a byte that adds nothing.
  case notShortest(offset: Int)
  /// The bytes end within the number.
  case cutOff(offset: Int)

  /// Where the number begins.
  package var offset: Int {
    switch self {
    case .tooLarge(let offset), .notShortest(let offset), .cutOff(let offset): offset
    }
  }
}
