import Foundation
import LSTMData
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Training a translator into a folder")
struct TranslationTaskTests {
  @Test("learns the number words of another language")
  func learns() throws {
    try withTemporaryFolder { folder in
      let request = SmallTranslation.request {
        $0.data = .pairs(SmallTranslation.pairs(600))
        $0.options.smoothing = 0
        $0.options.budget = (nil, 600, nil)
      }
      let summary = try TranslationTask.train(request, into: folder + "/model")
      let trained = try TrainedTranslator(contentsOf: ModelFolder.open(folder + "/model"))
      let report = trained.evaluate(SmallTranslation.pairs(60, seed: 9))
      #expect(report.bleu.score > 95 && report.chrf.score > 95 && report.perplexity < 1.1)
      #expect(report.baseline.bleu.score < 1)
      let best = try #require(trained.translate(["one two four"]).first?.first)
      #expect(best.text == "eins zwei fünf")
      #expect(try #require(summary.report).bleu.score > 95)
      let card = try String(contentsOfFile: folder + "/model/README.md", encoding: .utf8)
      #expect(card.contains("lstm translate") && card.contains("BLEU"))
    }
  }

  @Test("gives an empty sentence an empty translation, and each sentence its own")
  func sentences() throws {
    let trained = try Self.untrained()
    let found = trained.translate(["one", "", " \t", "two two"])
    #expect(found.map { $0.count } == [1, 1, 1, 1])
    #expect(found[1][0].text == "" && found[2][0].text == "")
    #expect(trained.translate(["two two"])[0] == found[3])
  }

  private static func untrained() throws -> TrainedTranslator {
    let corpus = try TranslationCorpus(
      .pairs(SmallTranslation.pairs(50)), validation: .fraction(0.1), SmallTranslation.options())
    return TrainedTranslator(
      model: SmallTranslation.model(vocabulary: corpus.tokenizer.vocabulary.count),
      tokenizer: corpus.tokenizer)
  }

  @Test("goes on after a stop to the same bits, and refuses other options")
  func resume() throws {
    try withTemporaryFolder { folder in
      let stop = StopSignal()
      let stopped = try TranslationTask.train(
        SmallTranslation.request(), into: folder + "/a", stop: stop,
        events: { if case .step(let step) = $0, step.step == 23 { stop.raise() } })
      #expect(stopped.wasInterrupted && stopped.report == nil)
      for change: (inout TranslationOptions) -> Void in [
        { $0.hiddenSize = 25 }, { $0.smoothing = 0 }, { $0.seed = 2 }, { $0.score = .additive },
      ] {
        #expect(throws: (any Error).self) {
          try TranslationTask.train(
            SmallTranslation.request {
              $0.resumes = true
              change(&$0.options)
            }, into: folder + "/a")
        }
      }
      _ = try TranslationTask.train(
        SmallTranslation.request { $0.resumes = true }, into: folder + "/a")
      _ = try KernelSettings.with(threads: 3) {
        try TranslationTask.train(SmallTranslation.request(), into: folder + "/b")
      }
      for name in ["model.safetensors", "tokenizer.json", "config.json"] {
        let files = try ["a", "b"].map {
          try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)/\(name)"))
        }
        #expect(files[0] == files[1], "\(name)")
      }
    }
  }

  @Test("refuses what it cannot learn from, and models of other tasks")
  func faults() throws {
    try withTemporaryFolder { folder in
      #expect(throws: TranslationError.self) {
        try TranslationTask.train(
          SmallTranslation.request { $0.data = .pairs(SmallTranslation.pairs(5)) },
          into: folder + "/few")
      }
      #expect(throws: TranslationError.self) {
        try TranslationTask.train(
          SmallTranslation.request { $0.options.longest = 0 }, into: folder + "/long")
      }
      _ = try LanguageTask.train(LanguageTaskTests.request(), into: folder + "/words")
      #expect(throws: TranslationError.otherTask(model: folder + "/words", task: "language")) {
        try TrainedTranslator(contentsOf: ModelFolder.open(folder + "/words"))
      }
    }
  }
}
