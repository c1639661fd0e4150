import Foundation
import Testing

@Suite("Detecting anomalies")
struct DetectTests {
  /// Half-hourly rows of a daily wave, with one spike at row 400 and a missing value at row 350.
  private static func lines(count: Int = 500) -> [String] {
    let start = 1_396_310_400
    return (0..<count).map { row in
      let noise = Double((row * 7919) % 1000) / 1000
      var value = 10 + 3 * sin(2 * .pi * Double(row) / 48) + 0.3 * noise
      if row == 400 { value += 20 }
      let text = row == 350 ? "" : String((value * 1000).rounded() / 1000)
      return "\(start + row * 1800),\(text)"
    }
  }

  private static func folder() throws -> WorkFolder {
    let folder = try WorkFolder()
    try folder.put("timestamp,value\n" + lines().joined(separator: "\n") + "\n", at: "wave.csv")
    return folder
  }

  @Test("writes time, value, expectation, score and flag of every row, and marks flags on a chart")
  func files() async throws {
    let folder = try Self.folder()
    let run = try await lstm(
      "detect", "wave.csv", "--output", "out.csv", "--plot", "out.svg", "--warm-up", "150",
      in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    let rows = try folder.text(at: "out.csv").split(separator: "\n").map(String.init)
    #expect(rows.count == 501)
    #expect(rows[0] == "unique_id,ds,value,expected,score,flag")
    #expect(rows[1] == "value,2014-04-01 00:00:00,10.0,,,0")
    let spike = rows[401].split(separator: ",", omittingEmptySubsequences: false)
    #expect(spike[5] == "1" && (Double(spike[4]) ?? 0) > 0.5)
    let missing = rows[351].split(separator: ",", omittingEmptySubsequences: false)
    #expect(missing[2] == "" && missing[4] == "" && Double(missing[3]) != nil)
    #expect(try folder.text(at: "out.svg").contains("flagged"))
    #expect(run.output.contains("500 rows, the first 150 to learn from"))

    let plain = try await lstm("detect", "wave.csv", "--warm-up", "150", "--quiet", in: folder)
    #expect(plain.output == (try folder.text(at: "out.csv")))
    #expect(plain.errors == "")
    let again = try await lstm("detect", "wave.csv", "--output", "out.csv", in: folder)
    again.expectRefusal(73, ["out.csv"])
  }

  @Test("says the same of a stream as of a file, one answer a line, in JSON too")
  func follow() async throws {
    let folder = try Self.folder()
    let file = try await lstm("detect", "wave.csv", "--warm-up", "150", "--quiet", in: folder)
    let stream = try await lstm(
      "detect", "--follow", "--warm-up", "150", in: folder, input: folder.path(of: "wave.csv"))
    #expect(stream.ending == .code(0), "\(stream.errors)")
    func answers(_ text: String) -> [String] {
      text.split(separator: "\n").dropFirst().map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).dropFirst(2)
          .joined(separator: ",")
      }
    }
    #expect(answers(stream.output) == answers(file.output))
    let json = try await lstm(
      "detect", "--follow", "--json-lines", "--warm-up", "150", in: folder,
      input: folder.path(of: "wave.csv"))
    let objects = try json.output.split(separator: "\n").map { try jsonObject(String($0)) }
    #expect(objects.count == 500)
    #expect(objects[0]["score"] is NSNull && objects[400]["flag"] as? Bool == true)
    #expect(objects[400]["kind"] as? String != nil)
  }

  @Test("answers a line before the next one comes")
  func atOnce() async throws {
    let folder = try WorkFolder()
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let outputPath = folder.path(of: "answers")
    try Data().write(to: URL(fileURLWithPath: outputPath))
    let run = try RunningCommand(
      ["detect", "--follow", "--warm-up", "20"], in: folder,
      input: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)", output: .path(outputPath))
    func answerCount() -> Int {
      ((try? folder.text(at: "answers")) ?? "").split(separator: "\n").count - 1
    }
    for row in 0..<25 {
      try pipe.fileHandleForWriting.write(contentsOf: Data("\(row % 3)\n".utf8))
      #expect(run.wait { _ in answerCount() == row + 1 })
    }
    try pipe.fileHandleForWriting.close()
    try pipe.fileHandleForReading.close()
    let result = await run.finish()
    #expect(result.ending == .code(0), "\(result.errors)")
  }

  @Test(
    "goes on from a saved state with the same bits as without a break",
    arguments: [60, 149, 150, 380])
  func state(count: Int) async throws {
    let folder = try Self.folder()
    let whole = try await lstm(
      "detect", "--follow", "--warm-up", "150", "--json-lines", in: folder,
      input: folder.path(of: "wave.csv"))
    let lines = Self.lines()
    try folder.put(lines[..<count].joined(separator: "\n") + "\n", at: "first")
    try folder.put(lines[count...].joined(separator: "\n") + "\n", at: "second")
    var output = ""
    for part in ["first", "second"] {
      let run = try await lstm(
        "detect", "--follow", "--warm-up", "150", "--json-lines", "--state", "state", in: folder,
        input: folder.path(of: part))
      #expect(run.ending == .code(0), "\(run.errors)")
      output += run.output
    }
    #expect(output == whole.output)
    try folder.put("nonsense", at: "state")
    let damaged = try await lstm("detect", "--follow", "--state", "state", in: folder)
    #expect(damaged.ending == .code(65))
  }

  @Test("names a broken line on standard error and goes on behind it")
  func brokenLine() async throws {
    let folder = try WorkFolder()
    try folder.put("time,value\n2020-01-01,1\n2020-01-02,abc\n2020-01-03,3\n", at: "rows")
    let run = try await lstm("detect", "--follow", in: folder, input: folder.path(of: "rows"))
    #expect(run.ending == .code(0))
    #expect(run.errors.contains("line 3") && run.errors.contains("\"abc\""))
    #expect(run.output.split(separator: "\n").count == 3)
  }

  @Test("prints the NAB score of labelled files")
  func labels() async throws {
    let folder = try Self.folder()
    try folder.put(
      "{\"wave.csv\": [[\"2014-04-09 06:00:00\", \"2014-04-09 18:00:00\"]]}", at: "labels.json")
    let run = try await lstm("detect", "wave.csv", "--labels", "labels.json", "--json", in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    let object = try jsonObject(run.output)
    #expect(object["nab_standard"] as? Double ?? 0 > 80)
    let text = try await lstm("detect", "wave.csv", "--labels", "labels.json", in: folder)
    #expect(text.output.contains("1 of 1 windows"))
    try folder.put("{\"other.csv\": []}", at: "labels.json")
    let other = try await lstm("detect", "wave.csv", "--labels", "labels.json", in: folder)
    other.expectRefusal(64, ["wave.csv", "other.csv"])
  }

  @Test("says why where there is nothing to detect in")
  func badInput() async throws {
    let folder = try WorkFolder()
    for (text, parts) in [
      ("time,value\n", ["no row below it"]),
      ("time,value\n2020-01-01,\n", ["no column of numbers"]),
      ("time,value\n2020-01-02,1\n2020-01-01,2\n2020-01-03,2\n", ["--sort"]),
    ] {
      try folder.put(text, at: "bad.csv")
      try await lstm("detect", "bad.csv", in: folder).expectRefusal(65, parts)
    }
    try await lstm("detect", "none.csv", in: folder).expectRefusal(66, ["none.csv"])
    try await lstm("detect", in: folder).expectRefusal(64, ["--follow"])
    try await lstm("detect", "--follow", "a.csv", in: folder).expectRefusal(64, ["--follow"])
    try folder.put("time,value\n2020-01-01,1\n", at: "one.csv")
    let one = try await lstm("detect", "one.csv", in: folder)
    #expect(one.ending == .code(0) && one.errors.contains("no row has a score"))
    #expect(one.output.hasSuffix("value,2020-01-01,1.0,,,0\n"))
  }
}
