import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A forecaster")
struct ForecasterTests {
  private static func bits(_ forecasts: [SeriesForecast]) -> [Double] {
    forecasts.flatMap { $0.values.mean + $0.values.quantiles.flatMap { $0 } }
  }

  @Test(
    "learns the week, is better than the last week and the last day, and knows how far it may be off"
  )
  func learns() throws {
    let values = SmallSeries.weekly(500)
    let table = try SmallSeries.table([("sales", values)])
    let until = table.series[0].times[399]
    let trained = try SmallSeries.forecaster().fit(table, until: until)
    let report = try trained.backtest(table)
    #expect(report.originCount == 94 && report.horizon == 7)
    #expect(report.baselines.map(\.name).prefix(2) == ["seasonal naive", "last value"])
    // The seasonal naive forecast's error has the noise twice: √2 times that of a perfect forecast.
    #expect(report.score.mae < 0.9 * report.baselines[0].score.mae)
    #expect(report.score.mae < 0.3 * report.baselines[1].score.mae)
    #expect((0.65...0.95).contains(report.score.coverage80))
    #expect(report.score.crps < report.score.mae)
    #expect(report.verdict.contains("better than the last value"))
    #expect(report.skill > 10)
  }

  @Test("says the next times and quantiles in rising order")
  func predicts() throws {
    let table = try SmallSeries.table([("sales", SmallSeries.weekly(200))])
    let trained = try SmallSeries.forecaster().fit(table)
    let forecast = try #require(try trained.predict(table).first)
    #expect(forecast.id == "sales")
    #expect(forecast.times.map(table.text) == (19...25).map { "2020-07-\($0)" })
    #expect(forecast.values.quantiles.allSatisfy { $0 == $0.sorted() })
    #expect(forecast.history.count == 200)
    #expect(
      try trained.predict(table, horizon: 3)[0].values.mean == Array(forecast.values.mean.prefix(3))
    )
    #expect(throws: ForecastError.horizonTooLong(model: 7, wanted: 8)) {
      try trained.predict(table, horizon: 8)
    }
  }

  @Test("looks at nothing that comes after: a spike in the future changes no bit")
  func noLookAhead() throws {
    var values = SmallSeries.weekly(260)
    var other = SmallSeries.weekly(260, seed: 9)
    let until = 219
    func trained() throws -> (model: TrainedForecaster, table: SeriesTable) {
      let table = try SmallSeries.table([("a", values), ("b", other)], targets: ["a"])
      return (
        try SmallSeries.forecaster().fit(table, until: table.series[0].times[until]), table
      )
    }
    let before = try trained()
    let windows = (until + 1...235).map { ForecastWindow(channel: 0, origin: $0) }
    let forecasts = before.model.forecasts(windows, try before.model.data(before.table))
    (values[250], other[245]) = (1e6, -1e6)
    let after = try trained()
    #expect(
      zip(before.model.model.parameters, after.model.model.parameters)
        .allSatisfy { $0.tensor.hasSameBits(as: $1.tensor) })
    #expect(before.model.features == after.model.features)
    let again = after.model.forecasts(windows, try after.model.data(after.table))
    #expect(again == forecasts)
  }

  @Test("gives the same bits for any number of threads and any instruction set")
  func sameBits() throws {
    let table = try SmallSeries.table(
      [("a", SmallSeries.weekly(150)), ("b", SmallSeries.weekly(150, seed: 5))])
    let found = try KernelSettings.compare {
      let trained = try SmallSeries.forecaster { $0.budget = (nil, 5, nil) }.fit(table)
      return trained.model.parameters.map(\.tensor)
        + [Tensor(Self.bits(try trained.predict(table)).map { Float($0) })]
    }
    #expect(found.differing == [])
  }

  @Test("takes any scale, and constant series", arguments: [1e-12, 1, 1e12])
  func scales(scale: Double) throws {
    let values = SmallSeries.weekly(150).map { $0 * scale }
    let constant = Array(repeating: 7 * scale, count: 150)
    let table = try SmallSeries.table([("a", values), ("c", constant)])
    let trained = try SmallSeries.forecaster { $0.budget = (nil, 5, nil) }.fit(table)
    let forecasts = try trained.predict(table)
    #expect(forecasts.map(\.id) == ["a", "c"])
    #expect(Self.bits(forecasts).allSatisfy { $0.isFinite })
    for value in forecasts[1].values.mean { #expect(abs(value / (7 * scale) - 1) < 0.01) }
    for value in forecasts[0].values.mean { #expect((10...30).contains(value / scale)) }
  }

  @Test("reads missing values, and scores none")
  func missing() throws {
    var values = SmallSeries.weekly(200)
    for day in [3, 50, 51, 52, 120, 197, 198] { values[day] = .nan }
    let table = try SmallSeries.table([("a", values)])
    let trained = try SmallSeries.forecaster { $0.budget = (nil, 5, nil) }
      .fit(table, until: table.series[0].times[180])
    #expect(trained.model.architecture.shape.hasMask)
    let report = try trained.backtest(table)
    #expect(report.originCount == 13)
    // Of 13 forecasts, three look at the first of the last two missing days and two at the second.
    #expect(report.score.values == 13 * 7 - 5)
    #expect(report.score.mae.isFinite)
  }

  @Test("says how many rows it needs", arguments: [1, 2, 10, 15])
  func tooShort(count: Int) throws {
    let table = try SmallSeries.table([("a", SmallSeries.weekly(count))])
    let error = #expect(throws: ForecastError.self) { try SmallSeries.forecaster().fit(table) }
    #expect(try #require(error).description.contains("has \(count) row"))
  }

  @Test("learns from as few rows as it says")
  func fewest() throws {
    let table = try SmallSeries.table([("a", SmallSeries.weekly(24))])
    let trained = try SmallSeries.forecaster { $0.budget = (nil, 2, nil) }.fit(table)
    #expect(Self.bits(try trained.predict(table)).allSatisfy { $0.isFinite })
  }

  @Test("forecasts returns of prices, and says when they are a random walk")
  func returns() throws {
    var numbers = TestNumbers(seed: 3)
    var price = 100.0
    let prices = numbers.normal([400]).values.map { step in
      price *= 1 + 0.01 * step
      return price
    }
    let table = try SmallSeries.table([("close", prices)])
    let trained = try SmallSeries.forecaster {
      $0.transform = .logReturn
      $0.horizon = 1
    }.fit(table, until: table.series[0].times[299])
    let report = try trained.backtest(table)
    #expect(report.isReturn)
    #expect(report.verdict.contains("no better than the random walk"))
    let walk = try #require(report.baselines.first { $0.name == "random walk" })
    // The error of a forecast of 0 is the mean size of a return.
    let sizes = (300..<400).map { abs(naturalLogarithm(prices[$0] / prices[$0 - 1])) }
    #expect(abs(walk.score.mae - sizes.reduce(0, +) / 100) < 1e-12)
    #expect(report.score.mae < 1.1 * walk.score.mae)

    let negative = try SmallSeries.table([("close", [1, 2, -3] + prices)])
    #expect(throws: ForecastError.self) {
      try SmallSeries.forecaster { $0.transform = .logReturn }.fit(negative)
    }
  }

  @Test("reads series of another file that it has never seen, and names a target that is missing")
  func otherSeries() throws {
    func long(_ ids: [String], _ count: Int) -> String {
      "unique_id,ds,y\n"
        + ids.enumerated().flatMap { number, id in
          SmallSeries.weekly(count, seed: UInt64(number)).enumerated().map { day, value in
            "\(id),\(Frequency.daily.advance(Timestamp(microseconds: 0), by: day).text),\(value)"
          }
        }.joined(separator: "\n") + "\n"
    }
    let table = try SmallSeries.table(long(["x", "y", "z"], 120))
    let trained = try SmallSeries.forecaster { $0.budget = (nil, 5, nil) }.fit(table)
    #expect(trained.features.channels.map(\.id) == ["x", "y", "z"])
    let new = try trained.predict(try SmallSeries.table(long(["new"], 30)))
    #expect(new.map(\.id) == ["new"])
    #expect(Self.bits(new).allSatisfy { $0.isFinite })
    #expect(throws: ForecastError.self) {
      try trained.predict(try SmallSeries.table([("sales", SmallSeries.weekly(50))]))
    }
  }
}
