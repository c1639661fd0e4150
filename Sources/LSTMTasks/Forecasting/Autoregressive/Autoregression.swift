import LSTMFormats
import LSTMTensor

/// How networks draw the future one step after the other, each from the distribution of the next value given all before
/// (DeepAR, Salinas, Flunkert and Gasthaus 2017).
struct Autoregression: Sendable, Equatable {
  /// What the next value follows.
  var distribution: OutputDistribution
  /// Steps that a network reads before the first that it forecasts, C.
  var context: Int
  /// How many steps back the values lie that it reads at each step, rising.
  var lags: [Int]

  /// The steps that are read where the horizon and two seasons are shorter.
  private static let leastContext = 28
  private static let mostContext = 192

  /// Context and lags that suit series of a season.
  ///
  /// The network remembers the last steps; what lies a season back or more it is given.
  init(_ distribution: OutputDistribution, season: Int, shape: ForecastShape) {
    self.distribution = distribution
    let wanted = max(2 * season, shape.horizon, Self.leastContext)
    context = max(1, min(wanted, shape.lookback, Self.mostContext))
    let seasons = season > 1 ? [season - 1, season, season + 1, 2 * season, 7 * season] : []
    lags = Set([1, 2, 3] + seasons).filter { $0 == 1 || $0 <= shape.lookback }.sorted()
  }

  /// Features of a step of a network, F.
  func featureCount(_ shape: ForecastShape) -> Int {
    lags.count + (shape.hasMask ? 1 : 0) + shape.futureCount + shape.staticCount
  }
}

extension Autoregression: JSONRepresentable {
  private static let sizes = 1...1 << 20

  var json: JSONValue {
    [
      "distribution": .string(distribution.rawValue), "context": context.json, "lags": lags.json,
    ]
  }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: ["distribution", "context", "lags"])
    let name = try json.member("distribution")
    guard let distribution = OutputDistribution(rawValue: try name.string()) else {
      throw name.expected(
        "one of "
          + OutputDistribution.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self.distribution = distribution
    context = try json.member("context").integer(in: Self.sizes)
    let steps = try json.member("lags")
    lags = try steps.elements().map { try $0.integer(in: Self.sizes) }
    guard lags.first == 1, lags == Set(lags).sorted() else {
      throw steps.expected("rising numbers from 1 on")
    }
  }
}
