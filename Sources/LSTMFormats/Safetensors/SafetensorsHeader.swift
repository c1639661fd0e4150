/// The header of a safetensors file, read and held against the file's length.
///
/// The checks and their order are those of the reference reader (huggingface/safetensors,
/// `tensor.rs`). Nothing is allocated on the word of the header: what it claims must fit the bytes
/// that are there.
struct SafetensorsHeader: Sendable {
  /// The longest header that the format allows.
  static let lengthLimit = 100_000_000
  /// The number of bytes that hold the header's length.
  static let prefixCount = 8
  /// More dimensions than any library gives a tensor; a longer shape is an attack.
  static let rankLimit = 64

  /// The tensors in the order of their data.
  private(set) var tensors: [SafetensorsTensor] = []
  /// The notes in the order of the text.
  private(set) var metadata: [(name: String, value: String)] = []

  let file: String

  init(of bytes: [UInt8], file: String) throws {
    self.file = file
    let end = try Self.end(in: bytes, file: file)
    let scanner = JSONScanner(bytes, in: Self.prefixCount..<end, document: file)
    guard scanner.next == UInt8(ascii: "{") else {
      throw SafetensorsError.headerNotJSON(scanner.unexpected("'{'"))
    }
    do {
      try read(scanner, end: end)
    } catch let error as JSONError {
      throw SafetensorsError.headerNotJSON(error)
    }
    try checkLayout(from: end, to: bytes.count)
  }

  /// Where the header ends, as its length says.
  private static func end(in bytes: [UInt8], file: String) throws -> Int {
    guard bytes.count >= prefixCount else {
      throw SafetensorsError.tooShort(file: file, byteCount: bytes.count)
    }
    let length = bytes[..<prefixCount].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= lengthLimit else {
      throw SafetensorsError.headerTooLong(file: file, length: length, limit: lengthLimit)
    }
    guard Int(length) <= bytes.count - prefixCount else {
      throw SafetensorsError.headerCutOff(
        file: file, length: Int(length), byteCount: bytes.count)
    }
    return prefixCount + Int(length)
  }

  private mutating func read(_ start: JSONScanner, end: Int) throws {
    var scanner = start
    try scanner.beginObject()
    while let name = try scanner.nextName() {
      if name == "__metadata__" {
        try readMetadata(&scanner)
      } else {
        tensors.append(try readTensor(name, &scanner, dataStart: end))
      }
    }
    while let byte = scanner.next {
      guard byte == 0x20 else { throw scanner.unexpected("a space, or the end of the header") }
      scanner.advance()
    }
  }

  private mutating func readMetadata(_ scanner: inout JSONScanner) throws {
    try scanner.beginObject()
    while let name = try scanner.nextName() {
      metadata.append((name, try scanner.string()))
    }
  }
}

// MARK: - One tensor

extension SafetensorsHeader {
  private func readTensor(
    _ name: String, _ scanner: inout JSONScanner, dataStart: Int
  ) throws -> SafetensorsTensor {
    var type: SafetensorsType?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.beginObject()
    while let member = try scanner.nextName() {
      switch member {
      case "dtype":
        let text = try scanner.string()
        type = SafetensorsType(rawValue: text)
        if type == nil {
          throw SafetensorsError.unsupportedType(file: file, tensor: name, type: text)
        }
      case "shape": shape = try readIntegers(&scanner, limit: Self.rankLimit)
      case "data_offsets": offsets = try readIntegers(&scanner, limit: 2)
      default:
        throw invalid(
          at: scanner.cursor, found: "the value of the member \(member.quotedForMessage)",
          expected: "only dtype, shape and data_offsets")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw invalid(
        at: scanner.cursor, found: "the end of the tensor \(name.quotedForMessage)",
        expected: "its dtype, shape and two data_offsets before")
    }
    // A range traps when it runs backwards, and a sum when it overflows: both are excluded here,
    // before `checkLayout` looks at the tensors together.
    guard offsets[0] <= offsets[1], offsets[1] <= scanner.bytes.count - dataStart else {
      throw invalid(
        at: scanner.cursor, found: "the end of data_offsets [\(offsets[0]), \(offsets[1])]",
        expected: "offsets that grow, up to \(scanner.bytes.count - dataStart)")
    }
    return SafetensorsTensor(
      name: name, type: type, shape: shape,
      byteRange: dataStart + offsets[0]..<dataStart + offsets[1])
  }

  private func readIntegers(_ scanner: inout JSONScanner, limit: Int) throws -> [Int] {
    var integers: [Int] = []
    try scanner.beginArray()
    while try scanner.nextElement() {
      guard integers.count < limit else {
        throw invalid(
          at: scanner.cursor, found: "a further number of an array", expected: "at most \(limit)")
      }
      scanner.skipWhitespace()
      let place = scanner.cursor
      guard case .integer(let wide) = try scanner.number(), wide >= 0,
        let integer = Int(exactly: wide)
      else {
        throw invalid(
          at: place, found: "another number", expected: "an integer that is not negative")
      }
      integers.append(integer)
    }
    return integers
  }

  private func invalid(at offset: Int, found: String, expected: String) -> SafetensorsError {
    .invalidHeader(file: file, offset: offset, found: found, expected: expected)
  }
}

// MARK: - All tensors

extension SafetensorsHeader {
  /// Makes sure that the tensors fill the data without gap and overlap, each with its own size.
  private mutating func checkLayout(from start: Int, to end: Int) throws {
    tensors.sort { left, right in
      let (leftRange, rightRange) = (left.byteRange, right.byteRange)
      guard leftRange == rightRange else {
        return (leftRange.lowerBound, leftRange.upperBound)
          < (rightRange.lowerBound, rightRange.upperBound)
      }
      return ExactString.precedes(left.name, right.name)
    }
    var expected = start
    for tensor in tensors {
      let range = tensor.byteRange
      guard range.lowerBound == expected else {
        throw SafetensorsError.gapOrOverlap(
          file: file, tensor: tensor.name, begin: range.lowerBound - start,
          expected: expected - start)
      }
      guard let count = SafetensorsTensor.elementCount(of: tensor.shape) else {
        throw SafetensorsError.shapeTooLarge(file: file, tensor: tensor.name)
      }
      let (size, overflows) = count.multipliedReportingOverflow(by: tensor.type.byteCount)
      guard !overflows else {
        throw SafetensorsError.shapeTooLarge(file: file, tensor: tensor.name)
      }
      guard range.count == size else {
        throw SafetensorsError.sizeMismatch(
          file: file, tensor: tensor.name, byteCount: range.count, expected: size)
      }
      expected = range.upperBound
    }
    guard expected == end else {
      throw SafetensorsError.endMismatch(file: file, byteCount: end, expected: expected)
    }
  }
}
