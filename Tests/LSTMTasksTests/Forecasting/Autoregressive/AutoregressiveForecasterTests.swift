import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A forecaster that draws the future step by step")
struct AutoregressiveForecasterTests {
  private static func forecaster(
    _ distribution: OutputDistribution, steps: Int = 30,
    _ change: (inout ForecasterOptions) -> Void = { _ in }
  ) -> Forecaster {
    SmallSeries.forecaster {
      $0.distribution = distribution
      $0.dropout = 0
      $0.budget = (nil, steps, nil)
      $0.learningRate = 0.01
      change(&$0)
    }
  }

  private static func bits(_ forecasts: [SeriesForecast]) -> [Double] {
    forecasts.flatMap { $0.values.mean + $0.values.quantiles.flatMap { $0 } }
  }

  @Test("learns the week", arguments: [OutputDistribution.gaussian, .studentT])
  func learns(distribution: OutputDistribution) throws {
    let table = try SmallSeries.table([("sales", SmallSeries.weekly(290))])
    let trained = try Self.forecaster(distribution, steps: 80) { $0.lookback = 28 }
      .fit(table, until: table.series[0].times[249])
    #expect(trained.distribution == distribution)
    #expect(trained.model.shares.values.last == 1)
    let report = try trained.backtest(table)
    #expect(report.originCount == 34)
    #expect(report.score.mae < report.baselines[0].score.mae)
    #expect(report.score.mae < 0.3 * report.baselines[1].score.mae)
    #expect((0.6...0.98).contains(report.score.coverage80))
  }

  @Test("draws paths whose mean, spread and memory are those of the process")
  func process() throws {
    let table = try SmallSeries.table([("x", SmallSeries.weekly(60))])
    var trained = try Self.forecaster(.gaussian, steps: 1) { $0.lookback = 28 }.fit(table)
    // x' = φ x + e about the context's center, the deviation of e one scale.
    var network = trained.model.autoregressive[0]
    network.output.weight = .zeros(network.output.weight.shape)
    network.output.bias = Tensor(OutputDistribution.gaussian.startOutputs)
    network.direct.weight = .zeros(network.direct.weight.shape)
    network.direct.weight[0] = 0.8
    var model = trained.model
    model.autoregressive = [network]
    trained = TrainedForecaster(model: model, features: trained.features)
    let data = try trained.data(table)
    let window = ForecastWindow(channel: 0, origin: 60)
    let frame = AutoregressiveReader(data, network.autoregression).frame(window)
    let last = (data.channels[0].scaled[59] - frame.center) / frame.scale
    let count = 4000
    let drawn = model.paths([window], data, count: count, seed: 2)
      .map { Double(($0 - frame.center) / frame.scale) }
    for step in 0..<7 {
      let column = stride(from: step, to: drawn.count, by: 7).map { drawn[$0] }
      let mean = column.reduce(0, +) / Double(count)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      // h steps ahead: mean φ^h x, variance (1 − φ^2h) / (1 − φ²).
      let power = (0...step).reduce(1.0) { product, _ in product * 0.8 }
      let expected = (1 - power * power) / (1 - 0.64)
      let error = mean - power * Double(last)
      let deviation = (expected / Double(count)).squareRoot()
      #expect(abs(error) < 4 * deviation, "step \(step)")
      // Four deviations of a normal variance.
      let tolerance = 4 * (2 / Double(count)).squareRoot()
      #expect(abs(variance / expected - 1) < tolerance, "step \(step)")
    }
    var (product, square) = (0.0, 0.0)
    for path in 0..<count {
      product += drawn[path * 7 + 5] * drawn[path * 7 + 6]
      square += drawn[path * 7 + 5] * drawn[path * 7 + 5]
    }
    #expect(abs(product / square - 0.8) < 0.04)
  }

  @Test("finds mean and dispersion of counts, and forecasts counts")
  func counts() throws {
    var random = RandomGenerator(seed: 5)
    let values = (0..<400).map { _ in random.negativeBinomial(mean: 12, dispersion: 0.25) }
    let table = try SmallSeries.table([("n", values)])
    let trained = try Self.forecaster(.negativeBinomial, steps: 60) { $0.lookback = 28 }.fit(table)
    let paths = try trained.samplePaths(table, count: 400)[0].paths.flatMap { $0 }
    #expect(paths.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    let mean = paths.reduce(0, +) / Double(paths.count)
    let variance = paths.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(paths.count)
    #expect(abs(mean - 12) < 2)
    #expect(abs((variance - mean) / (mean * mean) - 0.25) < 0.1)
  }

  @Test("refuses what is no count, and a transform of counts")
  func notCounts() throws {
    for value in [-1, 2.5] {
      var values = SmallSeries.weekly(100).map { $0.rounded() }
      values[40] = value
      let table = try SmallSeries.table([("n", values)])
      #expect(
        throws: ForecastError.notACount(
          file: table.file, series: "n", time: "2020-02-10", value: value)
      ) { try Self.forecaster(.negativeBinomial).fit(table) }
    }
    let values = SmallSeries.weekly(100).map { $0.rounded() }
    let table = try SmallSeries.table([("n", values)])
    #expect(throws: ForecastError.transformOfCounts(transform: "log")) {
      try Self.forecaster(.negativeBinomial) { $0.transform = .log }.fit(table)
    }
    let trained = try Self.forecaster(.negativeBinomial, steps: 2).fit(table)
    #expect(throws: ForecastError.self) {
      try trained.predict(try SmallSeries.table([("n", values + [0.5])]))
    }
  }

  @Test("gives the same bits for any number of threads and any instruction set")
  func sameBits() throws {
    let table = try SmallSeries.table(
      [("a", SmallSeries.weekly(60)), ("b", SmallSeries.weekly(60, seed: 5))])
    let found = try KernelSettings.compare {
      let trained = try Self.forecaster(.studentT, steps: 2).fit(table)
      let paths = try trained.samplePaths(table, count: 3).flatMap { $0.paths.flatMap { $0 } }
      return trained.model.parameters.map(\.tensor) + [Tensor(paths.map { Float($0) })]
    }
    #expect(found.differing == [])
  }

  @Test("looks at nothing that comes after: a spike in the future changes no bit")
  func noLookAhead() throws {
    var values = SmallSeries.weekly(260)
    func trained() throws -> (model: TrainedForecaster, table: SeriesTable) {
      let table = try SmallSeries.table([("a", values)])
      return (
        try Self.forecaster(.gaussian, steps: 5).fit(table, until: table.series[0].times[219]),
        table
      )
    }
    let before = try trained()
    let windows = (220...235).map { ForecastWindow(channel: 0, origin: $0) }
    let forecasts = before.model.forecasts(windows, try before.model.data(before.table))
    values[250] = 1e6
    values[238] = .nan
    let after = try trained()
    #expect(
      zip(before.model.model.parameters, after.model.model.parameters)
        .allSatisfy { $0.tensor.hasSameBits(as: $1.tensor) })
    #expect(after.model.forecasts(windows, try after.model.data(after.table)) == forecasts)
  }

  @Test("takes any scale, and constant series", arguments: [1e-12, 1, 1e12])
  func scales(scale: Double) throws {
    let values = SmallSeries.weekly(80).map { $0 * scale }
    let constant = Array(repeating: 7 * scale, count: 80)
    let table = try SmallSeries.table([("a", values), ("c", constant)])
    let trained = try Self.forecaster(.studentT, steps: 5).fit(table)
    let forecasts = try trained.predict(table)
    #expect(Self.bits(forecasts).allSatisfy { $0.isFinite })
    for value in forecasts[1].values.mean { #expect(abs(value / (7 * scale) - 1) < 0.02) }
    let paths = try trained.samplePaths(table, count: 5)
    for value in paths[0].paths.joined() { #expect((0...50).contains(value / scale)) }
    for value in paths[1].paths.joined() { #expect((3...11).contains(value / (7 * scale) * 7)) }
  }

  @Test("reads missing values, learns from as few rows as it says, and says how many it needs")
  func fewAndMissing() throws {
    var values = SmallSeries.weekly(60)
    for day in [3, 30, 31, 57] { values[day] = .nan }
    for distribution in OutputDistribution.allCases {
      let rounded = distribution.isOfCounts ? values.map { $0.rounded() } : values
      let table = try SmallSeries.table([("a", rounded)])
      let trained = try Self.forecaster(distribution, steps: 2).fit(table)
      #expect(trained.model.architecture.shape.hasMask)
      #expect(Self.bits(try trained.predict(table)).allSatisfy { $0.isFinite })
    }
    let fewest = try SmallSeries.table([("a", SmallSeries.weekly(24))])
    let trained = try Self.forecaster(.gaussian, steps: 2).fit(fewest)
    #expect(Self.bits(try trained.predict(fewest)).allSatisfy { $0.isFinite })
    let tiny = try SmallSeries.table([("a", SmallSeries.weekly(10))])
    #expect(throws: ForecastError.self) { try Self.forecaster(.gaussian).fit(tiny) }
  }

  @Test(
    "draws the same paths for the same seed, whatever series are beside, and none from quantiles")
  func paths() throws {
    let (a, b) = (SmallSeries.weekly(150), SmallSeries.weekly(150, seed: 5))
    let both = try SmallSeries.table([("a", a), ("b", b)])
    let trained = try Self.forecaster(.gaussian, steps: 5) { $0.memberCount = 2 }.fit(both)
    let drawn = try trained.samplePaths(both, count: 5, seed: 3)
    #expect(drawn.map(\.id) == ["a", "b"] && drawn[0].paths.count == 5)
    #expect(drawn[0].times.map(both.text).first == "2020-05-30")
    #expect(try trained.samplePaths(both, count: 5, seed: 3) == drawn)
    #expect(try trained.samplePaths(both, count: 5, seed: 4)[0].paths != drawn[0].paths)
    let fewer = try trained.samplePaths(both, count: 3, horizon: 2, seed: 3)
    #expect(fewer[1].paths == drawn[1].paths.prefix(3).map { Array($0.prefix(2)) })
    let lines = SeriesPaths.csv(drawn, both).split(separator: "\n")
    #expect(lines[0] == "unique_id,ds,path_1,path_2,path_3,path_4,path_5")
    #expect(lines.count == 1 + 2 * 7 && lines[8].hasPrefix("b,2020-05-30,"))

    let quantiles = try SmallSeries.forecaster { $0.memberCount = 0 }.fit(both)
    #expect(throws: ForecastError.noPaths) { try quantiles.samplePaths(both, count: 5) }
    #expect(quantiles.distribution == nil)
  }
}
