/// What breaks programs that draw.
enum Hostile {
  static let texts = [
    "", " ", "<script>alert(1)</script>", "a & b \"c\" 'd' </svg> ]]> -->",
    "\u{0}\u{1}\u{1B}\u{7F}",
    "line\nfeed\r\n\ttab", noncharacters, "عربي \u{202E}abc",
    "👩‍👩‍👧‍👦 z\u{301}\u{302}",
    String(repeating: "W", count: 5_000), "${row} `x` \\u0000 javascript:alert(1)",
  ]

  private static let smallest = Double.leastNonzeroMagnitude

  // Not allowed in a literal.
  private static let noncharacters = String(
    String.UnicodeScalarView(
      [0xFFFE, 0xFFFF, 0xFDD0, 0x85].compactMap { Unicode.Scalar($0 as UInt32) }))

  static let numbers: [[Double]] = [
    [], [0], [.nan], [.infinity], [-.infinity, .nan, .infinity], [5, 5, 5], [-0.0, 0],
    [-.greatestFiniteMagnitude, .greatestFiniteMagnitude], [smallest, 0], [smallest, 2 * smallest],
    [1e300, (1e300).nextUp], [1, .nan, 2, .nan, .nan, 3, 4], [1e-30, 1], [-3, -2],
    [1_700_000_000, 1_700_000_010], [2000 * smallest, 1e308], [1e16, 1e16 + 2],
  ]
}
