import LSTMTensor

/// What a series is turned into before anything is learned from it.
public enum ForecastTransform: String, Sendable, CaseIterable {
  /// The values as they are.
  case none
  /// Their square roots: errors that grow with the value grow less. Forecasts come back as values.
  case squareRoot = "square-root"
  /// Their natural logarithms: growth by a share becomes growth by an amount. Forecasts come back as values.
  case log
  /// The differences of the logarithms from step to step, the returns of a price. Forecasts stay returns.
  case logReturn = "log-return"

  /// Whether a number can be transformed.
  func takes(_ value: Double) -> Bool {
    switch self {
    case .none: true
    case .squareRoot: value >= 0
    case .log, .logReturn: value > 0
    }
  }

  /// A series transformed.
  ///
  /// - Parameter values: [T], of numbers that it ``takes(_:)``.
  func applied(to values: [Double]) -> [Double] {
    switch self {
    case .none: return values
    case .squareRoot: return values.map { $0.squareRoot() }
    case .log: return values.map { naturalLogarithm($0) }
    case .logReturn:
      let logarithms = values.map { naturalLogarithm($0) }
      return zip(logarithms, [logarithms.first ?? 0] + logarithms).map { $0 - $1 }
    }
  }

  /// How well one spread fits the changes from step to step of a series, however high its level.
  ///
  /// It is the logarithm of their likelihood if they are Laplace distributed (in the manner of Box and Cox 1964): higher is
  /// better.
  ///
  /// - Parameter values: [T], of numbers that it ``takes(_:)``.
  func likelihood(of values: [Double]) -> Double {
    let transformed = applied(to: values)
    let changes = zip(transformed.dropFirst(), transformed).map { abs($0 - $1) }
    let spread = changes.reduce(0, +) / Double(max(1, changes.count))
    guard spread > 0 else { return 0 }
    // A density is one of the values themselves only with the transform's slope; at zero a root's has no end.
    let least = values.reduce(0) { $0 + abs($1) } / Double(max(1, values.count)) * 1e-2
    let slopes = values.dropFirst().reduce(0.0) { sum, value in
      let logarithm = naturalLogarithm(max(value, least))
      switch self {
      case .none: return sum
      case .squareRoot: return sum - logarithm / 2 - naturalLogarithm(2)
      case .log, .logReturn: return sum - logarithm
      }
    }
    return slopes - Double(changes.count) * naturalLogarithm(spread)
  }

  /// A forecast value in the unit that forecasts are given in.
  func restored(_ value: Double) -> Double {
    switch self {
    case .none, .logReturn: value
    case .squareRoot: value <= 0 ? 0 : value * value
    // Beyond this a logarithm's value is no number any more; a forecast stays one.
    case .log: exponential(min(value, 700))
    }
  }
}
