/// From values to colours.
///
/// A scale gives a tint and its strength: the page shows through a weak tint, so that a value of
/// zero is white on a light page and black on a dark one, and the same picture serves both. Blue,
/// orange and purple are told apart with any common colour blindness.
struct ColorScale: Equatable, Sendable {
  /// A colour and how much it covers what lies under it, from 0 to 255.
  struct Tint: Equatable, Sendable {
    let color: RGBColor
    let strength: UInt8
  }

  static let negative = RGBColor(0x2B7BD0)
  static let positive = RGBColor(0xE2701B)
  static let sequential = RGBColor(0x8A4FD0)
  static let missing = Tint(color: RGBColor(0x808488), strength: 255)

  /// The value at the low end.
  let low: Double
  /// The value at the high end; above `low`.
  let high: Double
  let isDiverging: Bool

  /// The scale for some values, which a data-driven one spans.
  init(_ colors: HeatMapColors, values: some Sequence<Double>) {
    switch colors {
    case .sequential: (low, high, isDiverging) = (0, 1, false)
    case .upTo(let end): (low, high, isDiverging) = (0, end, false)
    case .between(let start, let end): (low, high, isDiverging) = (start, end, false)
    case .signed: (low, high, isDiverging) = (-1, 1, true)
    case .symmetric:
      isDiverging = true
      let largest = values.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
      high = largest > 1e-290 ? largest : 1
      low = -high
    }
  }

  /// The tint at a share of the way from the low end to the high one.
  func tint(at share: Double) -> Tint {
    guard isDiverging else {
      return Tint(color: Self.sequential, strength: UInt8((share * 255).rounded()))
    }
    let signed = 2 * share - 1
    return Tint(
      color: signed < 0 ? Self.negative : Self.positive,
      strength: UInt8((signed.magnitude * 255).rounded()))
  }

  /// How far a value lies on the way from the low end to the high one: below 0 and above 1 for a
  /// value beyond the ends, nil for one that is no number.
  func share(of value: Double) -> Double? {
    value.isNaN ? nil : (value / 2 - low / 2) / (high / 2 - low / 2)
  }
}
