/// The SHA-256 digest of a stream of bytes (FIPS 180-4).
///
/// ```swift
/// var digest = SHA256()
/// digest.update(chunk)
/// let text = digest.finalize()
/// ```
public struct SHA256: Sendable {
  private static let blockCount = 64

  private var state = SHA256State()
  /// The bytes since the last whole block, fewer than 64.
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// The digest of no bytes so far.
  public init() {}

  /// Takes in the next bytes.
  public mutating func update(_ bytes: [UInt8]) {
    byteCount &+= UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(Self.blockCount - pending.count, bytes.count)
      pending += bytes[..<start]
      guard pending.count == Self.blockCount else { return }
      state.absorb(pending, at: 0..<Self.blockCount)
      pending.removeAll(keepingCapacity: true)
    }
    let wholeEnd = start + (bytes.count - start) / Self.blockCount * Self.blockCount
    state.absorb(bytes, at: start..<wholeEnd)
    pending += bytes[wholeEnd...]
  }

  /// The digest of all bytes so far, as 64 lowercase hexadecimal digits.
  public consuming func finalize() -> String {
    let bitCount = byteCount &* 8
    var tail = pending
    tail.append(0x80)
    let zeros = (Self.blockCount * 2 - 8 - tail.count) % Self.blockCount
    tail += [UInt8](repeating: 0, count: zeros)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bitCount >> shift))
    }
    state.absorb(tail, at: 0..<tail.count)
    return state.hexadecimal
  }

  /// The digest of all `bytes`, as 64 lowercase hexadecimal digits.
  public static func hexadecimalDigest(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finalize()
  }
}
