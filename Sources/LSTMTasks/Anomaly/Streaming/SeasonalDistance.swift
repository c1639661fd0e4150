/// How far the last stretch of a series is from the most alike of the same stretches of earlier seasons: the
/// distance to the nearest neighbour that finds discords (Keogh, Lin and Fu 2005), with neighbours aligned by time
/// of day so that each row costs the same.
struct SeasonalDistance: Sendable, Equatable {
  /// The mean distance to each earlier season, the last first.
  private var distances: [SlidingMean]

  /// Stretches of so many rows.
  init(length: Int) {
    distances = Array(repeating: SlidingMean(length: length), count: SeasonalMemory.seasons)
  }

  /// Takes a value in; the distance of the stretch that it ends, `nil` where no earlier season is whole.
  mutating func add(_ value: Double, at place: Int, _ memory: SeasonalMemory) -> Double? {
    var nearest: Double?
    for season in distances.indices {
      guard let before = memory.value(seasonsBefore: season + 1, place) else {
        distances[season].clear()
        continue
      }
      distances[season].add(abs(value - before))
      if let mean = distances[season].mean { nearest = min(nearest ?? mean, mean) }
    }
    return nearest
  }
}

extension SeasonalDistance: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    for season in distances.indices {
      try distances[season].visitState(under: "\(season)", visit)
    }
  }
}
