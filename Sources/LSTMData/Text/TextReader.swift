/// Reads UTF-8 text a chunk at a time and checks every byte of it.
///
/// Several files are read one after the other, as `cat` would join them: nothing is put between
/// them. Each must be UTF-8 by itself and hold at least one character; a byte order mark at its
/// start is skipped. The path `-` is standard input, which is read until it ends.
///
/// ```swift
/// var reader = try TextReader(paths: ["input.txt"])
/// while let chunk = try reader.next() { … }
/// ```
///
/// A reader cannot be copied, since a copy would share the place in the file.
public struct TextReader: ~Copyable, Sendable {
  private var remainingPaths: ArraySlice<String>
  private let chunkSize: Int
  private var file: TextFile?

  /// Prepares to read the files; each is opened when its turn comes.
  /// - Parameters:
  ///   - paths: The files in their order, `-` for standard input.
  ///   - chunkSize: The number of bytes to read at a time, at least one.
  /// - Throws: ``TextError/noFiles`` where `paths` is empty.
  public init(paths: [String], chunkSize: Int = 1 << 20) throws(TextError) {
    guard !paths.isEmpty else { throw .noFiles }
    remainingPaths = paths[...]
    self.chunkSize = max(chunkSize, 1)
  }

  /// The next piece of text: whole characters, never none; `nil` after the last.
  /// - Throws: ``TextError``, where a file is missing, empty, or not UTF-8.
  public mutating func next() throws(TextError) -> [UInt8]? {
    while true {
      if file == nil {
        guard let path = remainingPaths.popFirst() else { return nil }
        file = try TextFile(path: path)
      }
      if let chunk = try file?.next(upTo: chunkSize) { return chunk }
      file = nil
    }
  }
}

extension TextReader {
  /// The whole text of one file, `-` for standard input.
  /// - Throws: ``TextError``, where the file is missing, empty, or not UTF-8.
  public static func read(_ path: String) throws(TextError) -> [UInt8] {
    try read([path])
  }

  /// The whole text of several files, one directly after the other.
  /// - Throws: ``TextError``, where a file is missing, empty, or not UTF-8.
  public static func read(_ paths: [String]) throws(TextError) -> [UInt8] {
    var reader = try TextReader(paths: paths)
    var text = try reader.next() ?? []
    while let chunk = try reader.next() {
      text.append(contentsOf: chunk)
    }
    return text
  }
}
