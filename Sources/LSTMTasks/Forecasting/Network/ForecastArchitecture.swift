import LSTMFormats
import LSTMTensor

/// What a forecaster is made of.
struct ForecastArchitecture: Sendable, Equatable {
  /// A simple forecast without its weights.
  struct Base: Sendable, Equatable {
    var method: LinearForecast.Method
    var withoutYear: Bool
    var isShifted: Bool
  }

  /// A kind of network: which simple forecast it stands over, and whether it reads the columns beside the target.
  struct Network: Sendable, Equatable {
    var base: Int
    var readsCovariates: Bool
  }

  var shape: ForecastShape
  /// Kind of the recurrent layers.
  var cell: CellKind
  /// Units of a layer.
  var hiddenSize: Int
  /// Recurrent layers.
  var layerCount: Int
  /// Probability of dropping a value between the layers and behind the last, in training.
  var dropout: Float
  /// Networks of each kind, which differ in their beginning and in the order of what they saw.
  var memberCount: Int
  /// The simple forecasts.
  var bases: [Base]
  /// The kinds of networks.
  var networks: [Network]
  /// How networks draw the future step by step, in place of the kinds above; `nil`: they say quantiles.
  var autoregression: Autoregression?

  /// The kind of each network, [kinds · members].
  var memberNetworks: [Int] {
    (0..<memberCount).flatMap { _ in Array(networks.indices) }
  }

  /// What the forecast is mixed of: each simple forecast, then the networks of each kind.
  var componentCount: Int { bases.count + (memberCount > 0 ? networkKindCount : 0) }

  /// The kinds of networks of either sort.
  var networkKindCount: Int { networks.count + (autoregression == nil ? 0 : 1) }

  /// Features of a step of a network, F.
  func inputSize(of network: Int) -> Int {
    shape.featureCount(covariates: networks[network].readsCovariates)
  }
}

extension ForecastArchitecture: JSONRepresentable {
  private static let sizes = 1...1 << 20
  private static let members = [
    "cell", "layerCount", "hiddenSize", "dropout", "members", "horizon", "lookback", "patchLength",
    "covariateInputs", "staticInputs", "hasMask", "bases", "networks", "calendarInputs",
    "knownInputs", "autoregression",
  ]

  var json: JSONValue {
    let always: [(String, JSONValue)] = [
      ("cell", .string(cell.rawValue)), ("layerCount", layerCount.json),
      ("hiddenSize", hiddenSize.json), ("dropout", dropout.json), ("members", memberCount.json),
      ("horizon", shape.horizon.json), ("lookback", shape.lookback.json),
      ("patchLength", shape.patchLength.json), ("covariateInputs", shape.covariateCount.json),
      ("staticInputs", shape.staticCount.json), ("hasMask", shape.hasMask.json),
      ("bases", bases.json), ("networks", networks.json),
    ]
    let inputs = [("calendarInputs", shape.calendarCount), ("knownInputs", shape.knownCount)]
      .filter { $0.1 > 0 }.map { ($0.0, $0.1.json) }
    return .object(
      JSONObject(always + inputs + (autoregression.map { [("autoregression", $0.json)] } ?? [])))
  }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    func size(_ name: String, _ range: ClosedRange<Int> = Self.sizes) throws -> Int {
      try json.member(name).integer(in: range)
    }
    shape = ForecastShape(
      horizon: try size("horizon"), lookback: try size("lookback"),
      patchLength: try size("patchLength"),
      covariateCount: try size("covariateInputs", 0...1 << 20),
      staticCount: try size("staticInputs", 0...1 << 20),
      hasMask: try json.member("hasMask").boolean(),
      calendarCount: try json.memberIfPresent("calendarInputs")?.integer(in: 0...1 << 10) ?? 0,
      knownCount: try json.memberIfPresent("knownInputs")?.integer(in: 0...1 << 20) ?? 0)
    guard shape.lookback.isMultiple(of: shape.patchLength) else {
      throw try json.member("lookback").expected("a multiple of patchLength")
    }
    cell = try CellKind(json: json.member("cell"))
    hiddenSize = try size("hiddenSize")
    layerCount = try size("layerCount", LanguageModelArchitecture.layerCounts)
    let rate = try json.member("dropout")
    dropout = try rate.float()
    guard dropout >= 0, dropout < 1 else { throw rate.expected("a rate from 0 up to but not 1") }
    memberCount = try size("members", 0...1 << 10)
    bases = try [Base](json: try json.member("bases"))
    guard !bases.isEmpty else { throw try json.member("bases").expected("at least one") }
    networks = try [Network](json: try json.member("networks"))
    guard networks.allSatisfy({ bases.indices.contains($0.base) }) else {
      throw try json.member("networks").expected("networks over one of the bases")
    }
    autoregression = try json.memberIfPresent("autoregression").map {
      try Autoregression(json: $0)
    }
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }

  /// Numbers that the model holds; `nil` if they are more than a machine could.
  var parameterCount: Int? {
    let limit = Double(1 << 34)
    let quantiles = Double(QuantileForecast.levels.count)
    let horizon = Double(shape.horizon)
    let base = horizon * (Double(shape.lookback) + 1 + quantiles)
    let kind = cell.recurrentCell(hiddenSize: hiddenSize)
    let rows = Double(kind.weightRows(hiddenSize))
    let features =
      Double(shape.featureCount(covariates: true) + shape.futureCount)
      + Double(autoregression?.lags.count ?? 0)
    let layers = rows * (features + Double(layerCount) * 2 * Double(hiddenSize))
    let output = horizon * quantiles * Double(hiddenSize + 1)
    let total =
      Double(bases.count) * base + Double(memberCount * networkKindCount) * (layers + output)
    return total < limit ? Int(total) : nil
  }
}

extension ForecastArchitecture.Network: JSONRepresentable {
  var json: JSONValue { ["base": base.json, "readsCovariates": readsCovariates.json] }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: ["base", "readsCovariates"])
    base = try json.member("base").integer(in: 0...1 << 10)
    readsCovariates = try json.member("readsCovariates").boolean()
  }
}

extension ForecastArchitecture.Base: JSONRepresentable {
  var json: JSONValue {
    [
      "method": .string(method.rawValue), "withoutYear": withoutYear.json,
      "isShifted": isShifted.json,
    ]
  }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: ["method", "withoutYear", "isShifted"])
    let name = try json.member("method")
    guard let method = LinearForecast.Method(rawValue: try name.string()) else {
      throw name.expected(
        "one of "
          + LinearForecast.Method.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self.method = method
    withoutYear = try json.member("withoutYear").boolean()
    isShifted = try json.member("isShifted").boolean()
  }
}
