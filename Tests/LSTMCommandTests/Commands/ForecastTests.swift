import LSTMTestSupport
import Testing

@Suite("Forecasting from the command line")
struct ForecastTests {
  private static let train =
    ["train", "forecaster", "sales.csv", "--target", "sales", "--output", "model", "--steps", "20"]
    + ["--hidden", "8", "--horizon", "7"]

  private static func folder() async throws -> WorkFolder {
    let folder = try WorkFolder()
    try folder.put(daily(220), at: "sales.csv")
    let run = try await lstm(train, in: folder)
    #expect(run.ending == .code(0))
    #expect(run.errors.contains("daily"))
    #expect(run.errors.contains("The forecast is made of"))
    return folder
  }

  /// Days with a week and noise.
  private static func daily(_ days: Int) -> String {
    var numbers = TestNumbers(seed: 3)
    let noise = numbers.normal([days]).values
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (month, day, text) = (0, 1, "date,sales,rain\n")
    for step in 0..<days {
      let value = 20 + [0, 1, 3, 2, 0, -4, -5][step % 7] + 0.3 * noise[step]
      text += "2021-\(month + 1 < 10 ? "0" : "")\(month + 1)-\(day < 10 ? "0" : "")\(day),"
      text += "\(value),\(step % 3)\n"
      day += 1
      if day > lengths[month] { (month, day) = (month + 1, 1) }
    }
    return text
  }

  @Test("writes a table of quantiles and a chart")
  func output() async throws {
    let folder = try await Self.folder()
    let run = try await lstm(
      ["forecast", "model", "sales.csv", "--output", "next.csv", "--plot", "next.svg"], in: folder)
    #expect(run.ending == .code(0))
    let lines = String(decoding: try folder.bytes(at: "next.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[0].hasPrefix("unique_id,ds,mean,q05,q10,") && lines[0].hasSuffix(",q95"))
    #expect(lines[1].hasPrefix("sales,2021-08-09,"))
    let chart = String(decoding: try folder.bytes(at: "next.svg"), as: UTF8.self)
    #expect(chart.hasPrefix("<svg") && chart.contains("Forecast of sales"))

    let printed = try await lstm(["forecast", "model", "sales.csv"], in: folder)
    #expect(printed.output == lines.joined(separator: "\n") + "\n")
    let again = try await lstm(
      ["forecast", "model", "sales.csv", "--output", "next.csv"], in: folder)
    #expect(again.ending == .code(73))
    let json = try await lstm(
      ["forecast", "model", "sales.csv", "--json", "--horizon", "2"], in: folder)
    #expect(json.output.contains("\"unique_id\": \"sales\""))
    let far = try await lstm(["forecast", "model", "sales.csv", "--horizon", "8"], in: folder)
    #expect(far.ending == .code(64))
    #expect(far.errors.contains("--horizon 8"))
  }

  @Test("writes sampled paths, reads columns known in advance, and says what it lacks")
  func paths() async throws {
    let folder = try await Self.folder()
    let none = try await lstm(["forecast", "model", "sales.csv", "--paths", "3"], in: folder)
    #expect(none.ending == .code(64) && none.errors.contains("draws no paths"))
    let stepwise = ["--force", "--distribution", "student-t", "--known", "rain"]
    #expect(try await lstm(Self.train + stepwise, in: folder).ending == .code(0))
    let forecast = ["forecast", "model", "sales.csv", "--paths", "3", "--horizon", "3"]
    let ended = try await lstm(forecast, in: folder)
    #expect(ended.ending == .code(65))
    #expect(ended.errors.contains("3 of the 3 rows") && ended.errors.contains("\"rain\""))
    let rows = "2021-08-09,,1\n2021-08-10,,2\n2021-08-11,,0\n"
    try folder.put(Self.daily(220) + rows, at: "sales.csv")
    let run = try await lstm(forecast + ["--seed", "4", "--output", "paths.csv"], in: folder)
    #expect(run.ending == .code(0))
    let lines = String(decoding: try folder.bytes(at: "paths.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 4 && lines[0] == "unique_id,ds,path_1,path_2,path_3")
    #expect(lines[1].hasPrefix("sales,2021-08-09,"))
    let json = try await lstm(forecast + ["--json"], in: folder)
    #expect(json.output.contains("\"paths\""))
    let both = try await lstm(forecast + ["--plot", "x.svg"], in: folder)
    #expect(both.ending == .code(64))
    let counts = try await lstm(
      Self.train + ["--force", "--distribution", "negative-binomial"], in: folder)
    #expect(counts.ending == .code(65) && counts.errors.contains("whole numbers of 0 or more"))
  }

  @Test("is scored beside forecasts that need no model")
  func evaluation() async throws {
    let folder = try await Self.folder()
    let nothing = try await lstm(["evaluate", "model", "sales.csv"], in: folder)
    #expect(nothing.ending == .code(65))
    #expect(nothing.errors.contains("--from"))
    let run = try await lstm(
      ["evaluate", "model", "sales.csv", "--from", "2021-07-01"], in: folder)
    #expect(run.ending == .code(0))
    for word in ["MAE", "seasonal naive", "last value", "drift", "in 80 %"] {
      #expect(run.output.contains(word))
    }
    let json = try await lstm(
      ["evaluate", "model", "sales.csv", "--from", "2021-07-01", "--json"], in: folder)
    let keys = ["mae", "mse", "rmse", "smape", "mase", "crps", "coverage_80", "baseline"]
    for key in keys + ["seconds", "examples"] { #expect(json.output.contains("\"\(key)\":")) }
  }

  @Test(
    "names what is wrong with the table or the request",
    arguments: [
      (["--target", "sale"], "Did you mean \"sales\"?", 64),
      (["--until", "soon"], "--until is \"soon\"", 64),
      (["--horizon", "500"], "the longest series has 220 rows", 65),
      (["--horizon", "0"], "--horizon is 0", 64), (["--missing", "guess"], "guess", 64),
      (["--transform", "log-return"], "log-return", 65),
    ])
  func wrong(options: [String], message: String, code: Int32) async throws {
    let folder = try WorkFolder()
    var text = Self.daily(220)
    if options.contains("--transform") { text = text.replacing(",0\n", with: ",-1\n") }
    try folder.put(text, at: "sales.csv")
    let run = try await lstm(
      ["train", "forecaster", "sales.csv", "--output", "model"] + options, in: folder)
    #expect(run.ending == .code(code))
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!folder.has("model/config.json"))
  }
}
