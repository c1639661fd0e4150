import LSTMData
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Columns known in advance")
struct KnownColumnsTests {
  /// A column of chance, and a target that follows from it alone; `ahead` rows of the column come behind the target.
  private static func columns(
    _ count: Int, ahead: Int = 0, bend: Double = 5
  ) -> [(name: String, values: [Double])] {
    var numbers = TestNumbers(seed: 2)
    let known = numbers.uniform([count + ahead]).values
    let noise = numbers.normal([count]).values
    let target = zip(known, noise).map { x, error in 10 + 3 * x + bend * x * x + 0.1 * error }
    return [("y", target + Array(repeating: .nan, count: ahead)), ("x", known)]
  }

  private static func table(
    _ columns: [(name: String, values: [Double])], isKnown: Bool = true
  ) throws -> SeriesTable {
    try SmallSeries.table(columns, targets: ["y"], known: isKnown ? ["x"] : [])
  }

  private static func forecaster(
    _ distribution: OutputDistribution?, steps: Int = 20
  ) -> Forecaster {
    SmallSeries.forecaster {
      $0.distribution = distribution
      $0.dropout = 0
      $0.learningRate = 0.01
      $0.budget = (nil, steps, nil)
    }
  }

  private static let kinds: [OutputDistribution?] = [nil, .gaussian]

  @Test("make a series that follows from one far easier to forecast", arguments: kinds)
  func easier(distribution: OutputDistribution?) throws {
    // A network that draws step by step needs more rows than a test can afford to learn a curve.
    let columns = Self.columns(280, bend: distribution == nil ? 5 : 0)
    let errors = try [true, false].map { isKnown in
      let table = try Self.table(columns, isKnown: isKnown)
      let trained = try Self.forecaster(distribution, steps: distribution == nil ? 150 : 80)
        .fit(table, until: table.series[0].times[239])
      return try trained.backtest(table).score.mae
    }
    #expect(errors[0] < 0.35 * errors[1], "\(errors)")
  }

  @Test("are read over the horizon, and refused where rows of it are missing", arguments: kinds)
  func future(distribution: OutputDistribution?) throws {
    let columns = Self.columns(120, ahead: 7)
    let trained = try Self.forecaster(distribution).fit(try Self.table(columns))
    let forecast = try trained.predict(try Self.table(columns))[0]
    #expect(forecast.times.count == 7 && forecast.history.count == 120)
    var changed = columns
    changed[1].values[125] = 0.9
    let other = try trained.predict(try Self.table(changed))[0].values
    #expect(Array(other.mean[..<5]) == Array(forecast.values.mean[..<5]))
    #expect(other.mean[5] != forecast.values.mean[5])

    changed[1].values[124...126] = [.nan, .nan, .nan]
    let gap = try Self.table(changed)
    #expect(
      throws: ForecastError.missingFuture(
        file: gap.file, series: "y", column: "x", missing: 3, horizon: 7)
    ) { try trained.predict(gap) }
    #expect(
      try trained.predict(gap, horizon: 4)[0].values.mean == Array(forecast.values.mean[..<4]))
    let ended = try Self.table(Self.columns(120))
    #expect(throws: ForecastError.self) { try trained.predict(ended) }
    if distribution != nil {
      #expect(throws: ForecastError.self) { try trained.samplePaths(ended, count: 2) }
    }
  }

  @Test("are the only ones: what another column will be changes no bit", arguments: kinds)
  func unknown(distribution: OutputDistribution?) throws {
    let columns = Self.columns(120, ahead: 7)
    let trained = try Self.forecaster(distribution).fit(try Self.table(columns, isKnown: false))
    let forecast = try trained.predict(try Self.table(columns, isKnown: false))[0].values
    var changed = columns
    changed[1].values[120...126] = [5, -5, 9, .nan, 0, 1, 2]
    #expect(try trained.predict(try Self.table(changed, isKnown: false))[0].values == forecast)
    // Rows behind the last target do not count as history.
    let ended = columns.map { ($0.name, Array($0.values.prefix(120))) }
    #expect(try trained.predict(try Self.table(ended, isKnown: false))[0].values == forecast)
  }

  @Test("are kept with the model", arguments: kinds)
  func files(distribution: OutputDistribution?) throws {
    try withTemporaryFolder { folder in
      var request = ForecastTrainingRequest(table: { try Self.table(Self.columns(120, ahead: 7)) })
      request.options = Self.forecaster(distribution, steps: 3).options
      let summary = try ForecastTask.train(request, into: folder + "/model")
      let trained = try #require(summary.trained)
      let read = try TrainedForecaster(contentsOf: ModelFolder.open(folder + "/model"))
      #expect(read.features == trained.features)
      #expect(read.model.architecture == trained.model.architecture)
      #expect(read.seriesOptions(SeriesOptions()).knownCovariates == ["x"])
      let table = try request.table()
      #expect(try read.predict(table)[0].values == (try trained.predict(table)[0].values))
    }
  }

  @Test("may go on where every value must be there: targets to come are not missing")
  func strict() throws {
    var columns = Self.columns(30, ahead: 7)
    func read() throws -> SeriesTable {
      try SmallSeries.table(columns, targets: ["y"], known: ["x"], missing: .error)
    }
    let table = try read()
    #expect(table.series[0].historyCount == 30 && table.series[0].count == 37)
    #expect(table.findings.missingTargetCount == 0)
    columns[1].values[35] = .nan
    #expect(throws: TableError.self) { try read() }
  }
}
