/// A forecast of the next H values of a series, with its uncertainty.
public struct QuantileForecast: Sendable, Equatable {
  /// The levels that forecasts are written with: 0.05, 0.10, … 0.95.
  public static let levels: [Double] = (1...19).map { Double($0) / 20 }

  /// The expected values, H.
  public let mean: [Double]
  /// For each value its quantiles, as many as there are ``levels``, rising.
  public let quantiles: [[Double]]

  /// A forecast from its parts; quantiles that cross are put in order.
  public init(mean: [Double], quantiles: [[Double]]) {
    precondition(
      quantiles.count == mean.count && quantiles.allSatisfy { $0.count == Self.levels.count },
      "a forecast of \(mean.count) values needs \(Self.levels.count) quantiles for each")
    self.mean = mean
    self.quantiles = quantiles.map { $0.sorted() }
  }

  /// A forecast without uncertainty: all quantiles are the value.
  public init(point: [Double]) {
    mean = point
    quantiles = point.map { Array(repeating: $0, count: Self.levels.count) }
  }

  /// Values ahead, H.
  public var horizon: Int { mean.count }

  /// The quantile of the level nearest to `level`, H values.
  public func quantile(_ level: Double) -> [Double] {
    let index = Self.levels.indices.min {
      abs(Self.levels[$0] - level) < abs(Self.levels[$1] - level)
    }
    return quantiles.map { $0[index ?? 0] }
  }
}
