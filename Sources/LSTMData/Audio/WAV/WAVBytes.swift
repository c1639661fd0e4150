/// The bytes of a file, taken from its start to its end: a pipe has no other way.
struct WAVBytes: Sendable {
  private static let blockSize = 1 << 16

  let file: String
  /// How many bytes have been taken.
  private(set) var offset = 0
  /// Whether numbers have their most significant byte first, as in RIFX.
  var isBigEndian = false
  private let source: InputFile
  private var block: ArraySlice<UInt8> = []

  init(path: String) throws(WAVError) {
    file = InputFile.name(of: path)
    do {
      source = try InputFile(path: path)
    } catch {
      throw WAVError(error, file: file)
    }
  }

  /// The next bytes, fewer than `count` only at the end of the file.
  mutating func take(_ count: Int) throws(WAVError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count, try fill() {
      let part = block.prefix(count - bytes.count)
      bytes += part
      block = block.dropFirst(part.count)
      offset += part.count
    }
    return bytes
  }

  /// The next byte, which stays; `nil` at the end of the file.
  mutating func peek() throws(WAVError) -> UInt8? {
    try fill() ? block.first : nil
  }

  /// Goes over bytes, as many of them as there are.
  mutating func skip(_ count: Int) throws(WAVError) {
    var left = count
    while left > 0, try fill() {
      let part = min(left, block.count)
      block = block.dropFirst(part)
      offset += part
      left -= part
    }
  }

  /// Makes sure that there is a byte in the block; false at the end of the file.
  private mutating func fill() throws(WAVError) -> Bool {
    guard block.isEmpty else { return true }
    do {
      block = try source.next(upTo: Self.blockSize)[...]
    } catch {
      throw WAVError(error, file: file, offset: offset)
    }
    return !block.isEmpty
  }

  /// The number that bytes of a header write.
  func number(_ bytes: some BidirectionalCollection<UInt8>) -> Int {
    let value =
      isBigEndian
      ? bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      : bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(clamping: value)
  }
}
