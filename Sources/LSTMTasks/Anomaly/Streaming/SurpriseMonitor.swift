/// What can be unusual about a row.
public enum AnomalyKind: Int, Sendable, CaseIterable {
  /// The value is higher than ever.
  case high
  /// The value is lower than ever.
  case low
  /// The mean of an eighth of a season is higher than ever.
  case eighthHigh
  /// The mean of an eighth of a season is lower than ever.
  case eighthLow
  /// The mean of half a season is higher than ever.
  case halfHigh
  /// The mean of half a season is lower than ever.
  case halfLow
  /// The last eighth of a season is unlike the same time of all earlier seasons.
  case eighthUnlike
  /// The last half of a season is unlike the same time of all earlier seasons.
  case halfUnlike
  /// The value is far from the one expected.
  case prediction
  /// The values of the last eighth of a season are improbable to the network.
  case improbable
}

/// Watches a series for what has never been seen in it, at three scales: a row, an eighth and half of a season.
///
/// Every statistic has a tail of its own; the rarest decides. Nothing depends on the unit, and through the season little
/// on how often rows come.
struct SurpriseMonitor: Sendable {
  /// In deviations of the warm-up: less than this is no tail.
  private static let leastScale = 0.05

  private var tails = Array(repeating: TailEstimate(), count: AnomalyKind.allCases.count)
  private var eighth: SlidingMean
  private var half: SlidingMean
  private var improbability: SlidingMean
  private var eighthDistance: SeasonalDistance
  private var halfDistance: SeasonalDistance

  /// A monitor of seasons of so many rows.
  init(seasonLength: Int) {
    let (short, long) = (max(2, (seasonLength + 4) / 8), max(2, (seasonLength + 1) / 2))
    eighth = SlidingMean(length: short)
    half = SlidingMean(length: long)
    improbability = SlidingMean(length: short)
    eighthDistance = SeasonalDistance(length: short)
    halfDistance = SeasonalDistance(length: long)
  }

  /// Takes a row in.
  ///
  /// - Parameters:
  ///   - value: scaled.
  ///   - error: what it differs by from the value expected.
  ///   - improbability: what the network makes of it; `nil` without a network.
  ///   - place: in time; `nil` where there is no season.
  ///   - memory: of the rows before.
  ///   - isScored: whether surprises are asked for.
  /// - Returns: the highest surprise and its kind.
  mutating func add(
    _ value: Double, error: Double, improbability: Double?, at place: Int?,
    _ memory: SeasonalMemory?, isScored: Bool
  ) -> (surprise: Double, kind: AnomalyKind) {
    eighth.add(value)
    half.add(value)
    var highest = (surprise: 0.0, kind: AnomalyKind.high)
    func weigh(_ kind: AnomalyKind, _ statistic: Double?) {
      guard let statistic else { return }
      if isScored {
        let surprise = tails[kind.rawValue].surprise(of: statistic, leastScale: Self.leastScale)
        if surprise > highest.surprise { highest = (surprise, kind) }
      }
      tails[kind.rawValue].add(statistic)
    }
    weigh(.high, value)
    weigh(.low, -value)
    weigh(.eighthHigh, eighth.mean)
    weigh(.eighthLow, eighth.mean.map { -$0 })
    weigh(.halfHigh, half.mean)
    weigh(.halfLow, half.mean.map { -$0 })
    if let place, let memory {
      weigh(.eighthUnlike, eighthDistance.add(value, at: place, memory))
      weigh(.halfUnlike, halfDistance.add(value, at: place, memory))
    }
    weigh(.prediction, abs(error))
    if let improbability {
      self.improbability.add(improbability)
      weigh(.improbable, self.improbability.mean)
    }
    return highest
  }
}

extension SurpriseMonitor: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    for kind in AnomalyKind.allCases {
      try tails[kind.rawValue].visitState(under: "tail.\(kind)", visit)
    }
    try eighth.visitState(under: "eighth", visit)
    try half.visitState(under: "half", visit)
    try improbability.visitState(under: "improbability", visit)
    try eighthDistance.visitState(under: "eighthDistance", visit)
    try halfDistance.visitState(under: "halfDistance", visit)
  }
}
