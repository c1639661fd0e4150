/// The values of the last seasons (days, for rows minutes or hours apart), found by their place in time, so that
/// missing rows shift nothing.
struct SeasonalMemory: Sendable, Equatable {
  /// Seasons that are remembered: a week of days, as weekdays differ.
  static let seasons = 7

  /// Places of a season.
  let length: Int
  private var values: [Double]
  /// The place in time that each value belongs to; −1: none.
  private var places: [Double]

  /// A memory without values.
  init(length: Int) {
    self.length = length
    values = Array(repeating: 0, count: length * (Self.seasons + 1))
    places = Array(repeating: -1, count: values.count)
  }

  /// The value so many seasons before a place in time.
  func value(seasonsBefore count: Int, _ place: Int) -> Double? {
    let wanted = place - count * length
    let index = wanted % values.count
    guard wanted >= 0, places[index] == Double(wanted) else { return nil }
    return values[index]
  }

  /// Keeps the value at a place in time, of at least 0.
  mutating func keep(_ value: Double, at place: Int) {
    let index = place % values.count
    values[index] = value
    places[index] = Double(place)
  }

  /// The median of the values at this place of the last three seasons, as far as they are there.
  func expectation(at place: Int) -> Double? {
    let first = value(seasonsBefore: 1, place)
    let second = value(seasonsBefore: 2, place)
    let third = value(seasonsBefore: 3, place)
    switch (first, second, third) {
    case (let a?, let b?, let c?): return max(min(a, b), min(max(a, b), c))
    case (let a?, let b?, nil), (let a?, nil, let b?), (nil, let a?, let b?): return (a + b) / 2
    default: return first ?? second ?? third
    }
  }
}

extension SeasonalMemory: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    try visit("values", &values)
    try visit("places", &places)
  }
}
