/// The records of a file, one after the other, in memory for one of them and one chunk.
struct RecordReader: ~Copyable {
  private var text: TextReader
  private var isEnd: Bool
  private(set) var parser: RecordParser

  /// Opens a file and looks at its start to find what its description leaves open.
  init(path: String, separator: TableSeparator?, chunkSize: Int) throws {
    var text = try TextReader(paths: [path], chunkSize: chunkSize)
    let file = InputFile.name(of: path)
    let (first, isWhole) = try Self.start(of: &text, file: file)
    parser = RecordParser(
      file: file,
      separator: separator ?? TableDetection.separator(of: first, isWhole: isWhole, file: file))
    parser.append(first)
    isEnd = isWhole
    self.text = text
  }

  /// Enough of the file to see its form, all of it where it is short.
  private static func start(
    of text: inout TextReader, file: String
  ) throws -> (bytes: [UInt8], isWhole: Bool) {
    do {
      var bytes: [UInt8] = []
      while bytes.count < 1 << 16 {
        guard let more = try text.next() else { return (bytes, true) }
        bytes += more
      }
      return (bytes, false)
    } catch {
      if case .empty = error { throw TableError.empty(file: file) }
      throw error
    }
  }

  /// Goes to the next record, false after the last.
  mutating func advance() throws -> Bool {
    while true {
      if try parser.advance(isEnd: isEnd) { return true }
      guard !isEnd else { return false }
      if let more = try text.next() {
        parser.append(more)
      } else {
        isEnd = true
      }
    }
  }

  /// The first records, up to a number, of what has been read; the reader stays where it is.
  func sample(upTo count: Int) throws -> [[String]] {
    var parser = parser
    var records: [[String]] = []
    // A record cut off by the end of the chunk may look wrong only because of that.
    while records.count < count, try parser.advance(isEnd: isEnd) {
      records.append(parser.fields.indices.map(parser.text))
    }
    return records
  }
}
