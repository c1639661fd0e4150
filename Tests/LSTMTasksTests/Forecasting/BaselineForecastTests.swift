import Testing

@testable import LSTMTasks

@Suite("Forecasts without a model")
struct BaselineForecastTests {
  @Test("repeat the last value, the last season, or the slope")
  func plain() {
    let history: [Double] = [1, 5, 2, 6, 3, 7]
    #expect(BaselineForecast.naive.forecast(history, horizon: 2) == [7, 7])
    #expect(
      BaselineForecast.seasonalNaive(season: 2).forecast(history, horizon: 5) == [3, 7, 3, 7, 3])
    let drift = BaselineForecast.drift.forecast(history, horizon: 2)
    #expect(abs(drift[0] - 8.2) < 1e-12)
    #expect(abs(drift[1] - 9.4) < 1e-12)
  }

  @Test("climatology is the mean over earlier seasons and the days around")
  func climatology() {
    let history: [Double] = [1, 2, 3, 4, 11, 12, 13, 14]
    let exact = BaselineForecast.climatology(season: 4, reach: 0).forecast(history, horizon: 5)
    #expect(exact == [6, 7, 8, 9, 6])
    let smooth = BaselineForecast.climatology(season: 4, reach: 1).forecast(history, horizon: 1)
    // Rows 3, 4, 5 and, from the season before, rows 0 and 1.
    #expect(smooth == [30.0 / 5])
  }

  @Test("take a season and a reach below the least for the least")
  func leastSeason() {
    let history: [Double] = [1, 2, 6]
    let usual = BaselineForecast.climatology(season: 1, reach: 0).forecast(history, horizon: 2)
    #expect(usual == [3, 3])
    #expect(
      BaselineForecast.climatology(season: 0, reach: -1).forecast(history, horizon: 2) == usual)
    #expect(BaselineForecast.seasonalNaive(season: 0).forecast(history, horizon: 2) == [6, 6])
  }

  @Test("step over missing values")
  func missing() {
    let history: [Double] = [1, 5, 2, .nan, 3, .nan]
    #expect(BaselineForecast.naive.forecast(history, horizon: 1) == [3])
    #expect(BaselineForecast.seasonalNaive(season: 2).forecast(history, horizon: 2) == [3, 5])
    let drift = BaselineForecast.drift.forecast(history, horizon: 1)
    #expect(drift == [4])
    #expect(BaselineForecast.naive.forecast([.nan], horizon: 1)[0].isNaN)
    #expect(BaselineForecast.drift.forecast([], horizon: 1)[0].isNaN)
    #expect(BaselineForecast.seasonalNaive(season: 9).forecast([4], horizon: 1) == [4])
  }

  @Test("scale errors by the seasonal naive forecast within the training part")
  func scale() {
    #expect(BaselineForecast.scale([1, 5, 2, 6, 3, 7], season: 2) == 1)
    #expect(BaselineForecast.scale([1, 1, 1], season: 1) == nil)
    #expect(BaselineForecast.scale([1], season: 1) == nil)
  }
}
