/// A 64-bit checksum that keeps up with the memory, against accidents and not against forgery.
///
/// SHA-256 takes 40 to 70 ms for a model of 14 MB, more than the whole start of the command may;
/// this takes one or two. Eight lanes take the eight little-endian words of each block of 64 bytes,
///
///     lane = (rotate(lane, 29) ^ word) · odd constant        modulo 2⁶⁴
///
/// the last block being filled up with zeros; then the lanes and the number of bytes are folded
/// into one word in the same way. Each step is one-to-one in the lane and in the word, so that a
/// change within one aligned word of the input, such as a flipped bit, **is found for certain**,
/// and any other with probability 1 − 2⁻⁶⁴. The definition is part of the files that carry the
/// checksum and never changes.
public struct Checksum64: Sendable {
  private static let blockSize = 64
  /// The initial hash values of SHA-512, the last bit set: fractions of the square roots of the
  /// primes 2 to 19.
  private static let constants: SIMD8<UInt64> = [
    0x6A09_E667_F3BC_C909, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
    0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
  ]

  private var lanes = Self.constants
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
      lanes = Self.lanes(lanes, taking: pending.span.bytes)
      pending.removeAll(keepingCapacity: true)
    }
    let rest = bytes.extracting(start..<bytes.byteCount)
    lanes = Self.lanes(lanes, taking: rest)
    append(rest.extracting(last: rest.byteCount % Self.blockSize))
  }

  /// The checksum of everything taken so far.
  public var value: UInt64 {
    var last = lanes
    if !pending.isEmpty {
      // Zeros after the end are told from zeros in the input by the number of bytes.
      let padding = [UInt8](repeating: 0, count: Self.blockSize - pending.count)
      last = Self.lanes(lanes, taking: (pending + padding).span.bytes)
    }
    var folded = byteCount
    for lane in 0..<last.scalarCount {
      folded = ((folded &<< 29 | folded &>> 35) ^ last[lane]) &* Self.constants[lane]
    }
    return folded ^ folded &>> 32
  }

  private mutating func append(_ bytes: RawSpan) {
    for offset in bytes.byteOffsets {
      pending.append(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
    }
  }

  /// The lanes after all whole blocks of `bytes`.
  ///
  /// `unsafeLoadUnaligned` checks the bounds; its name warns of types with invalid bit patterns,
  /// and integers have none.
  private static func lanes(
    _ lanes: SIMD8<UInt64>, taking bytes: RawSpan
  ) -> SIMD8<UInt64> {
    var lanes = lanes
    let constants = constants
    for block in 0..<bytes.byteCount / blockSize {
      let words = bytes.unsafeLoadUnaligned(
        fromByteOffset: block * blockSize, as: SIMD8<UInt64>.self)
      lanes = ((lanes &<< 29 | lanes &>> 35) ^ words) &* constants
    }
    return lanes
  }
}
