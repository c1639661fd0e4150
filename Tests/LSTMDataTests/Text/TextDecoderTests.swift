import Testing

@testable import LSTMData

@Suite("Bytes that arrive piece by piece become text")
struct TextDecoderTests {
  private func decode(_ pieces: [[UInt8]]) -> String {
    var decoder = TextDecoder()
    return pieces.map { decoder.decode($0) }.joined() + decoder.finish()
  }

  /// Canonically equal strings are equal in Swift; these must be the same scalars.
  private func isSame(_ first: String, _ second: String) -> Bool {
    Array(first.unicodeScalars) == Array(second.unicodeScalars)
  }

  @Test("A character is held back until its last byte comes")
  func heldBack() {
    var decoder = TextDecoder()
    let smiley = bytes("😀")
    #expect(smiley.dropLast().map { decoder.decode([$0]) } == ["", "", ""])
    #expect(decoder.decode([smiley[3], 0x61]) == "😀a")
    #expect(decoder.finish() == "")
  }

  @Test("A character that is never completed becomes one U+FFFD at the end")
  func leftOver() {
    var decoder = TextDecoder()
    #expect(decoder.decode([0x61, 0xF0, 0x9F, 0x98]) == "a")
    #expect(decoder.finish() == "\u{FFFD}")
    #expect(decoder.finish() == "")
  }

  @Test("The pieces together are what the whole is, for any bytes cut anywhere")
  func anyBytes() {
    var random = SeededGenerator(seed: 2)
    for round in 0..<300 {
      let whole = HostileText.randomBytes(count: round % 40, using: &random)
      var pieces: [[UInt8]] = []
      var rest = whole[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...4, using: &random))
        pieces.append(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(isSame(decode(pieces), text(whole)), "\(whole)")
    }
  }
}
