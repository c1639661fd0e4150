import Foundation

/// One open text file, and the bytes read from it that do not yet make a character.
struct TextFile: Sendable {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The name for messages.
  private let name: String
  private let handle: FileHandle
  private var unfinished: [UInt8] = []
  /// Where `unfinished` begins in the file.
  private var offset = 0
  private var isEmpty = true

  init(path: String) throws(TextError) {
    guard path != "-" else {
      name = "standard input"
      handle = .standardInput
      return
    }
    name = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(file: path)
    }
    guard !isFolder.boolValue else { throw .folder(file: path) }
    do {
      handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(file: path, reason: error.localizedDescription)
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
        throw .invalidUTF8(file: name, offset: offset, bytes: Array(bytes[place..<place + length]))
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
      throw .truncatedUTF8(file: name, offset: offset, bytes: unfinished)
    }
    guard !isEmpty else { throw .empty(file: name) }
    return nil
  }

  private func read(upTo count: Int) throws(TextError) -> [UInt8]? {
    do {
      guard let data = try handle.read(upToCount: count), !data.isEmpty else { return nil }
      return [UInt8](data)
    } catch {
      throw .readFailed(
        file: name, offset: offset + unfinished.count, reason: error.localizedDescription)
    }
  }
}
