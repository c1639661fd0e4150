import Foundation
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Training a forecaster into a folder")
struct ForecastTaskTests {
  private static func request(
    _ change: (inout ForecastTrainingRequest) -> Void = { _ in }
  ) -> ForecastTrainingRequest {
    var request = ForecastTrainingRequest(
      table: {
        try SmallSeries.table(
          [("a", SmallSeries.weekly(180)), ("b", SmallSeries.weekly(180, seed: 3))],
          targets: ["a"])
      })
    request.options = SmallSeries.forecaster().options
    request.options.budget = (nil, 120, nil)
    change(&request)
    return request
  }

  @Test("keeps the model that was trained, to the bit")
  func files() throws {
    try withTemporaryFolder { folder in
      let request = Self.request()
      let table = try request.table()
      let summary = try ForecastTask.train(request, into: folder + "/model")
      #expect(!summary.wasInterrupted && summary.result?.steps == 120)
      let read = try TrainedForecaster(contentsOf: ModelFolder.open(folder + "/model"))
      let trained = try #require(summary.trained)
      #expect(read.features == trained.features)
      #expect(read.model.architecture == trained.model.architecture)
      let expected = try trained.predict(table)[0].values
      #expect(try read.predict(table)[0].values == expected)
      let whole = try Self.forecaster(request).fit(table)
      #expect(try whole.predict(table)[0].values == expected)
      let card = try String(contentsOfFile: folder + "/model/README.md", encoding: .utf8)
      #expect(card.contains("patches of 7") && card.contains("lstm forecast"))
    }
  }

  private static func forecaster(_ request: ForecastTrainingRequest) -> Forecaster {
    var forecaster = Forecaster()
    forecaster.options = request.options
    return forecaster
  }

  @Test(
    "goes on after a stop to the same bits, and refuses other options",
    arguments: [nil, .studentT] as [OutputDistribution?])
  func resume(distribution: OutputDistribution?) throws {
    try withTemporaryFolder { folder in
      let stop = StopSignal()
      let (steps, end) = distribution == nil ? (120, 70) : (20, 12)
      func request(
        _ change: (inout ForecastTrainingRequest) -> Void = { _ in }
      ) -> ForecastTrainingRequest {
        Self.request {
          $0.options.distribution = distribution
          $0.options.budget.steps = steps
          change(&$0)
        }
      }
      let stopped = try ForecastTask.train(
        request(), into: folder + "/a", stop: stop,
        events: { if case .step(let step) = $0, step.step == end { stop.raise() } })
      #expect(stopped.wasInterrupted)
      #expect(throws: (any Error).self) {
        try ForecastTask.train(
          request {
            $0.resumes = true
            $0.options.hiddenSize = 13
          }, into: folder + "/a")
      }
      _ = try ForecastTask.train(request { $0.resumes = true }, into: folder + "/a")
      _ = try ForecastTask.train(request(), into: folder + "/b")
      for name in ["model.safetensors", "features.json", "config.json"] {
        let files = try ["a", "b"].map {
          try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)/\(name)"))
        }
        #expect(files[0] == files[1], "\(name)")
      }
    }
  }

  @Test("is told from other tasks")
  func otherTask() throws {
    try withTemporaryFolder { folder in
      _ = try LanguageTask.train(LanguageTaskTests.request(), into: folder + "/words")
      #expect(throws: ForecastError.otherTask(model: folder + "/words", task: "language")) {
        try TrainedForecaster(contentsOf: ModelFolder.open(folder + "/words"))
      }
    }
  }
}
