/// The span that an axis shows and where on it a value lies.
struct AxisScale: Sendable {
  let kind: LineChart.Axis.Scale
  /// The ends of the axis, as logarithms on a logarithmic one.
  private var low: Double
  private var high: Double
  /// The smallest and the largest value, as they were given.
  private let smallest: Double
  private let largest: Double
  /// Whether every value is a whole number, so that ticks between them would mean nothing.
  private let isWhole: Bool

  /// A scale that holds all values that can be drawn, with a share of its span left free at both
  /// ends.
  init(_ kind: LineChart.Axis.Scale, holding values: some Sequence<Double>, margin: Double = 0) {
    self.kind = kind
    var (smallest, largest, isWhole) = (Double.infinity, -Double.infinity, true)
    for value in values where value.isFinite && (kind == .linear || value > 0) {
      smallest = min(smallest, value)
      largest = max(largest, value)
      isWhole = isWhole && value == value.rounded()
    }
    if smallest > largest { (smallest, largest, isWhole) = (kind == .linear ? 0 : 1, 1, false) }
    (self.smallest, self.largest, self.isWhole) = (smallest, largest, isWhole)
    low = kind == .linear ? smallest : smallest.decimalLogarithm
    high = kind == .linear ? largest : largest.decimalLogarithm
    widen(margin: margin)
  }

  /// Leaves the margin, and gives a span to values that are all but equal.
  private mutating func widen(margin: Double) {
    let size = max(low.magnitude, high.magnitude)
    var extra = (high / 2 - low / 2) * margin * 2
    if high / 2 - low / 2 <= max(size * 1e-11, 1e-290) {
      extra = kind == .linear && size > 1e-280 ? size / 2 : isWhole ? 1 : 0.5
    }
    low = max(low - extra, -.greatestFiniteMagnitude)
    high = min(high + extra, .greatestFiniteMagnitude)
  }

  /// Where a value lies, from 0 to 1; nil for a value that the axis cannot show.
  func position(of value: Double) -> Double? {
    guard value.isFinite, kind == .linear || value > 0 else { return nil }
    return share(kind == .linear ? value : value.decimalLogarithm)
  }

  // Halves, as the span of all finite numbers is not finite.
  private func share(_ value: Double) -> Double {
    min(max((value / 2 - low / 2) / (high / 2 - low / 2), 0), 1)
  }

  /// Up to a dozen labelled places, at least one.
  var ticks: [AxisTick] {
    guard kind == .logarithmic else {
      return linearValues(from: low, to: high).map {
        AxisTick(position: share($0), label: $0.shortText(digits: 12))
      }
    }
    let decades = decadeTicks
    return decades.count > 1 ? decades : valueTicks
  }

  private func linearValues(from low: Double, to high: Double) -> [Double] {
    // Among the smallest numbers there are none between to be round.
    guard high / 2 - low / 2 > 1e-290 else { return [low] }
    var step = AxisTick.step(span: high / 2 - low / 2, count: 3)
    if isWhole { step = max(step, 1) }
    let first = (low / step - 1e-9).rounded(.up)
    return (0...12).map { (first + Double($0)) * step }.prefix { $0 - step * 1e-9 <= high }
  }
}

// MARK: - Ticks of a logarithmic axis

extension AxisScale {
  private var decadeTicks: [AxisTick] {
    let first = Int((low - 1e-9).rounded(.up))
    let last = Int((high + 1e-9).rounded(.down))
    guard first < last else { return [] }
    let step = [1, 2, 3, 5, 10, 20, 50].first { (last - first) / $0 < 8 } ?? 100
    return (first...last).filter { $0.isMultiple(of: step) }.map {
      AxisTick(position: share(Double($0)), label: "10" + $0.superscript)
    }
  }

  /// Ticks at round values, for an axis that is too short for two powers of ten.
  private var valueTicks: [AxisTick] {
    let exponents = Int(low.rounded(.down))...Int(high.rounded(.down))
    var values = exponents.flatMap { exponent in
      [1, 2, 5].compactMap { Double("\($0)e\(exponent)") }
    }
    values.removeAll {
      !($0 > 0 && (low - 1e-9...high + 1e-9).contains($0.decimalLogarithm))
    }
    if values.count < 2 { values = linearValues(from: smallest, to: largest) }
    return values.map {
      AxisTick(position: share($0.decimalLogarithm), label: $0.shortText(digits: 12))
    }
  }
}

extension Int {
  fileprivate var superscript: String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(String(self).map { $0.wholeNumberValue.map { digits[$0] } ?? "⁻" })
  }
}
