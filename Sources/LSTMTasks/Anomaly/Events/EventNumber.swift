import LSTMFormats
import LSTMTensor

/// A column of numbers of events, and how large they are in the part that was learned from.
struct EventNumber: Sendable, Equatable {
  /// The column's name.
  let name: String
  let median: Double
  /// The mean distance from the median, above 0.
  let deviation: Double
  /// Whether no number is below zero: then ratios say more than differences.
  let isPositive: Bool

  /// - Parameter values: of the part learned from; NaN where missing.
  init(name: String, values: some Sequence<Double>) {
    let known = values.filter(\.isFinite).sorted()
    self.name = name
    let middle = known.isEmpty ? 0 : known[known.count / 2]
    let distance =
      known.reduce(0) { $0 + abs($1 - middle) } / Double(max(1, known.count))
    median = middle
    deviation = distance > 0 && distance.isFinite ? distance : max(1, abs(middle))
    isPositive = (known.first ?? 0) >= 0 && middle > 0
  }

  /// A number on the scale on which differences are compared: logarithms of positive ones.
  func level(_ value: Double) -> Double {
    // A share of the median is added, so that the smallest amounts do not stand far apart.
    guard isPositive else { return value / deviation }
    return naturalLogarithm(max(0, value) / median + Self.floor)
  }

  private static let floor = 0.02
}

extension EventNumber: JSONRepresentable {
  var json: JSONValue {
    [
      "name": name.json, "median": median.json, "deviation": deviation.json,
      "isPositive": isPositive.json,
    ]
  }

  init(json: JSONReader) throws {
    name = try json.member("name").string()
    isPositive = try json.member("isPositive").boolean()
    let least = isPositive ? Double.leastNonzeroMagnitude : -Double.greatestFiniteMagnitude
    median = try json.member("median").double(in: least...Double.greatestFiniteMagnitude)
    deviation = try json.member("deviation")
      .double(in: Double.leastNonzeroMagnitude...Double.greatestFiniteMagnitude)
  }
}
