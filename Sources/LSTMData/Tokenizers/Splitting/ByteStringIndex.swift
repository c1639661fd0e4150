/// Numbers byte strings in the order in which they first come.
///
/// A hash table over one flat buffer: a lookup takes no memory, and no order of a `Dictionary`, which
/// differs from process to process, can reach the result.
struct ByteStringIndex: Sendable {
  private var bytes: [UInt8] = []
  /// Entry k is `bytes[bounds[k]..<bounds[k + 1]]`.
  private var bounds: [Int] = [0]
  private var hashes: [UInt32] = []
  /// An entry's number plus one, zero for a free slot.
  ///
  /// The number of slots is a power of two.
  private var slots: [UInt32]

  /// An empty index with room for some entries before it grows.
  init(minimumCapacity: Int = 16) {
    var slotCount = 32
    while slotCount < minimumCapacity * 2 { slotCount *= 2 }
    slots = Array(repeating: 0, count: slotCount)
  }

  /// The number of entries.
  var count: Int { hashes.count }

  /// The number of bytes of all entries.
  var byteCount: Int { bytes.count }

  /// The byte string with a number.
  subscript(entry: Int) -> [UInt8] { Array(bytes[range(of: entry)]) }

  /// The length of the byte string with a number.
  func length(of entry: Int) -> Int { bounds[entry + 1] - bounds[entry] }

  /// The number of the byte string `source[part]`, `nil` where it has none.
  func entry(_ source: [UInt8], _ part: Range<Int>) -> Int? {
    find(source, part, hash: Self.hash(source, part)).entry
  }

  /// The number of the byte string `source[part]`, the next one where it had none.
  mutating func insert(_ source: [UInt8], _ part: Range<Int>) -> Int {
    let hash = Self.hash(source, part)
    let (entry, slot) = find(source, part, hash: hash)
    if let entry { return entry }
    let number = hashes.count
    bytes.append(contentsOf: source[part])
    bounds.append(bytes.count)
    hashes.append(hash)
    slots[slot] = UInt32(number + 1)
    if hashes.count * 2 > slots.count { grow() }
    return number
  }

  /// Whether one entry's bytes come before another's.
  func isLess(_ first: Int, _ second: Int) -> Bool {
    bytes[range(of: first)].lexicographicallyPrecedes(bytes[range(of: second)])
  }
}

extension ByteStringIndex {
  private func range(of entry: Int) -> Range<Int> { bounds[entry]..<bounds[entry + 1] }

  private func find(
    _ source: [UInt8], _ part: Range<Int>, hash: UInt32
  ) -> (entry: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let entry = Int(slots[slot]) - 1
      if hashes[entry] == hash, isEqual(entry, source, part) { return (entry, slot) }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  @inline(__always)
  private func isEqual(_ entry: Int, _ source: [UInt8], _ part: Range<Int>) -> Bool {
    let start = bounds[entry]
    guard bounds[entry + 1] - start == part.count else { return false }
    var offset = 0
    while offset < part.count {
      if bytes[start + offset] != source[part.lowerBound + offset] { return false }
      offset += 1
    }
    return true
  }

  /// Fowler, Noll and Vo's FNV-1a over 64 bits, folded: short strings, a byte at a time.
  @inline(__always)
  private static func hash(_ source: [UInt8], _ part: Range<Int>) -> UInt32 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    var offset = part.lowerBound
    while offset < part.upperBound {
      state = (state ^ UInt64(source[offset])) &* 0x100_0000_01B3
      offset += 1
    }
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: 0, count: slots.count * 2)
    for (entry, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(entry + 1)
    }
  }
}
