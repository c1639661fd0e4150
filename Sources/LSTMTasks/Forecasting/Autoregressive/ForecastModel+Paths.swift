import LSTMData
import LSTMFormats
import LSTMTensor

extension ForecastModel {
  /// Paths that quantiles are taken from.
  static let pathCount = 200
  /// What they are drawn by: a forecast is the same each time.
  static let pathSeed: UInt64 = 1
  /// Paths that go on side by side.
  private static let rowCount = 800

  /// Paths from windows, [N, P, H], in the unit of the networks' distribution; the networks take turns.
  ///
  /// A path's chance follows from the seed, the series' name, the time of the origin and the path's number alone, so it
  /// is the same whatever other series are forecast beside it.
  func paths(
    _ windows: [ForecastWindow], _ data: ForecastData, count: Int, seed: UInt64
  ) -> [Float] {
    let samplers = autoregressive.map { PathSampler($0, data) }
    let horizon = architecture.shape.horizon
    let size = max(1, Self.rowCount / max(1, count))
    let groups = (windows.count + size - 1) / size
    return SideBySide.map(groups) { group in
      let own = Array(windows[group * size..<min(windows.count, (group + 1) * size)])
      let keys = own.map { Self.key($0, data, seed: seed) }
      var paths = [Float](repeating: 0, count: own.count * count * horizon)
      for (member, sampler) in samplers.enumerated() where member < count {
        let numbers = Array(stride(from: member, to: count, by: samplers.count))
        let generators = keys.flatMap { key in
          numbers.map { RandomGenerator(seed: RandomGenerator.key(key, UInt64($0))) }
        }
        let drawn = sampler.paths(own, generators: generators)
        for row in generators.indices {
          let path = row / numbers.count * count + numbers[row % numbers.count]
          paths.replaceSubrange(
            path * horizon..<(path + 1) * horizon, with: drawn[row * horizon..<(row + 1) * horizon])
        }
      }
      return paths
    }.flatMap { $0 }
  }

  private static func key(
    _ window: ForecastWindow, _ data: ForecastData, seed: UInt64
  ) -> UInt64 {
    let channel = data.channels[window.channel]
    let name = RandomGenerator.key(seed, Checksum64.of(Array(channel.id.utf8)))
    return RandomGenerator.key(
      name, UInt64(bitPattern: channel.times[window.origin].microseconds))
  }

  /// The quantiles of paths, [N · H · Q], in scaled units.
  func pathQuantiles(_ windows: [ForecastWindow], _ data: ForecastData) -> [Float] {
    let (count, horizon) = (Self.pathCount, architecture.shape.horizon)
    let isOfCounts = architecture.autoregression?.distribution.isOfCounts ?? false
    let paths = paths(windows, data, count: count, seed: Self.pathSeed)
    var quantiles: [Float] = []
    quantiles.reserveCapacity(windows.count * horizon * QuantileForecast.levels.count)
    for (number, window) in windows.enumerated() {
      let scaler = data.channels[window.channel].scaler
      for step in 0..<horizon {
        let values = (0..<count).map { paths[(number * count + $0) * horizon + step] }.sorted()
        quantiles += QuantileForecast.levels.map { level in
          guard isOfCounts else { return values.sortedQuantile(level) }
          // Of counts a quantile is a count.
          let place = Int((level * Double(count)).rounded(.up)) - 1
          return scaler.scaled(Double(values[min(max(0, place), count - 1)]))
        }
      }
    }
    return quantiles
  }
}
