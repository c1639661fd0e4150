import Foundation
import LSTMTestSupport
import Testing

@Suite("Detectors from the command line")
struct DetectorTests {
  private static let sizes =
    ["--hidden", "8", "--latent", "3", "--members", "1", "--steps", "120", "--batch-size", "16"]
    + ["--learning-rate", "0.02"]

  /// Rows of a class and ten steps of a wave; each fifth is a saw tooth of another class.
  private static func rows(_ count: Int, seed: UInt64) -> String {
    var numbers = TestNumbers(seed: seed)
    let noise = numbers.normal([count * 10]).values
    return (0..<count).map { row in
      let isRare = row % 5 == 4
      let steps = (0..<10).map { step in
        (isRare ? Double(step % 3) - 1 : sin(Double(step) / 2)) + 0.1 * noise[row * 10 + step]
      }
      return ([isRare ? "rare" : "usual"] + steps.map { "\($0)" }).joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }

  private static func rowsFolder() async throws -> WorkFolder {
    let folder = try WorkFolder()
    try folder.put(rows(80, seed: 1), at: "train.txt")
    try folder.put(rows(40, seed: 2), at: "test.txt")
    let run = try await lstm(
      ["train", "detector", "train.txt", "--label", "column1", "--output", "model"] + sizes,
      in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    #expect(run.errors.contains("Normal is the class \"usual\", the most frequent: 64 rows"))
    #expect(run.errors.contains("of 12 normal rows that were held out, and"))
    return folder
  }

  @Test("score rows that are sequences, one answer a row, with a chart of the strangest")
  func rows() async throws {
    let folder = try await Self.rowsFolder()
    let run = try await lstm(
      "detect", "model", "test.txt", "--output", "out.csv", "--plot", "out.svg", in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    #expect(run.output.contains("test.txt: 40 rows; ") && run.output.contains("flagged: 5, 10"))
    let lines = try folder.text(at: "out.csv").split(separator: "\n").map(String.init)
    #expect(lines.count == 41 && lines[0] == "unique_id,ds,value,expected,score,flag")
    let fifth = lines[5].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    #expect(fifth[0] == "5" && fifth[1...3].allSatisfy(\.isEmpty) && fifth[5] == "1")
    #expect(try #require(Double(fifth[4])) > 0.5)
    #expect(try folder.text(at: "out.svg").contains("the highest of 40"))

    let lower = try await lstm(
      "detect", "model", "test.txt", "--threshold", "0", "--json", in: folder)
    let document = try #require(try jsonArray(lower.output).first)
    #expect(document["rows"] as? Int == 40 && (document["flags"] as? [Any])?.count == 40)
    let stream = try await lstm(
      "detect", "model", "-", "--json-lines", "--quiet", in: folder,
      input: folder.path(of: "test.txt"))
    #expect(stream.output.split(separator: "\n").count == 40)
    #expect(try await lstm("inspect", "model", in: folder).output.contains("latentSize"))
  }

  private func jsonArray(_ text: String) throws -> [[String: Any]] {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
  }

  @Test("are scored with the keys that programs read, beside the distance from the mean")
  func evaluate() async throws {
    let folder = try await Self.rowsFolder()
    let run = try await lstm("evaluate", "model", "test.txt", "--json", in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    let report = try jsonObject(run.output)
    for scores in [report, try #require(report["baseline"] as? [String: Any])] {
      for key in ["precision", "recall", "f1", "auprc", "roc_auc"] {
        #expect((0...1).contains(scores[key] as? Double ?? -1), "\(key)")
      }
    }
    #expect(report["examples"] as? Int == 40 && report["anomalies"] as? Int == 8)
    #expect(report["roc_auc"] as? Double ?? 0 > 0.95)
    #expect(report["seconds"] as? Double ?? -1 >= 0)
    let lines = try await lstm("evaluate", "model", "test.txt", in: folder)
    #expect(lines.output.contains("ROC-AUC") && lines.output.contains("distance to the mean"))
    let bare = Self.rows(5, seed: 3).split(separator: "\n")
      .map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    try folder.put(bare.joined(separator: "\n") + "\n", at: "bare.txt")
    try await lstm("evaluate", "model", "bare.txt", "--no-header", in: folder)
      .expectRefusal(64, ["bare.txt", "--label"])
    let scored = try await lstm("detect", "model", "bare.txt", "--no-header", in: folder)
    #expect(scored.output.split(separator: "\n").count == 6)
  }

  @Test("answer each row of series, with times, values and expectations, and NAB's score")
  func series() async throws {
    let folder = try WorkFolder()
    let lines = (0..<400).map { row in
      let value = 10 + 3 * sin(2 * .pi * Double(row) / 24) + Double((row * 7919) % 100) / 500
      return "\(1_396_310_400 + row * 3600),\(row == 300 ? 30 : value)"
    }
    try folder.put("when,load\n" + lines.joined(separator: "\n") + "\n", at: "wave.csv")
    let train = try await lstm(
      ["train", "detector", "wave.csv", "--time", "when", "--output", "model"] + Self.sizes,
      in: folder)
    #expect(train.ending == .code(0), "\(train.errors)")
    #expect(train.errors.contains("windows of 48 rows"))
    let run = try await lstm(
      "detect", "model", "wave.csv", "--time", "when", "--plot", "out.svg", in: folder)
    let rows = run.output.split(separator: "\n").map(String.init)
    #expect(rows.count == 401 && rows[1].hasPrefix("load,2014-04-01 00:00:00,10.0,"))
    let spike = rows[301].split(separator: ",", omittingEmptySubsequences: false)
    #expect(spike[5] == "1" && Double(spike[3]) != nil)
    #expect(try folder.text(at: "out.svg").contains("flagged"))
    try folder.put(
      "{\"wave.csv\": [[\"2014-04-13 06:00:00\", \"2014-04-13 18:00:00\"]]}", at: "labels.json")
    let report = try await lstm(
      "evaluate", "model", "wave.csv", "--time", "when", "--labels", "labels.json", "--json",
      in: folder)
    #expect(report.ending == .code(0), "\(report.errors)")
    let object = try jsonObject(report.output)
    #expect(object["nab_standard"] as? Double ?? 0 > 50)
    #expect(object["roc_auc"] != nil && object["anomalies"] as? Int == 13)
    #expect((object["baseline"] as? [String: Any])?["nab_standard"] != nil)
    let detected = try await lstm(
      "detect", "model", "wave.csv", "--time", "when", "--labels", "labels.json", in: folder)
    #expect(detected.output.contains("of 1 windows"))
  }

  @Test("read tables as the options say, without a model too")
  func tables() async throws {
    let folder = try WorkFolder()
    let rows = (0..<30).map { "2020-01-\($0 < 9 ? "0" : "")\($0 + 1);\($0);\($0 % 3)" }
    try folder.put("day;a;b\n" + rows.reversed().joined(separator: "\n") + "\n", at: "t.csv")
    let unsorted = try await lstm("detect", "t.csv", in: folder)
    #expect(unsorted.ending == .code(65) && unsorted.errors.contains("--sort"))
    let run = try await lstm(
      "detect", "t.csv", "--sort", "--time", "day", "--separator", "semicolon", "--target", "b",
      "--quiet", in: folder)
    #expect(run.output.contains("b,2020-01-02,1.0,"), "\(run.errors)")
  }

  @Test("refuse what they cannot do, and say what they can")
  func refusals() async throws {
    let folder = try await Self.rowsFolder()
    let train = ["train", "detector", "train.txt"]
    for (options, code, parts) in [
      (["--kind", "events"], 65, ["no column of times"]),
      (["--label", "column1", "--normal", "usal"], 64, ["Did you mean \"usual\"?"]),
      (["--label", "column99"], 64, ["column99"]),
      (["--normal", "usual", "--target", "column2,column3"], 64, ["--label"]),
      (["--latent", "0"], 64, ["--latent is 0", "from 1"]),
      (["--members", "0"], 64, ["--members is 0", "from 1"]),
      (["--validation", "1"], 64, ["--validation is 1.0"]),
    ] as [([String], Int32, [String])] {
      try await lstm(train + options + ["--output", "other"], in: folder)
        .expectRefusal(code, parts)
      #expect(!folder.has("other"))
    }
    try await lstm("evaluate", "model", "test.txt", "--from", "2020-01-01", in: folder)
      .expectRefusal(64, ["--from and --until belong to forecasts and to events"])
    try folder.put(Self.rows(10, seed: 1), at: "ten.txt")
    try await lstm("train", "detector", "ten.txt", "--label", "column1", in: folder)
      .expectRefusal(65, ["8 sequences of the normal class \"usual\"", "at least 20"])
    try folder.put("1 2 3\n2 3 4\n", at: "narrow.txt")
    try await lstm("detect", "model", "narrow.txt", "--no-header", in: folder)
      .expectRefusal(65, ["2 steps", "10 steps"])
    try await lstm("detect", "model", in: folder).expectRefusal(64, ["behind the model"])
    try await lstm("detect", "model", "test.txt", "--warm-up", "20", in: folder)
      .expectRefusal(64, ["--warm-up"])
    try await lstm("detect", "--follow", "--sort", in: folder).expectRefusal(64, ["--follow"])
    try await lstm("detect", "model", "none.txt", in: folder).expectRefusal(66, ["none.txt"])
    try await lstm("forecast", "model", "test.txt", in: folder)
      .expectRefusal(65, ["\"detector\""])
  }

  /// Payments of six customers; each fifteenth is eight times what its customer pays.
  private static func payments(_ count: Int, seed: UInt64) -> String {
    var numbers = TestNumbers(seed: seed)
    let noise = numbers.normal([count]).values
    return "when,card_id,shop_id,amount,fraud\n"
      + (0..<count).map { row in
        let (card, isFraud) = (row * 7 % 6, row % 15 == 14)
        let amount = (10 + 10 * Double(card)) * (1 + 0.1 * noise[row]) * (isFraud ? 8 : 1)
        let minutes = row * 61
        let (day, hour, minute) = (1 + minutes / 1440, minutes / 60 % 24, minutes % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "2022-03-\(two(day)) \(two(hour)):\(two(minute)):00,\(card),\(row % 11),\(amount),"
          + (isFraud ? "1" : "0")
      }.joined(separator: "\n") + "\n"
  }

  @Test("score payments of customers one by one, with a class and without")
  func payments() async throws {
    let folder = try WorkFolder()
    try folder.put(Self.payments(600, seed: 1), at: "payments.csv")
    let train =
      ["train", "detector", "payments.csv", "--id", "card_id", "--label", "fraud", "--hidden", "8"]
      + ["--members", "1", "--batch-size", "6", "--learning-rate", "0.01", "--steps", "80"]
    for (name, options) in [("model", [String]()), ("silent", ["--unsupervised"])] {
      let run = try await lstm(
        train + ["--until", "2022-03-19", "--output", name] + options, in: folder)
      #expect(run.ending == .code(0), "\(run.errors)")
      #expect(run.errors.contains("the numbers amount, the names shop_id"))
      let evaluated = try await lstm(
        "evaluate", name, "payments.csv", "--from", "2022-03-20", "--json", in: folder)
      let report = try jsonObject(evaluated.output)
      #expect(try #require(report["auprc"] as? Double) > 0.8, "\(name)")
      #expect(try #require(report["examples"] as? Int) < 200)
      let detected = try await lstm(
        "detect", name, "payments.csv", "--output", "out.csv", "--force", "--plot", "out.svg",
        in: folder)
      #expect(detected.ending == .code(0), "\(detected.errors)")
      let lines = try folder.text(at: "out.csv").split(separator: "\n").map(String.init)
      #expect(lines.count == 601 && lines[1].hasPrefix("0,2022-03-01 00:00:00,"))
      let fields = lines[599].split(separator: ",", omittingEmptySubsequences: false)
      #expect(fields.count == 6 && fields[3].isEmpty == (name == "model"))
      #expect(try folder.text(at: "out.svg").contains("of 600 events"))
    }
    try await lstm(
      "evaluate", "model", "payments.csv", "--from", "2023-01-01", in: folder
    ).expectRefusal(65, ["no event with a known class from 2023-01-01"])
    try await lstm(train + ["--anomaly-weight", "0"], in: folder).expectRefusal(64, ["above 0"])
    try await lstm(
      "train", "detector", "payments.csv", "--kind", "events", "--label", "froud", in: folder
    ).expectRefusal(64, ["Did you mean \"fraud\""])
  }
}
