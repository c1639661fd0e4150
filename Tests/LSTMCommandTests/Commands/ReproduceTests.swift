import Foundation
import LSTMKit
import Testing

@Suite("Reproducing experiments")
struct ReproduceTests {
  @Test("lists every experiment with its source and what it takes")
  func list() async throws {
    let run = try await lstm("reproduce", "list", "--json", in: WorkFolder())
    #expect(run.ending == .code(0))
    let document = try JSONReader(parsing: Array(run.output.utf8), document: "list")
    let rows = try document.elements()
    #expect(rows.count == PublishedExperiments.all.count)
    #expect(Set(PublishedExperiments.all.map(\.name)).count == rows.count)
    for (row, experiment) in zip(rows, PublishedExperiments.all) {
      #expect(try row.member("name").string() == experiment.name)
      #expect(try row.member("title").string() == experiment.title)
      #expect(try row.member("source").string() == experiment.source)
      #expect(try row.member("seconds").double() > 0)
    }
  }

  @Test("gives the paper's figure beside ours, whatever the threads")
  func figures() async throws {
    func run(threads: Int) async throws -> JSONReader {
      let run = try await lstm(
        "reproduce", "two-sequence-noisy", "--seeds", "2", "--threads", "\(threads)", "--json",
        in: WorkFolder())
      #expect(run.ending == .code(0))
      #expect(run.errors == "")
      return try JSONReader(parsing: Array(run.output.utf8), document: "reproduction")
    }
    let (one, two) = (try await run(threads: 1), try await run(threads: 2))
    #expect(try one.member("paper").member("sequences").integer(in: 1...1_000_000) == 41740)
    for network in ["ours", "today"] {
      let row = try one.member(network)
      #expect(try row.member("seeds").integer(in: 0...9) == 2)
      #expect(try row.member("success_rate").double() == 1)
      let sequences = try row.member("sequences").double()
      #expect(sequences > 256 && sequences < 41740)
      #expect(try two.member(network).member("sequences").double() == sequences)
    }
  }

  @Test("tells each trial on standard error, and draws both networks beside the paper's figure")
  func progress() async throws {
    let folder = try WorkFolder()
    let run = try await lstm(
      "reproduce", "two-sequence-noisy", "--seeds", "1", "--output", "chart.svg", in: folder)
    #expect(run.ending == .code(0))
    let chart = try String(contentsOfFile: folder.path(of: "chart.svg"), encoding: .utf8)
    #expect(chart.contains("the paper's figure") && chart.contains("today's LSTM with Adam"))
    #expect(run.errors.split(separator: "\n").count == 2)
    #expect(run.output.contains("the paper's network, here"))
  }
}
