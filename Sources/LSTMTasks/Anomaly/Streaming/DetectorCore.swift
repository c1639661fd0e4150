import LSTMData

/// A detector that has learned: everything that its next answer depends on.
struct DetectorCore: Sendable {
  let clock: DetectorClock
  let scaler: SeriesScaler
  /// Rows of the warm-up.
  let warmUp: Int

  private(set) var forecast: ValueForecast
  private var memory: SeasonalMemory?
  private var monitor: SurpriseMonitor
  private var rate = AlarmRate()
  private var incidents: IncidentFilter

  /// A scaled value beyond this says no more, and its square is still a number.
  private static let farthest = 1e9

  /// A detector before its first row.
  init(clock: DetectorClock, scaler: SeriesScaler, warmUp: Int, network: ValuePredictor?) {
    self.clock = clock
    self.scaler = scaler
    self.warmUp = warmUp
    forecast = ValueForecast(network: network)
    memory = clock.seasonLength.map(SeasonalMemory.init)
    // Without a season half the warm-up stands for it: a stretch that has been seen twice.
    monitor = SurpriseMonitor(seasonLength: clock.seasonLength ?? warmUp / 2)
    incidents = IncidentFilter(length: warmUp / 2)
  }

  /// A value for the statistics.
  func scaled(_ value: Double) -> Double {
    let scaled = (value - scaler.center) / scaler.scale
    return min(max(scaled, -Self.farthest), Self.farthest)
  }

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - value: NaN where it is missing.
  ///   - isScored: false while the rows of the warm-up are read again.
  mutating func read(_ time: Timestamp, _ value: Double, isScored: Bool) -> DetectorAnswer {
    let place = clock.place(of: time)
    let next = clock.nextPartOfDay(after: time)
    let seasonal = place.flatMap { memory?.expectation(at: $0) }
    let expected = forecast.expectation(seasonal: seasonal)
    var answer = DetectorAnswer(expected: scaler.original(expected))
    guard !value.isNaN else {
      forecast.pass(expected, nextPartOfDay: next)
      return answer
    }
    let scaled = scaled(value)
    let error = scaled - expected
    let improbability = forecast.improbability(of: scaled)
    forecast.read(scaled, error: error, nextPartOfDay: next)
    let found = monitor.add(
      scaled, error: error, improbability: improbability, at: place, memory, isScored: isScored)
    if let place { memory?.keep(scaled, at: place) }
    guard isScored else { return answer }
    answer.surprise = rate.adjusted(found.surprise)
    answer.kind = found.kind
    answer.isNew = incidents.isNew(answer.surprise ?? 0)
    return answer
  }
}

/// What a detector makes of a row.
struct DetectorAnswer: Sendable {
  var expected: Double
  var surprise: Double?
  var kind: AnomalyKind?
  var isNew = false
}

extension DetectorCore: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    try forecast.visitState(under: "forecast", visit)
    try memory?.visitState(under: "memory", visit)
    try monitor.visitState(under: "monitor", visit)
    try rate.visitState(under: "rate", visit)
    try incidents.visitState(under: "incidents", visit)
  }
}
