/// A labelled place on an axis.
struct AxisTick: Equatable, Sendable {
  /// From 0, the low end of the axis, to 1.
  let position: Double
  let label: String
}

extension AxisTick {
  /// The largest of the steps 1, 2 and 5 times a power of ten of which about `count` fill a span.
  static func step(span: Double, count: Double) -> Double {
    let rough = span / count
    let base = Double("1e\(Int(rough.decimalLogarithm.rounded(.down)))") ?? rough
    return base * ([1, 2, 5].first { rough <= base * $0 * 1.000_001 } ?? 10)
  }
}
