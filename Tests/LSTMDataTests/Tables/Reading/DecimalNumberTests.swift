import Testing

@testable import LSTMData

@Suite("Decimal numbers are read to the nearest Double")
struct DecimalNumberTests {
  private func parse(_ text: String, mark: DecimalMark = .point) -> Double? {
    let bytes = Array(text.utf8)
    return DecimalNumber.parse(bytes, bytes.indices, mark: mark.byte)
  }

  @Test("Fifty thousand random numbers are those of the standard library, to the bit")
  func random() {
    var state: UInt64 = 7
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11
    }
    var wrong: [String] = []
    for _ in 0..<50_000 {
      let digits = String(next()) + String(next())
      let length = 1 + Int(next() % 22)
      var text = String(digits.prefix(length))
      let place = Int(next() % UInt64(text.count + 1))
      text.insert(".", at: text.index(text.startIndex, offsetBy: place))
      if next() % 3 == 0 { text += "e\(Int(next() % 45) - 22)" }
      if next() % 2 == 0 { text = "-" + text }
      if parse(text)?.bitPattern != Double(text)?.bitPattern { wrong.append(text) }
    }
    #expect(wrong.isEmpty)
  }

  @Test("Halves go to the even neighbour, and written doubles come back")
  func rounding() {
    for text in ["9007199254740993", "9007199254740995", "0.500000000000000166", "1e23", "8.5e-3"] {
      #expect(parse(text) == Double(text))
    }
    for number in [
      0.1 + 0.2, 1.0 / 3, Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude,
      27.78700065612793,
    ] as [Double] {
      #expect(parse(String(number)) == number)
    }
  }

  @Test("What is no decimal number is none")
  func refused() {
    for text in ["", "-", ".", "1.2.3", "1e", "1e+", "0x10", "inf", "1 2", "1,5", "--1", "1e999"] {
      #expect(parse(text) == nil, "\(text)")
    }
    #expect(parse("1,5", mark: .comma) == 1.5)
    #expect(parse("1.", mark: .point) == 1)
    #expect(parse("+.5") == 0.5)
    #expect(parse("-0")?.sign == .minus)
  }
}
