/// A 64-bit checksum that keeps up with the memory, against accidents and not against forgery.
///
/// SHA-256 takes 40 to 70 ms for a model of 14 MB, more than the whole start of the command may;
/// this takes one or two. It is XXH64 with the seed 0 (Yann Collet, "xxHash fast digest algorithm",
/// 2012, section "XXH64 algorithm description"), so that a file can be checked with `xxh64sum` or
/// Python's `xxhash`. An accident goes unnoticed with a probability of 2⁻⁶⁴.
public struct Checksum64: Sendable {
  private static let blockSize = 32

  private var lanes = Lanes()
  /// The bytes that do not yet fill a block.
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// The checksum of nothing.
  public init() {}

  /// The checksum of some bytes.
  public static func of(_ bytes: [UInt8]) -> UInt64 {
    of(bytes.span.bytes)
  }

  /// The checksum of some memory.
  package static func of(_ bytes: RawSpan) -> UInt64 {
    var checksum = Checksum64()
    checksum.update(bytes)
    return checksum.value
  }

  /// Takes more bytes; how the whole is divided into calls makes no difference.
  public mutating func update(_ bytes: [UInt8]) {
    update(bytes.span.bytes)
  }

  /// Takes more memory; how the whole is divided into calls makes no difference.
  package mutating func update(_ bytes: RawSpan) {
    byteCount &+= UInt64(bytes.byteCount)
    var start = 0
    if !pending.isEmpty {
      start = min(Self.blockSize - pending.count, bytes.byteCount)
      append(bytes.extracting(0..<start))
      guard pending.count == Self.blockSize else { return }
      let block = pending
      lanes.take(block.span.bytes)
      pending.removeAll()
    }
    let rest = bytes.extracting(start..<bytes.byteCount)
    lanes.take(rest)
    append(rest.extracting(last: rest.byteCount % Self.blockSize))
  }

  /// The checksum of everything taken so far.
  public var value: UInt64 {
    var hash = byteCount < Self.blockSize ? Self.prime5 : lanes.merged
    hash &+= byteCount
    let bytes = pending.span.bytes
    var offset = 0
    while offset + 8 <= bytes.byteCount {
      hash ^= Self.round(0, bytes.word(at: offset))
      hash = hash.rotated(by: 27) &* Self.prime1 &+ Self.prime4
      offset += 8
    }
    if offset + 4 <= bytes.byteCount {
      hash ^= bytes.halfWord(at: offset) &* Self.prime1
      hash = hash.rotated(by: 23) &* Self.prime2 &+ Self.prime3
      offset += 4
    }
    while offset < bytes.byteCount {
      hash ^= UInt64(pending[offset]) &* Self.prime5
      hash = hash.rotated(by: 11) &* Self.prime1
      offset += 1
    }
    return Self.avalanche(hash)
  }

  private mutating func append(_ bytes: RawSpan) {
    for offset in bytes.byteOffsets {
      pending.append(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
    }
  }
}

// MARK: - The steps of XXH64

extension Checksum64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    (lane &+ word &* prime2).rotated(by: 31) &* prime1
  }

  private static func avalanche(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash = (hash ^ hash &>> 33) &* prime2
    hash = (hash ^ hash &>> 29) &* prime3
    return hash ^ hash &>> 32
  }

  /// The four accumulators, each of which takes every fourth word.
  private struct Lanes: Sendable {
    var first = prime1 &+ prime2
    var second = prime2
    var third: UInt64 = 0
    var fourth = 0 &- prime1

    /// Takes all whole blocks of `bytes`.
    mutating func take(_ bytes: RawSpan) {
      // Local copies stay in registers.
      var (first, second, third, fourth) = (first, second, third, fourth)
      for block in 0..<bytes.byteCount / blockSize {
        let start = block * blockSize
        first = round(first, bytes.word(at: start))
        second = round(second, bytes.word(at: start + 8))
        third = round(third, bytes.word(at: start + 16))
        fourth = round(fourth, bytes.word(at: start + 24))
      }
      (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    }

    var merged: UInt64 {
      let sum =
        first.rotated(by: 1) &+ second.rotated(by: 7) &+ third.rotated(by: 12)
        &+ fourth.rotated(by: 18)
      return [first, second, third, fourth].reduce(sum) { hash, lane in
        (hash ^ round(0, lane)) &* prime1 &+ prime4
      }
    }
  }
}

extension UInt64 {
  @inline(__always)
  fileprivate func rotated(by count: UInt64) -> UInt64 {
    self &<< count | self &>> (64 &- count)
  }
}

// The loads check the bounds; "unsafe" in their names warns of types with invalid bit patterns, and
// integers have none.
extension RawSpan {
  @inline(__always)
  fileprivate func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  fileprivate func halfWord(at offset: Int) -> UInt64 {
    UInt64(UInt32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }
}
