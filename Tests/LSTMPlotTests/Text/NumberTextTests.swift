import Testing

@testable import LSTMPlot

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "are short and rounded to four digits",
    arguments: [
      (0, "0"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (1234.56, "1235"), (0.00012345, "0.0001235"),
      (9999.9, "10000"), (-2.5, "−2.5"), (1e7, "1e7"), (123_456_789, "1.235e8"),
      (.leastNonzeroMagnitude, "5e−324"),
      (1.5e-9, "1.5e−9"), (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "NaN"), (100, "100"),
      (.greatestFiniteMagnitude, "1.798e308"), (0.99999, "1"),
    ] as [(Double, String)])
  func areShort(number: Double, expected: String) {
    #expect(number.shortText() == expected)
  }

  @Test("keep more digits when asked, and are then written out")
  func keepDigits() {
    #expect(1_700_000_001.0.shortText(digits: 12) == "1700000001")
  }

  @Test(
    "have two decimals as coordinates",
    arguments: [
      (1.005, "1"), (1.25, "1.25"), (-0.5, "-0.5"), (3, "3"), (0.07, "0.07"), (-0.001, "0"),
      (.nan, "0"), (.infinity, "0"), (1e300, "10000000000"),
    ] as [(Double, String)])
  func haveTwoDecimals(number: Double, expected: String) {
    #expect(number.coordinateText == expected)
  }

  @Test("the logarithm of every power of ten is its exponent")
  func logarithms() throws {
    for exponent in -323...308 {
      let power = try #require(Double("1e\(exponent)"))
      let error = (power.decimalLogarithm - Double(exponent)).magnitude
      // The smallest numbers have few bits, so that 1e-323 is none exactly.
      #expect(error <= (exponent < -307 ? 0.01 : 1e-13), "1e\(exponent)")
    }
  }
}
