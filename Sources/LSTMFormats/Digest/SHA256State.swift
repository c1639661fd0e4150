/// The eight words that SHA-256 carries from block to block, in the letters of FIPS 180-4.
struct SHA256State: Sendable {
  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private var words = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]

  /// Takes in the blocks of 64 bytes at `range`, whose length is a multiple of 64.
  ///
  /// Spans check every access but, unlike arrays, no write for sharing.
  mutating func absorb(_ bytes: [UInt8], at range: Range<Int>) {
    let source = bytes.span.bytes
    var storage = [UInt32](repeating: 0, count: 64)
    var schedule = storage.mutableSpan
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
      Self.fill(&schedule, from: source, at: start)
      compress(schedule.span)
    }
  }

  /// The message schedule of a block.
  @inline(__always)
  private static func fill(
    _ schedule: inout MutableSpan<UInt32>, from source: RawSpan, at start: Int
  ) {
    for t in 0..<16 {
      // The bounds are checked; the name warns of types with invalid bit patterns.
      let word = source.unsafeLoadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self)
      schedule[t] = UInt32(bigEndian: word)
    }
    for t in 16..<64 {
      let (early, late) = (schedule[t - 15], schedule[t - 2])
      let small0 = rotate(early, 7) ^ rotate(early, 18) ^ early &>> 3
      let small1 = rotate(late, 17) ^ rotate(late, 19) ^ late &>> 10
      schedule[t] = small1 &+ schedule[t - 7] &+ small0 &+ schedule[t - 16]
    }
  }

  /// The 64 rounds of a block.
  ///
  /// The standard moves every letter on by one after a round. Here the letters stay and the
  /// arguments move, which after eight rounds comes to the same.
  @inline(__always)
  private mutating func compress(_ schedule: Span<UInt32>) {
    let constants = Self.roundConstants.span
    var (a, b, c, d) = (words[0], words[1], words[2], words[3])
    var (e, f, g, h) = (words[4], words[5], words[6], words[7])
    for t in stride(from: 0, to: 64, by: 8) {
      Self.round(a, b, c, &d, e, f, g, &h, constants[t] &+ schedule[t])
      Self.round(h, a, b, &c, d, e, f, &g, constants[t + 1] &+ schedule[t + 1])
      Self.round(g, h, a, &b, c, d, e, &f, constants[t + 2] &+ schedule[t + 2])
      Self.round(f, g, h, &a, b, c, d, &e, constants[t + 3] &+ schedule[t + 3])
      Self.round(e, f, g, &h, a, b, c, &d, constants[t + 4] &+ schedule[t + 4])
      Self.round(d, e, f, &g, h, a, b, &c, constants[t + 5] &+ schedule[t + 5])
      Self.round(c, d, e, &f, g, h, a, &b, constants[t + 6] &+ schedule[t + 6])
      Self.round(b, c, d, &e, f, g, h, &a, constants[t + 7] &+ schedule[t + 7])
    }
    words &+= SIMD8(a, b, c, d, e, f, g, h)
  }

  /// One round: `d` becomes the next round's `e`, and `h` its `a`.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ term: UInt32
  ) {
    let large1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let choice = e & f ^ ~e & g
    let first = h &+ large1 &+ choice &+ term
    let large0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    let majority = a & b ^ a & c ^ b & c
    d = d &+ first
    h = first &+ large0 &+ majority
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// The words as 64 lowercase hexadecimal digits.
  var hexadecimal: String {
    (0..<8).map { position in
      let digits = String(words[position], radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }
}
