import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("Errors of forecasts")
struct ForecastScoreTests {
  @Test("are NumPy's, missing values left out")
  func fixture() throws {
    let part = try TaskFixture.part("forecast", of: "metrics")
    let quantiles = try part.member("quantiles").elements().map {
      try $0.elements().map { try $0.double() }
    }
    var score = ForecastScore()
    score.add(
      QuantileForecast(mean: try part.numbers("mean"), quantiles: quantiles),
      actual: try part.numbers("actual"), scale: try part.number("scale"))
    let found = [
      ("mae", score.mae), ("mse", score.mse), ("rmse", score.rmse), ("smape", score.smape),
      ("mase", score.mase), ("crps", score.crps), ("coverage_80", score.coverage80),
    ]
    for (name, value) in found {
      let expected = try part.number(name)
      let allowed = 1e-12 * max(1, expected)
      #expect(abs(value - expected) < allowed, "\(name)")
    }
    #expect(score.values == 38)
  }

  @Test("of a forecast without uncertainty: the ranked probability score is the absolute error")
  func point() {
    var score = ForecastScore()
    score.add(QuantileForecast(point: [1, 2, 3]), actual: [2, 2, 5])
    #expect(score.mae == 1)
    #expect(abs(score.crps - 1) < 1e-12)
    #expect(score.mase.isNaN)
  }

  @Test("put quantiles that cross in order")
  func crossing() {
    let levels = QuantileForecast.levels
    let forecast = QuantileForecast(mean: [0], quantiles: [levels.map { -$0 }])
    #expect(forecast.quantile(0.05) == [-0.95] && forecast.quantile(0.5) == [-0.5])
  }
}
