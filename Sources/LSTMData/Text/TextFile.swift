/// One open text file, and the bytes read from it that do not yet make a character.
struct TextFile: Sendable {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let file: InputFile
  private var unfinished: [UInt8] = []
  /// Where `unfinished` begins in the file.
  private var offset = 0
  private var isEmpty = true

  init(path: String) throws(TextError) {
    do {
      file = try InputFile(path: path)
    } catch {
      throw TextError(error, file: InputFile.name(of: path))
    }
  }

  /// The next characters, `nil` at the end of the file.
  mutating func next(upTo count: Int) throws(TextError) -> [UInt8]? {
    while let more = try read(upTo: count) {
      var bytes = unfinished
      bytes.append(contentsOf: more)
      let scan = UTF8Scan(bytes)
      let start = offset
      offset += scan.validCount
      if case .illFormed(let length) = scan.end {
        let place = scan.validCount
        throw .invalidUTF8(
          file: file.name, offset: offset, bytes: Array(bytes[place..<place + length]))
      }
      unfinished = Array(bytes[scan.validCount...])
      bytes.removeLast(unfinished.count)
      if start == 0, bytes.starts(with: Self.byteOrderMark) {
        bytes.removeFirst(Self.byteOrderMark.count)
      }
      if !bytes.isEmpty {
        isEmpty = false
        return bytes
      }
    }
    guard unfinished.isEmpty else {
      throw .truncatedUTF8(file: file.name, offset: offset, bytes: unfinished)
    }
    guard !isEmpty else { throw .empty(file: file.name) }
    return nil
  }

  private func read(upTo count: Int) throws(TextError) -> [UInt8]? {
    do {
      let bytes = try file.next(upTo: count)
      return bytes.isEmpty ? nil : bytes
    } catch {
      throw TextError(error, file: file.name, offset: offset + unfinished.count)
    }
  }
}

extension TextError {
  /// What a failure to read means for a text.
  init(_ failure: InputFile.Failure, file: String, offset: Int = 0) {
    self =
      switch failure {
      case .missing: .missing(file: file)
      case .folder: .folder(file: file)
      case .unreadable(let reason): .unreadable(file: file, reason: reason)
      case .readFailed(let reason): .readFailed(file: file, offset: offset, reason: reason)
      }
  }
}
