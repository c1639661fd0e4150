import LSTMData
import LSTMFormats
import LSTMTensor

/// What `lstm evaluate` says about a forecaster: its errors beside those of forecasts that need no model.
public struct BacktestReport: Sendable {
  /// The model's score.
  public let score: ForecastScore
  /// The scores of the forecasts without a model by name, the seasonal naive first.
  public let baselines: [(name: String, score: ForecastScore)]
  /// Whether the model is better than the last value by more than chance; `nil` with too few origins to tell.
  public let test: DieboldMarianoTest?
  /// Series that were scored.
  public let seriesCount: Int
  /// Forecasts that were scored.
  public let originCount: Int
  /// Values ahead.
  public let horizon: Int
  /// Whether returns were forecast.
  public let isReturn: Bool
  /// Forecasts of values that the model learned from, whose errors are too small.
  public let learnedCount: Int
  /// How long it took.
  public let seconds: Double

  /// Below this probability a difference counts as more than chance.
  private static let significance = 0.05

  init(
    _ score: BacktestScore, seriesCount: Int, originCount: Int, horizon: Int, isReturn: Bool,
    learnedCount: Int, seconds: Double
  ) {
    self.score = score.model
    baselines = score.baselines
    test = score.test(horizon: horizon)
    self.seriesCount = seriesCount
    self.originCount = originCount
    self.horizon = horizon
    self.isReturn = isReturn
    self.learnedCount = learnedCount
    self.seconds = seconds
  }

  /// How much less the mean absolute error is than the seasonal naive forecast's, in per cent.
  public var skill: Double {
    guard let naive = baselines.first?.score.mae, naive > 0 else { return .nan }
    return 100 * (1 - score.mae / naive)
  }

  /// The comparison with the last value in a sentence.
  public var verdict: String {
    let other = isReturn ? "the random walk of the price" : "the last value (random walk)"
    guard let test else { return "Too few origins to tell whether it is better than \(other)." }
    let p = test.pValue < 0.001 ? "p < 0.001" : "p = \(test.pValue.text(3))"
    let chance = "\(p), Diebold-Mariano"
    if test.pValue >= Self.significance { return "It is no better than \(other) (\(chance))." }
    return test.meanDifference < 0
      ? "It is better than \(other) (\(chance))." : "It is worse than \(other) (\(chance))."
  }

  /// The report with the keys that programs read.
  public var json: JSONValue {
    func members(_ score: ForecastScore) -> [(String, JSONValue)] {
      func number(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }
      return [
        ("mae", number(score.mae)), ("mse", number(score.mse)), ("rmse", number(score.rmse)),
        ("smape", number(score.smape)), ("mase", number(score.mase)),
        ("crps", number(score.crps)), ("coverage_80", number(score.coverage80)),
      ]
    }
    let baseline = baselines.first.map { JSONValue.object(JSONObject(members($0.score))) }
    return .object(
      JSONObject(
        members(score) + [
          ("baseline", baseline ?? .null),
          (
            "baselines",
            .object(
              JSONObject(baselines.map { ($0.name, .object(JSONObject(members($0.score)))) }))
          ),
          ("skill", skill.isFinite ? .number(skill) : .null),
          ("p_value", test.map { .number($0.pValue) } ?? .null), ("verdict", .string(verdict)),
          ("learned_examples", learnedCount.json), ("examples", originCount.json),
          ("series", seriesCount.json), ("horizon", horizon.json),
          ("seconds", .number(seconds)),
        ]))
  }

  /// The report as lines for people.
  public var lines: [String] {
    let columns = ["MAE", "RMSE", "sMAPE", "MASE", "CRPS", "in 80 %"]
    func row(_ name: String, _ score: ForecastScore, hasIntervals: Bool) -> String {
      let cells = [
        score.mae.significant, score.rmse.significant, score.smape.text(2),
        score.mase.isNaN ? "" : score.mase.text(3), score.crps.significant,
        hasIntervals ? "\((100 * score.coverage80).text(1)) %" : "",
      ]
      return name.padded(to: 16) + cells.map { $0.leftPadded(to: 11) }.joined()
    }
    var lines = ["".padded(to: 16) + columns.map { $0.leftPadded(to: 11) }.joined()]
    lines.append(row("model", score, hasIntervals: true))
    lines += baselines.filter { $0.score.values > 0 }.map {
      row($0.name, $0.score, hasIntervals: false)
    }
    if skill.isFinite {
      lines.append(
        "Its mean absolute error is \(abs(skill).text(1)) % \(skill >= 0 ? "less" : "more") than "
          + "the seasonal naive forecast's.")
    }
    lines.append(verdict)
    if learnedCount > 0 {
      lines.append(
        "\(learnedCount) of the forecasts are of values that it learned from: their errors are too small."
      )
    }
    lines.append(
      "\(originCount) forecast\(originCount == 1 ? "" : "s") of \(horizon) steps, "
        + "\(seriesCount) series, \(seconds.text(1)) s")
    return lines
  }
}

extension Double {
  /// Four digits that count, or the power of ten where that is shorter.
  fileprivate var significant: String {
    guard isFinite else { return "" }
    let size = abs(self)
    guard size > 0 else { return "0" }
    if size >= 1e7 || size < 1e-4 { return scientific }
    return text(size >= 1000 ? 1 : size >= 100 ? 2 : size >= 1 ? 3 : 5)
  }

  private var scientific: String {
    var (significand, power) = (self, 0)
    while abs(significand) >= 10 {
      significand /= 10
      power += 1
    }
    while abs(significand) < 1 {
      significand *= 10
      power -= 1
    }
    return "\(significand.text(3))e\(power)"
  }
}
