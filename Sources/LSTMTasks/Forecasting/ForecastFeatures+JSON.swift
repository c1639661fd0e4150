import LSTMData
import LSTMFormats

extension ForecastFeatures: JSONRepresentable {
  /// The contents of `features.json`.
  var json: JSONValue {
    let before: [(String, JSONValue)] = [
      ("targets", targets.json), ("frequency", frequency.json), ("season", season.json),
      ("transform", .string(transform.rawValue)), ("isNonNegative", isNonNegative.json),
      ("covariates", covariates.json),
    ]
    return .object(
      JSONObject(
        before + (known.isEmpty ? [] : [("known", known.json)])
          + [("statics", statics.json), ("channels", channels.json)]))
  }

  init(json: JSONReader) throws {
    targets = try [String](json: try json.member("targets"))
    frequency = try Frequency(json: try json.member("frequency"))
    season = try json.member("season").integer(in: 1...1 << 20)
    let name = try json.member("transform")
    guard let transform = ForecastTransform(rawValue: try name.string()) else {
      throw name.expected(
        "one of "
          + ForecastTransform.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self.transform = transform
    isNonNegative = try json.member("isNonNegative").boolean()
    covariates = try [Column](json: try json.member("covariates"))
    known = try json.memberIfPresent("known").map { try [Column](json: $0) } ?? []
    statics = try [Column](json: try json.member("statics"))
    channels = try [Channel](json: try json.member("channels"))
  }
}

extension ForecastFeatures.Column: JSONRepresentable {
  var json: JSONValue {
    ["name": name.json, "vocabulary": vocabulary.json, "scaler": scaler.json]
  }

  init(json: JSONReader) throws {
    name = try json.member("name").string()
    vocabulary = try json.memberIfPresent("vocabulary").map { try [String](json: $0) }
    scaler = try SeriesScaler(json: try json.member("scaler"))
  }
}

extension ForecastFeatures.Channel: JSONRepresentable {
  var json: JSONValue {
    [
      "id": id.json, "scaler": scaling.scaler.json,
      "annual": scaling.annual?.coefficients.json ?? .null,
      "end": .integer(end.microseconds), "scale": scale.json,
    ]
  }

  init(json: JSONReader) throws {
    id = try json.member("id").string()
    let annual = try json.memberIfPresent("annual")
    let coefficients = try annual.map { try [Double](json: $0) }
    if let annual, coefficients?.count != AnnualHarmonics.termCount {
      throw annual.expected("\(AnnualHarmonics.termCount) numbers")
    }
    scaling = ChannelScaling(
      scaler: try SeriesScaler(json: try json.member("scaler")),
      annual: coefficients.map(AnnualHarmonics.init(coefficients:)))
    end = Timestamp(microseconds: Int64(try json.member("end").integer()))
    scale = try json.memberIfPresent("scale")?.double(in: 0...Double.infinity)
  }
}

extension SeriesScaler: JSONRepresentable {
  /// Center and scale.
  public var json: JSONValue { ["center": center.json, "scale": scale.json] }

  /// Reads center and scale.
  public init(json: JSONReader) throws {
    self.init(
      center: try json.member("center").double(),
      scale: try json.member("scale").double(in: Double.leastNormalMagnitude...Double.infinity))
  }
}

extension Frequency: JSONRepresentable {
  /// The step: so many microseconds or months, or its name.
  public var json: JSONValue {
    switch self {
    case .regular(let step): ["microseconds": .integer(step)]
    case .months(let count): ["months": count.json]
    case .businessDays: .string("business days")
    case .irregular: .string("irregular")
    }
  }

  /// Reads a step.
  public init(json: JSONReader) throws {
    switch json.value {
    case .string("business days"): self = .businessDays
    case .string("irregular"): self = .irregular
    case .object:
      if let step = try json.memberIfPresent("microseconds") {
        self = .regular(microseconds: Int64(try step.integer(in: 1...Int.max)))
      } else {
        self = .months(try json.member("months").integer(in: 1...1 << 20))
      }
    default:
      throw json.expected("a step: microseconds, months, \"business days\" or \"irregular\"")
    }
  }
}
