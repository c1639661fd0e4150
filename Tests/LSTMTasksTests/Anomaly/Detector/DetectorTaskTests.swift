import Foundation
import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Training a detector into a folder")
struct DetectorTaskTests {
  private static func request(
    _ change: (inout DetectorTrainingRequest) -> Void = { _ in }
  ) -> DetectorTrainingRequest {
    var request = DetectorTrainingRequest(
      data: { try .rows(SmallSequences.rows(SmallSequences.text(100))) },
      options: SmallSequences.options())
    change(&request)
    return request
  }

  @Test("keeps the model that was trained, to the bit")
  func files() throws {
    try withTemporaryFolder { folder in
      let request = Self.request()
      var lines: [String] = []
      let summary = try DetectorTask.train(request, into: folder + "/model") { lines = $0 }
      #expect(
        lines.first?.contains("Normal is the class \"1\", the most frequent: 80 rows") == true)
      #expect(lines.last?.contains("64 rows of 12 steps to learn from, 16 held out") == true)
      #expect(!summary.wasInterrupted && summary.result.steps == 60)
      let opened = try TrainedDetector(contentsOf: ModelFolder.open(folder + "/model"))
      guard case .sequences(let read) = opened else { return }
      guard case .sequences(let trained)? = summary.trained else {
        Issue.record("no detector of sequences")
        return
      }
      #expect(read.features == trained.features)
      #expect(read.model.architecture == trained.model.architecture)
      let rows = try SmallSequences.rows(SmallSequences.text(30, seed: 4))
      let expected = try trained.scores(rows)
      #expect(try read.scores(rows) == expected)
      let whole = try SequenceDetector(request.options).fit(try request.data())
      #expect(try whole.scores(rows) == expected)
      let card = try String(contentsOfFile: folder + "/model/README.md", encoding: .utf8)
      #expect(card.contains("lstm detect") && card.contains("ROC-AUC"))
      #expect(summary.heldOut?.discrimination.positives == 20)
      #expect(summary.text.contains("of 16 normal rows that were held out"))
    }
  }

  @Test("goes on after a stop to the same bits, and refuses other options")
  func resume() throws {
    try withTemporaryFolder { folder in
      let stop = StopSignal()
      let stopped = try DetectorTask.train(
        Self.request(), into: folder + "/a", stop: stop,
        events: { if case .step(let step) = $0, step.step == 37 { stop.raise() } })
      #expect(stopped.wasInterrupted)
      for change: (inout DetectorOptions) -> Void in [
        { $0.hiddenSize = 13 }, { $0.normalClass = "2" }, { $0.seed = 2 },
      ] {
        #expect(throws: (any Error).self) {
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

  @Test("is told from other tasks, and its kinds from each other")
  func otherTask() throws {
    try withTemporaryFolder { folder in
      _ = try LanguageTask.train(LanguageTaskTests.request(), into: folder + "/words")
      #expect(throws: DetectorTaskError.otherTask(model: folder + "/words", task: "language")) {
        try TrainedDetector(contentsOf: ModelFolder.open(folder + "/words"))
      }
      let path = folder + "/model"
      _ = try DetectorTask.train(
        Self.request { $0.options.budget = (nil, 2, nil) }, into: path)
      let config = try String(contentsOfFile: path + "/config.json", encoding: .utf8)
      try config.replacingOccurrences(of: "\"rows\"", with: "\"events\"")
        .write(toFile: path + "/config.json", atomically: true, encoding: .utf8)
      #expect(throws: JSONError.self) { try TrainedDetector(contentsOf: ModelFolder.open(path)) }
      #expect(throws: TableError.self) {
        try SmallSequences.data(SmallSequences.text(30), kind: .events)
      }
    }
  }
}
