import Foundation
import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("A detector of events")
struct EventDetectorTests {
  private static func request(
    _ text: String = SmallPayments.text(),
    _ change: (inout DetectorTrainingRequest) -> Void = { _ in }
  ) -> DetectorTrainingRequest {
    var request = DetectorTrainingRequest(
      data: { try .events(SmallPayments.events(text)) }, options: SmallPayments.options())
    change(&request)
    return request
  }

  private static func trained(
    _ request: DetectorTrainingRequest, in folder: String
  ) throws -> (TrainedEventDetector, [String]) {
    var lines: [String] = []
    _ = try DetectorTask.train(request, into: folder) { lines = $0 }
    let opened = try TrainedDetector(contentsOf: ModelFolder.open(folder))
    guard case .events(let detector) = opened else { throw SmallPayments.NotEvents() }
    return (detector, lines)
  }

  @Test(
    "finds what its owner would not have paid, with labels and without", arguments: [false, true])
  func finds(isUnsupervised: Bool) throws {
    try withTemporaryFolder { folder in
      let (detector, lines) = try Self.trained(
        Self.request { $0.options.isUnsupervised = isUnsupervised }, in: folder + "/model")
      let text = lines.joined(separator: "\n")
      #expect(text.contains("\"NR\" counts the rows") || text.contains("NR"))
      #expect(text.contains("Column \"KIND\" tells the class by itself and is left out"))
      #expect(detector.numbers == ["NR", "AMOUNT"] || detector.numbers == ["AMOUNT"])
      #expect(detector.categories == ["SHOP_ID"] && detector.isSupervised != isUnsupervised)
      let newer = try SmallPayments.events(SmallPayments.text(seed: 9)).table
      let report = try detector.evaluate(newer, from: newer.times[450])
      let area = try #require(report.discrimination.areaUnderPrecisionRecall)
      let baseline = try #require(report.baseline?.areaUnderPrecisionRecall)
      #expect(area > 0.8 && area > baseline + 0.1, "\(area) beside \(baseline)")
      #expect(report.rowCount == 450)
      let scores = try detector.scores(newer)
      #expect(scores.count == 900 && scores.allSatisfy { (0...1).contains($0.score) })
      #expect(scores.allSatisfy { ($0.expected == nil) == !isUnsupervised })
    }
  }

  @Test("goes on after a stop to the same bits, and refuses other options")
  func resume() throws {
    try withTemporaryFolder { folder in
      let stop = StopSignal()
      let stopped = try DetectorTask.train(
        Self.request(), into: folder + "/a", stop: stop,
        events: { if case .step(let step) = $0, step.step == 27 { stop.raise() } })
      #expect(stopped.wasInterrupted)
      for change: (inout DetectorOptions) -> Void in [
        { $0.labelDelay = 3 }, { $0.isUnsupervised = true }, { $0.anomalyWeight = 2 },
      ] {
        #expect(throws: TrainingError.self) {
          try DetectorTask.train(
            Self.request {
              $0.resumes = true
              change(&$0.options)
            }, into: folder + "/a")
        }
      }
      _ = try DetectorTask.train(Self.request { $0.resumes = true }, into: folder + "/a")
      _ = try DetectorTask.train(Self.request(), into: folder + "/b")
      for name in ["model.safetensors", "features.json", "config.json"] {
        let files = try ["a", "b"].map {
          try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)/\(name)"))
        }
        #expect(files[0] == files[1], "\(name)")
      }
    }
  }

  @Test("looks at nothing behind the time that it is told")
  func until() throws {
    try withTemporaryFolder { folder in
      let text = SmallPayments.text()
      let lines = text.split(separator: "\n").map(String.init)
      let cut = lines[..<701].joined(separator: "\n") + "\n"
      let time = try SmallPayments.events(text).table.times[699]
      _ = try DetectorTask.train(Self.request(text) { $0.until = time }, into: folder + "/a")
      _ = try DetectorTask.train(Self.request(cut), into: folder + "/b")
      let weights = try ["a", "b"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)/model.safetensors"))
      }
      #expect(weights[0].suffix(4096) == weights[1].suffix(4096))
    }
  }

  @Test("refuses what cannot be learned from, and says what is missing")
  func refusals() throws {
    func error(_ events: DetectorData.Events, _ options: DetectorOptions) -> DetectorTaskError? {
      #expect(throws: DetectorTaskError.self) { try EventPlan(events, options) }
    }
    let options = SmallPayments.options()
    let few = try SmallPayments.events(SmallPayments.text(60)) { $0.kind = .events }
    #expect(
      error(few, options)?.description.contains("60 events, 54 of them to learn from") == true)
    let calm = try SmallPayments.events(SmallPayments.text(400, rare: 4000))
    #expect(error(calm, options)?.description.contains("Use --unsupervised") == true)
    let unnumbered = try SmallPayments.events { $0.series.targets = ["SHOP_ID"] }
    let silent = SmallPayments.options { $0.isUnsupervised = true }
    #expect(error(unnumbered, silent) == .noNumbers(file: unnumbered.table.file))
    let brief = SmallPayments.options { $0.budget = (nil, 1, nil) }
    let detector = try EventDetector(brief).fit(try SmallPayments.events())
    let table = try SmallPayments.events().table
    let last = try #require(table.times.last)
    #expect(throws: DetectorTaskError.self) {
      try detector.evaluate(table, from: Timestamp(microseconds: last.microseconds + 1))
    }
    let unlabelled = try SmallPayments.events(label: nil).table
    #expect(throws: DetectorTaskError.notLabelled(file: unlabelled.file)) {
      try detector.evaluate(unlabelled)
    }
  }
}
