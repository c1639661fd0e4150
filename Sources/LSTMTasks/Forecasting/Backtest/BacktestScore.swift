import LSTMData

/// The scores of a model and of the forecasts that need none, over the same origins.
struct BacktestScore: Sendable {
  /// A forecast's name and its score.
  typealias Row = (name: String, score: ForecastScore)

  private(set) var model = ForecastScore()
  /// The forecasts that need no model: seasonal naive, the last value, drift, the usual weather of the day.
  private(set) var baselines: [Row]
  /// By origin's time: the summed absolute errors of the model and of the last value.
  private var losses: [Timestamp: (model: Double, naive: Double, count: Double)] = [:]

  private let data: ForecastData
  private let methods: [(name: String, forecast: BaselineForecast)]
  private let histories: [[Double]]
  private let scales: [Double?]
  private let units: [(center: Double, scale: Double)]
  private let isReturn: Bool

  init(_ forecaster: TrainedForecaster, _ data: ForecastData, isStandardized: Bool) {
    self.data = data
    let features = forecaster.features
    isReturn = features.transform == .logReturn
    histories = data.channels.map { channel in
      channel.history(features.transform).map(\.value)
    }
    let places = features.places
    let known = data.channels.map { channel in places[channel.id].map { features.channels[$0] } }
    units = zip(known, data.channels).map { known, channel in
      guard isStandardized, [.none, .logReturn].contains(features.transform) else { return (0, 1) }
      let scaler = known?.scaling.scaler ?? channel.scaler
      return (scaler.center, scaler.scale)
    }
    scales = zip(known, units).map { known, unit in known?.scale.map { $0 / unit.scale } }
    var methods: [(String, BaselineForecast)] = [
      ("seasonal naive", .seasonalNaive(season: features.season)),
      (isReturn ? "random walk" : "last value", .naive), ("drift", .drift),
    ]
    if let year = features.frequency.stepsPerYear, histories.contains(where: { $0.count > year }) {
      methods.append(
        ("usual weather", .climatology(season: year, reach: features.frequency.stepsPerWeek)))
    }
    self.methods = methods
    baselines = methods.map { ($0.0, ForecastScore()) }
  }

  /// Adds a forecast of the model, and those without one at the same origin.
  mutating func add(_ forecast: QuantileForecast, at window: ForecastWindow) {
    let (history, unit) = (histories[window.channel], units[window.channel])
    func standard(_ value: Double) -> Double { (value - unit.center) / unit.scale }
    let known = Array(history[..<window.origin])
    let actual = history[window.origin...].prefix(forecast.horizon).map(standard)
    let scale = scales[window.channel]
    model.add(forecast.mapped(standard), actual: actual, scale: scale)
    var naive: [Double] = []
    for (place, method) in methods.enumerated() {
      // The last price again is a return of 0.
      let isRandomWalk = method.forecast == .naive && isReturn
      var point =
        isRandomWalk
        ? Array(repeating: 0, count: forecast.horizon)
        : method.forecast.forecast(known, horizon: forecast.horizon)
      point = point.map(standard)
      guard point.allSatisfy({ !$0.isNaN }) else { continue }
      if method.forecast == .naive { naive = point }
      baselines[place].score.add(QuantileForecast(point: point), actual: actual, scale: scale)
    }
    guard !naive.isEmpty else { return }
    let time = data.channels[window.channel].times[window.origin]
    let median = forecast.quantile(0.5)
    var loss = losses[time] ?? (0, 0, 0)
    for (step, value) in actual.enumerated() where !value.isNaN {
      loss.model += abs(value - standard(median[step]))
      loss.naive += abs(value - naive[step])
      loss.count += 1
    }
    losses[time] = loss
  }

  /// Whether the model is better than the last value by more than chance; `nil` with too few origins to tell.
  func test(horizon: Int) -> DieboldMarianoTest? {
    let ordered = losses.filter { $0.value.count > 0 }.sorted { $0.key < $1.key }.map(\.value)
    return DieboldMarianoTest(
      ordered.map { $0.model / $0.count }, ordered.map { $0.naive / $0.count }, horizon: horizon)
  }
}

extension QuantileForecast {
  fileprivate func mapped(_ transform: (Double) -> Double) -> QuantileForecast {
    QuantileForecast(
      mean: mean.map(transform), quantiles: quantiles.map { $0.map(transform) })
  }
}

extension Frequency {
  /// Steps of a day or more in a year; `nil` for shorter ones and for months.
  var stepsPerYear: Int? {
    switch self {
    case .businessDays: return 261
    case .months, .irregular: return nil
    case .regular(let step):
      let day: Int64 = 86_400_000_000
      return step >= day && step <= 14 * day
        ? Int((365.25 * Double(day) / Double(step)).rounded()) : nil
    }
  }

  /// Steps of a day or more in a week, 1 at least.
  var stepsPerWeek: Int {
    switch self {
    case .businessDays: 5
    case .regular(86_400_000_000): 7
    default: 1
    }
  }
}
