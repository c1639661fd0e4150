extension SequenceSet {
  /// Reads a file in sktime's `.ts` form: a header of `@` lines, then a sequence a line, dimensions
  /// separated by colons, the class last.
  /// - Throws: ``SequenceFileError`` with the line; ``TextError`` where the file cannot be read or is
  ///   not UTF-8.
  public init(contentsOf path: String) throws {
    let text = try TextReader.read(path)
    var reader = SequenceFileReader(file: InputFile.name(of: path))
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      try reader.take(text, start..<end)
      start = end + 1
    }
    self = try reader.finish()
  }
}

/// Reads a `.ts` file line by line.
private struct SequenceFileReader {
  let file: String
  private var line = 0
  private var name: String?
  private var isLabelled = false
  private var classes: [String] = []
  private var dimensionCount: Int?
  private var isData = false
  private var sequences: [SequenceSet.Sequence] = []

  init(file: String) {
    self.file = file
  }

  mutating func take(_ bytes: [UInt8], _ range: Range<Int>) throws(SequenceFileError) {
    line += 1
    let range = Self.trimmed(bytes, range)
    guard !range.isEmpty, bytes[range.lowerBound] != UInt8(ascii: "#") else { return }
    if isData {
      try readSequence(bytes, range)
    } else {
      try readHeader(String(decoding: bytes[range], as: UTF8.self))
    }
  }

  consuming func finish() throws(SequenceFileError) -> SequenceSet {
    guard isData else { throw .noData(file: file) }
    guard !sequences.isEmpty else { throw .noSequences(file: file) }
    return SequenceSet(
      name: name, dimensionCount: dimensionCount ?? 1, classes: classes, sequences: sequences)
  }

  private mutating func readHeader(_ text: String) throws(SequenceFileError) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let key = words.first?.lowercased(), key.hasPrefix("@") else {
      throw .header(file: file, line: line, found: text, expected: "a line that begins with @")
    }
    let value = words.dropFirst().first?.lowercased()
    switch key {
    case "@problemname": name = words.dropFirst().joined(separator: " ")
    case "@timestamps":
      guard value != "true" else { throw .timeStamps(file: file) }
    case "@dimensions", "@dimension":
      guard let value, let count = Int(value), count > 0 else {
        throw .header(
          file: file, line: line, found: text, expected: "a number of dimensions from 1")
      }
      dimensionCount = count
    case "@univariate":
      if value == "true" { dimensionCount = 1 }
    case "@classlabel":
      guard value == "true" || value == "false" else {
        throw .header(file: file, line: line, found: text, expected: "true and classes, or false")
      }
      isLabelled = value == "true"
      classes = isLabelled ? Array(words.dropFirst(2)) : []
    case "@targetlabel":
      guard value != "true" else {
        throw .header(file: file, line: line, found: text, expected: "classes, not numbers")
      }
    case "@data": isData = true
    default: break
    }
  }

  private mutating func readSequence(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(SequenceFileError) {
    var parts = Self.split(bytes, range, by: UInt8(ascii: ":"))
    var label: Int?
    if isLabelled, let last = parts.popLast() {
      let word = String(decoding: bytes[Self.trimmed(bytes, last)], as: UTF8.self)
      label = classes.firstIndex(of: word)
      guard label != nil else {
        throw .unknownClass(file: file, line: line, found: word, known: classes)
      }
    }
    let expected = dimensionCount ?? parts.count
    guard parts.count == expected, expected > 0 else {
      throw .dimensions(file: file, line: line, found: parts.count, expected: expected)
    }
    dimensionCount = expected
    var length = 0
    var values: [Double] = []
    for (dimension, part) in parts.enumerated() {
      let fields = Self.split(bytes, part, by: UInt8(ascii: ","))
      if dimension == 0 {
        length = fields.count
        values = Array(repeating: .nan, count: length * expected)
      }
      guard fields.count == length else {
        throw .raggedDimensions(
          file: file, line: line, dimension: dimension + 1, found: fields.count, expected: length)
      }
      for (step, field) in fields.enumerated() {
        values[step * expected + dimension] = try number(bytes, field, dimension)
      }
    }
    sequences.append(SequenceSet.Sequence(values: values, count: length, label: label))
  }

  private func number(
    _ bytes: [UInt8], _ field: Range<Int>, _ dimension: Int
  ) throws(SequenceFileError) -> Double {
    let range = Self.trimmed(bytes, field)
    if let number = DecimalNumber.parse(bytes, range, mark: DecimalMark.point.byte) {
      return number
    }
    guard !range.isEmpty, MissingMarkers().match(bytes, range) else {
      throw .notANumber(
        file: file, line: line, dimension: dimension + 1,
        found: String(decoding: bytes[range], as: UTF8.self))
    }
    return .nan
  }

  private static func split(
    _ bytes: [UInt8], _ range: Range<Int>, by separator: UInt8
  ) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    for position in range where bytes[position] == separator {
      parts.append(start..<position)
      start = position + 1
    }
    parts.append(start..<range.upperBound)
    return parts
  }

  private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    func isSpace(_ byte: UInt8) -> Bool { byte.isBlank || byte == UInt8(ascii: "\r") }
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}
