import LSTMData
import LSTMFormats

/// A number as several inputs, each of which says how far it has come between two knots: 0 below, 1 above (piecewise linear
/// encoding, Gorishniy, Rubachev and Babenko 2022).
///
/// A network reads thresholds off it, which it learns slowly from the number itself; outliers stay within bounds. Each input is
/// standardised: what is reached seldom speaks loudly when it is.
struct PiecewiseEncoding: Sendable, Equatable {
  /// Rising; two at least.
  let knots: [Float]
  /// The mean of each input and its deviation, of the values fitted on.
  let scalers: [SeriesScaler]

  /// Inputs that stand for the number.
  var width: Int { knots.count - 1 }

  private static let parts = 8
  private static let upperShares = [0.99, 0.995, 0.999]
  private static let partsOfRare = 5
  /// Deviations from the mean that an input may be away.
  private static let reach: Float = 8

  /// Knots at even shares of the values, and a few more at the upper end; where one value is most frequent, at shares
  /// of the others.
  init(fittedOn values: [Float]) {
    let knots = Self.knots(values.filter(\.isFinite).sorted())
    self.knots = knots
    scalers = (0..<knots.count - 1).map { part in
      let inputs = values.map { Double(Self.input($0, knots, part)) }
      return SeriesScaler(
        fittedOn: SeriesValues(
          values: inputs, isObserved: Array(repeating: true, count: inputs.count)))
    }
  }

  private static func knots(_ sorted: [Float]) -> [Float] {
    guard let least = sorted.first, let most = sorted.last, least < most else {
      return [sorted.first ?? 0, (sorted.first ?? 0) + 1]
    }
    let shares = (0...parts).map { Double($0) / Double(parts) } + upperShares
    let found = knots(sorted, at: shares.sorted())
    guard found.count < parts - 2 else { return found }
    let frequent = mostFrequent(sorted)
    let others = sorted.filter { $0 != frequent }
    let rare = knots(others, at: (0...partsOfRare).map { Double($0) / Double(partsOfRare) })
    return distinct((rare + [least, frequent, most]).sorted())
  }

  private static func knots(_ sorted: [Float], at shares: [Double]) -> [Float] {
    distinct(shares.map { sorted[Int(Double(sorted.count - 1) * $0)] })
  }

  private static func distinct(_ sorted: [Float]) -> [Float] {
    sorted.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  private static func mostFrequent(_ sorted: [Float]) -> Float {
    var (best, bestCount, count) = (sorted[0], 0, 0)
    for place in sorted.indices {
      count = place > 0 && sorted[place] == sorted[place - 1] ? count + 1 : 1
      if count > bestCount { (best, bestCount) = (sorted[place], count) }
    }
    return best
  }

  /// Appends the inputs, from the lowest part up.
  func encode(_ value: Float, to inputs: inout [Float]) {
    for part in 0..<width {
      let scaled = Float(scalers[part].scaled(Double(Self.input(value, knots, part))))
      inputs.append(min(Self.reach, max(-Self.reach, scaled)))
    }
  }

  private static func input(_ value: Float, _ knots: [Float], _ part: Int) -> Float {
    min(1, max(0, (value - knots[part]) / (knots[part + 1] - knots[part])))
  }
}

extension PiecewiseEncoding: JSONRepresentable {
  var json: JSONValue { ["knots": knots.map { Double($0) }.json, "scalers": scalers.json] }

  init(json: JSONReader) throws {
    knots = try [Double](json: try json.member("knots")).map { Float($0) }
    scalers = try [SeriesScaler](json: try json.member("scalers"))
    guard knots.count > 1, zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }),
      scalers.count == knots.count - 1
    else {
      throw json.expected("two or more rising knots, and a scaler between each two")
    }
  }
}
