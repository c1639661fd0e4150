import Testing

@testable import LSTMData

@Suite("A text is split into training and validation")
struct TextSplitTests {
  @Test("The training part has ⌊(1 - fraction) · n⌋ characters, counted as decimals")
  func counts() throws {
    // Thousandths, so that the expected count is whole-number arithmetic.
    for thousandths in [1, 50, 70, 100, 200, 300, 333, 500, 900, 999] {
      for count in [2, 3, 10, 30, 70, 100, 999, 1000, 1001] {
        let text = [UInt8](repeating: 0x61, count: count)
        let expected = count * (1000 - thousandths) / 1000
        guard expected > 0 else { continue }
        let split = try TextSplit(text, validationFraction: Double(thousandths) / 1000)
        #expect(split.training.count == expected, "\(thousandths) of \(count)")
        #expect(split.validation.count == count - expected)
      }
    }
  }

  @Test("A split never cuts a character, and loses none")
  func wholeCharacters() throws {
    for (name, sample) in HostileText.samples where sample.unicodeScalars.count > 1 {
      for fraction in [0.01, 0.1, 0.37, 0.5] {
        let split = try TextSplit(bytes(sample), validationFraction: fraction)
        #expect(split.training + split.validation == bytes(sample), "\(name)")
        #expect(String(validating: split.training, as: UTF8.self) != nil, "\(name)")
        #expect(String(validating: split.validation, as: UTF8.self) != nil, "\(name)")
        #expect(characterCount(of: split.training) == text(split.training).unicodeScalars.count)
      }
    }
  }

  @Test(
    "A fraction that is not between 0 and 1 is an error",
    arguments: [0, 1, -0.1, 1.5, .infinity, -.infinity])
  func badFraction(_ fraction: Double) {
    #expect(throws: TextError.fractionOutOfRange(fraction)) {
      try TextSplit(bytes("abc"), validationFraction: fraction)
    }
  }

  @Test("A fraction that is no number is an error")
  func notANumber() {
    #expect(throws: TextError.self) { try TextSplit(bytes("abc"), validationFraction: .nan) }
  }

  @Test("A text too short for two parts is an error")
  func tooShort() {
    for text in ["", "é"] {
      #expect(throws: TextError.self) { try TextSplit(bytes(text), validationFraction: 0.1) }
    }
  }
}
