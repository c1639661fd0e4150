extension Double {
  /// The logarithm to the base ten of a positive number, to the last bit or two.
  ///
  /// Computed here, so that a chart is the same to the byte on every system: ln m of the
  /// significand is 2 artanh((m − 1) / (m + 1)), whose series ends quickly for m in [√½, √2].
  var decimalLogarithm: Double {
    guard self > 0, isFinite else { return self > 0 ? self : .nan }
    let isLarge = significand > 2.0.squareRoot()
    let m = isLarge ? significand / 2 : significand
    let powerOfTwo = Double(exponent) + (isLarge ? 1 : 0)
    let s = (m - 1) / (m + 1)
    let series = (0...11).reversed().reduce(0) { $0 * s * s + 1 / Double(2 * $1 + 1) }
    return powerOfTwo * 0.301_029_995_663_981_195 + 2 * s * series * 0.434_294_481_903_251_828
  }
}
