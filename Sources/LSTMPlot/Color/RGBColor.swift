/// A colour of the screen, red, green and blue.
struct RGBColor: Equatable, Sendable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  /// The colour that is written `#rrggbb`.
  init(_ hexadecimal: UInt32) {
    red = UInt8(truncatingIfNeeded: hexadecimal >> 16)
    green = UInt8(truncatingIfNeeded: hexadecimal >> 8)
    blue = UInt8(truncatingIfNeeded: hexadecimal)
  }

  var text: String {
    "#"
      + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
