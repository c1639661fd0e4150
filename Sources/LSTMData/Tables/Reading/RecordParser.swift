/// Cuts bytes that arrive piece by piece into records and fields, by RFC 4180.
///
/// It knows no file: whoever follows a stream gives it what has come. Fields in quotes may hold
/// separators and line breaks; a line ends with LF, CRLF or CR. Blank lines are skipped.
struct RecordParser: Sendable {
  /// More than any row of a table; what is longer is an unclosed quote.
  private static let longestRecord = 1 << 26

  let file: String
  let separator: TableSeparator
  /// Whether a quote encloses a field; otherwise it is a character as any other.
  let hasQuotes: Bool
  /// The bytes from the start of the current record.
  private(set) var bytes: [UInt8] = []
  /// Where the fields of the current record lie in `bytes`, without quotes.
  private(set) var fields: [Range<Int>] = []
  /// The number of the current record, from one, blank lines counted as a spreadsheet does.
  private(set) var row = 0

  private var next = 0
  /// A record that is not whole is looked at again only when there are twice as many bytes.
  private var retryCount = 0
  /// Fields with doubled quotes, made single once the record is whole.
  private var escaped: [Int] = []
  private var hasNUL = false

  init(file: String, separator: TableSeparator, hasQuotes: Bool = true) {
    self.file = file
    self.separator = separator
    self.hasQuotes = hasQuotes
  }

  /// Takes more bytes.
  mutating func append(_ more: [UInt8]) {
    if next > 0 {
      bytes.removeSubrange(..<next)
      next = 0
    }
    if more.contains(0) { hasNUL = true }
    bytes.append(contentsOf: more)
  }

  /// Goes to the next record; false where more bytes are needed, or, at the end, where none is left.
  mutating func advance(isEnd: Bool) throws(TableError) -> Bool {
    while next < bytes.count {
      guard isEnd || bytes.count - next >= retryCount else { return false }
      fields.removeAll(keepingCapacity: true)
      escaped.removeAll(keepingCapacity: true)
      let start = next
      let end =
        if let byte = separator.byte {
          try separated(by: byte, from: start, isEnd: isEnd)
        } else {
          try spaced(from: start, isEnd: isEnd)
        }
      guard let end else {
        guard bytes.count - start <= Self.longestRecord else {
          throw .recordTooLong(file: file, row: row + 1, limit: Self.longestRecord)
        }
        retryCount = (bytes.count - start) * 2
        return false
      }
      retryCount = 0
      next = end
      row += 1
      if fields.isEmpty || (fields.count == 1 && fields[0].isEmpty && !bytes[start].isQuote) {
        continue
      }
      if hasNUL, let place = bytes[start..<end].firstIndex(of: 0) {
        let column = fields.firstIndex { $0.upperBound >= place } ?? fields.count - 1
        throw .nulByte(file: file, row: row, column: column + 1)
      }
      for field in escaped { unescape(field) }
      return true
    }
    return false
  }

  /// Gives up the record at hand, all bytes that have come, and counts it.
  mutating func skipRecord() {
    bytes.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    (next, retryCount, hasNUL) = (0, 0, false)
    row += 1
  }

  /// The text of a field of the current record, without the blanks around it.
  func text(_ field: Int) -> String { String(decoding: bytes[trimmed(field)], as: UTF8.self) }

  /// Where a field of the current record lies in `bytes`, without the blanks around it.
  @inline(__always)
  func trimmed(_ field: Int) -> Range<Int> {
    let range = fields[field]
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start].isBlank { start += 1 }
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    return start..<end
  }
}

// MARK: - Cutting

extension RecordParser {
  /// Cuts the record at `start`; the offset behind it, `nil` where it is not whole.
  private mutating func separated(
    by separator: UInt8, from start: Int, isEnd: Bool
  ) throws(TableError) -> Int? {
    let count = bytes.count
    var position = start
    while true {
      var fieldEnd: Int
      let fieldStart: Int
      if hasQuotes, position < count, bytes[position].isQuote {
        guard let end = try closingQuote(after: position, isEnd: isEnd) else { return nil }
        fieldStart = position + 1
        fieldEnd = end
        position = end + 1
        while position < count, bytes[position].isBlank, bytes[position] != separator {
          position += 1
        }
        let isWhole = position == count || bytes[position] == separator || bytes[position].isBreak
        guard isWhole else {
          throw .textAfterQuote(file: file, row: row + 1, column: fields.count + 1)
        }
      } else {
        fieldStart = position
        while position < count {
          let byte = bytes[position]
          if byte == separator || byte.isBreak { break }
          position &+= 1
        }
        fieldEnd = position
      }
      fields.append(fieldStart..<fieldEnd)
      guard position < count else { return isEnd ? count : nil }
      if bytes[position] != separator { return lineEnd(at: position, isEnd: isEnd) }
      position += 1
    }
  }

  private mutating func spaced(from start: Int, isEnd: Bool) throws(TableError) -> Int? {
    let count = bytes.count
    var position = start
    while true {
      while position < count, bytes[position].isBlank { position += 1 }
      guard position < count else { return isEnd ? count : nil }
      if bytes[position].isBreak { return lineEnd(at: position, isEnd: isEnd) }
      if hasQuotes, bytes[position].isQuote {
        guard let end = try closingQuote(after: position, isEnd: isEnd) else { return nil }
        fields.append(position + 1..<end)
        position = end + 1
        guard position == count || bytes[position].isBlank || bytes[position].isBreak else {
          throw .textAfterQuote(file: file, row: row + 1, column: fields.count)
        }
      } else {
        let fieldStart = position
        while position < count, !bytes[position].isBlank, !bytes[position].isBreak { position += 1 }
        fields.append(fieldStart..<position)
      }
    }
  }

  /// The offset behind a line break, `nil` where a CR at the end of the bytes may be half of one.
  private func lineEnd(at position: Int, isEnd: Bool) -> Int? {
    guard bytes[position] == UInt8(ascii: "\r") else { return position + 1 }
    guard position + 1 < bytes.count else { return isEnd ? position + 1 : nil }
    return bytes[position + 1] == UInt8(ascii: "\n") ? position + 2 : position + 1
  }

  private mutating func closingQuote(
    after quote: Int, isEnd: Bool
  ) throws(TableError) -> Int? {
    var position = quote + 1
    var isEscaped = false
    while position < bytes.count {
      if bytes[position].isQuote {
        guard position + 1 < bytes.count else { break }
        guard bytes[position + 1].isQuote else { break }
        isEscaped = true
        position += 1
      }
      position += 1
    }
    let isClosed = position + 1 < bytes.count || (isEnd && position + 1 == bytes.count)
    guard isClosed, bytes[position].isQuote else {
      guard !isEnd, bytes.count - quote <= Self.longestRecord else {
        throw .unclosedQuote(file: file, row: row + 1, column: fields.count + 1)
      }
      return nil
    }
    if isEscaped { escaped.append(fields.count) }
    return position
  }

  private mutating func unescape(_ field: Int) {
    let range = fields[field]
    var (read, write) = (range.lowerBound, range.lowerBound)
    while read < range.upperBound {
      bytes[write] = bytes[read]
      read += bytes[read].isQuote ? 2 : 1
      write += 1
    }
    fields[field] = range.lowerBound..<write
  }
}

extension UInt8 {
  @inline(__always)
  fileprivate var isQuote: Bool { self == UInt8(ascii: "\"") }

  @inline(__always)
  fileprivate var isBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  /// A space or a tab.
  @inline(__always)
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
