import LSTMLayers
import LSTMTensor

/// Simple forecasts, networks over them, and how their quantiles are mixed and widened.
struct ForecastModel: Module {
  var architecture: ForecastArchitecture
  var bases: [LinearForecast]
  var members: [PatchNetwork]
  /// The networks that draw the future step by step; none where ``members`` say quantiles.
  var autoregressive: [AutoregressiveNetwork]
  /// The share of each component in the forecast, [components].
  var shares: Tensor
  /// What the distance of each quantile from the median is multiplied by, [H, Q].
  var widths: Tensor

  /// Windows that are forecast at a time.
  static let batchSize = 256

  /// A model whose networks have new weights, each from its own part of the seed.
  init(_ architecture: ForecastArchitecture, bases: [LinearForecast], seed: UInt64) {
    self.architecture = architecture
    self.bases = bases
    members = architecture.memberNetworks.enumerated().map { member, network in
      var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(member)))
      return PatchNetwork(
        architecture, inputSize: architecture.inputSize(of: network),
        spread: bases[architecture.networks[network].base].spread, using: &random)
    }
    autoregressive =
      architecture.autoregression.map { autoregression in
        (0..<architecture.memberCount).map { member in
          var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(member)))
          return AutoregressiveNetwork(architecture, autoregression, using: &random)
        }
      } ?? []
    shares = Tensor(
      repeating: 1 / Float(architecture.componentCount), shape: [architecture.componentCount])
    widths = Tensor(
      repeating: 1, shape: [architecture.shape.horizon, QuantileForecast.levels.count])
  }

  /// A model whose weights are about to be read from a file.
  init(unset architecture: ForecastArchitecture) {
    self.architecture = architecture
    bases = architecture.bases.map {
      LinearForecast(
        $0.method, withoutYear: $0.withoutYear, isShifted: $0.isShifted, shape: architecture.shape)
    }
    members = architecture.memberNetworks.map {
      PatchNetwork(unset: architecture, inputSize: architecture.inputSize(of: $0))
    }
    autoregressive =
      architecture.autoregression.map { autoregression in
        (0..<architecture.memberCount).map { _ in
          AutoregressiveNetwork(unset: architecture, autoregression)
        }
      } ?? []
    shares = .zeros([architecture.componentCount])
    widths = .zeros([architecture.shape.horizon, QuantileForecast.levels.count])
  }

  /// What a member's base leaves over, as the member says it: [N, H · Q].
  func residual(
    _ member: Int, _ windows: [ForecastWindow], _ data: ForecastData, phase: Phase
  ) -> Tensor {
    let network = architecture.networks[architecture.memberNetworks[member]]
    let base = architecture.bases[network.base]
    return members[member](
      data.networkInputs(
        windows, withoutYear: base.withoutYear, isShifted: base.isShifted,
        covariates: network.readsCovariates), future: data.future(windows), phase: phase)
  }

  /// The quantiles that each component says, [components][N · H · Q], in scaled units.
  func components(_ windows: [ForecastWindow], _ data: ForecastData) -> [[Float]] {
    let (levels, horizon) = (QuantileForecast.levels.count, architecture.shape.horizon)
    let points = bases.map { $0(windows, data).values }
    var parts = zip(bases, points).map { base, points in
      let spread = base.spread.values
      return points.indices.flatMap { at in
        let first = at % horizon * levels
        return (first..<first + levels).map { points[at] + spread[$0] }
      }
    }
    if !autoregressive.isEmpty { parts.append(pathQuantiles(windows, data)) }
    guard !members.isEmpty else { return parts }
    let kinds = architecture.memberNetworks
    for (kind, network) in architecture.networks.enumerated() {
      let own = members.indices.filter { kinds[$0] == kind }
      var sum = points[network.base].flatMap { Array(repeating: $0, count: levels) }
      for member in own {
        let residual = residual(member, windows, data, phase: .inference)
        residual.withBuffer { residual in
          for index in sum.indices { sum[index] += residual[index] / Float(own.count) }
        }
      }
      parts.append(sum)
    }
    return parts
  }

  /// The forecast's quantiles, [N · H · Q], in scaled units and rising order: mixed, then widened.
  func quantiles(_ windows: [ForecastWindow], _ data: ForecastData) -> [Float] {
    let shares = shares.values
    var mixed: [Float] = []
    for (share, part) in zip(shares, components(windows, data)) where share > 0 {
      if mixed.isEmpty { mixed = Array(repeating: 0, count: part.count) }
      for index in mixed.indices { mixed[index] += share * part[index] }
    }
    mixed.sortQuantiles()
    mixed.widen(by: widths.values)
    return mixed
  }

  /// Visits everything that is kept with the model; losses depend on the networks alone.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    for place in bases.indices {
      try bases[place].visitParameters(under: "base.\(place)", visit)
    }
    for place in members.indices {
      try members[place].visitParameters(under: "member.\(place)", visit)
    }
    for place in autoregressive.indices {
      try autoregressive[place].visitParameters(under: "autoregressive.\(place)", visit)
    }
    try visit("shares", &shares)
    try visit("widths", &widths)
  }
}

extension [Float] {
  /// Puts the quantiles of each value, which lie beside each other, in rising order.
  mutating func sortQuantiles() {
    let levels = QuantileForecast.levels.count
    for first in Swift.stride(from: 0, to: count, by: levels) {
      self[first..<first + levels].sort()
    }
  }

  /// Multiplies the distance of each quantile from the median.
  ///
  /// - Parameter widths: [H · Q].
  mutating func widen(by widths: [Float]) {
    let levels = QuantileForecast.levels.count
    for first in Swift.stride(from: 0, to: count, by: levels) {
      let median = self[first + levels / 2]
      for level in 0..<levels {
        let width = widths[(first + level) % widths.count]
        self[first + level] = median + (self[first + level] - median) * width
      }
    }
  }
}
