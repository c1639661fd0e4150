/// Brings a series to a mean of zero and a standard deviation of one, and back.
///
/// Fit it on the training part alone. Constant series and any scale that a `Double` holds are sound:
/// a constant c is scaled by |c|, zeros by 1.
public struct SeriesScaler: Sendable, Equatable {
  /// What becomes zero.
  public let center: Double
  /// What becomes one; positive.
  public let scale: Double

  /// A scaler of given numbers, as a model keeps them.
  public init(center: Double, scale: Double) {
    precondition(center.isFinite && scale > 0 && scale.isFinite, "a scale is positive")
    self.center = center
    self.scale = scale
  }

  /// The scaler by mean and standard deviation (divisor n) of the observed values.
  public init(fittedOn part: SeriesValues) {
    let values = zip(part.values, part.isObserved).filter(\.1).map(\.0)
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else {
      self.init(center: 0, scale: 1)
      return
    }
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      self.init(center: first, scale: abs(first))
      return
    }
    // Of the largest value's power of two, squares neither overflow nor vanish, and nothing rounds.
    let unit = Double(
      sign: .plus, exponent: min(max(largest.exponent, -1021), 1021), significand: 1)
    let mean = values.reduce(0) { $0 + $1 / unit } / Double(values.count)
    let squares = values.reduce(0) { sum, value in
      let difference = value / unit - mean
      return sum + difference * difference
    }
    let deviation = (squares / Double(values.count)).squareRoot()
    // Less than this is the rounding of the mean.
    let isConstant = deviation <= abs(mean) * 1e-14
    let scale = (isConstant ? abs(mean) : deviation) * unit
    self.init(
      center: mean * unit, scale: max(scale, Double.leastNormalMagnitude))
  }

  /// A value for the network.
  public func scaled(_ value: Double) -> Float { Float((value - center) / scale) }

  /// Values for the network.
  public func scaled(_ values: [Double]) -> [Float] { values.map(scaled) }

  /// A value of the network, in the series' own unit.
  public func original(_ value: Double) -> Double { value * scale + center }

  /// Values of the network, in the series' own unit.
  public func original(_ values: [Double]) -> [Double] { values.map(original) }
}
