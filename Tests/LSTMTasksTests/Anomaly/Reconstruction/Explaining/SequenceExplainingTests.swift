import Foundation
import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Explaining a detector of sequences")
struct SequenceExplainingTests {
  /// The part of a file of this text that is asked for.
  private func part(
    _ trained: TrainedSequenceDetector, _ text: String,
    _ change: (inout ExplainedSource) -> Void = { _ in }
  ) throws -> SequencePart {
    try withTemporaryFolder { folder in
      let path = folder + "/data.csv"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      var source = ExplainedSource(.file(path), stepLimit: 2000)
      change(&source)
      return try trained.part(of: source) { _ in }
    }
  }

  @Test(
    "reads a row with the encoder, gives it back with the decoder, and loses what training does")
  func rows() throws {
    let text = SmallSequences.text(40)
    let trained = try SequenceDetector(SmallSequences.options()).fit(
      .rows(try SmallSequences.rows(text)))
    let part = try part(trained, text) { $0.series = "5" }
    #expect(part.window.sequence == 4 && part.stepCount == 12)
    let read = trained.read(part, candidateCount: 1)
    let count = trained.model.architecture.layerCount
    #expect(read.traces.map(\.layer) == Array(0..<2 * count))
    #expect(trained.units.count == 2 * count * trained.hiddenSize)
    let inputs = part.data.inputs([part.window])
    let network = trained.model.members[0]
    let expected = Double(network.loss(inputs, isObserved: nil, phase: .inference).scalar)
    let losses = trained.losses(of: part)
    #expect(abs(losses.reduce(0, +) / 12 - expected) < 1e-5)
    #expect(abs((read.loss ?? 0) - expected) < 1e-5)
    let given = network(inputs).values
    let scaler = part.scalers[0]
    for (step, forecast) in read.forecasts.enumerated() {
      #expect(abs(forecast.middle - scaler.original(Double(given[step]))) < 1e-5)
    }
    let gradients = try #require(trained.gradients(of: part))
    #expect(abs(gradients.loss - expected) < 1e-5 && gradients.layers.count == count)
    // A unit that nothing reads changes nothing; one that is silenced does.
    for layer in [0, 2 * count - 1] {
      let unit = RecurrentUnit(layer: layer, index: 1)
      let silenced = trained.losses(of: part, silencing: [unit]) { _ in }[0]
      #expect(silenced != losses && silenced.count == 12)
    }
  }

  @Test("holds a silenced unit of the decoder at zero from the first step on")
  func silence() throws {
    let text = SmallSequences.text(40)
    let trained = try SequenceDetector(SmallSequences.options { $0.layerCount = 1 }).fit(
      .rows(try SmallSequences.rows(text)))
    let part = try part(trained, text)
    let network = trained.model.members[0]
    let unit = RecurrentUnit(layer: 1, index: 2)
    let found = trained.losses(of: part, silencing: [unit]) { _ in }[0]
    // The oracle: step by step, the unit set to zero after each.
    let inputs = part.data.inputs([part.window])
    let size = trained.hiddenSize
    let mask = Tensor((0..<size).map { $0 == 2 ? 0 : 1 }, shape: [size])
    let latent = network.repeated(network.latent(inputs, phase: .inference), steps: 1)
    var states = network.decoder.zeroStates(batchSize: 1)
    for step in 0..<12 {
      states =
        network.decoder.read(latent, states: states, lengths: nil, phase: .inference).states
      states[0] = (states[0].reshaped(to: [size]) * mask).reshaped(to: [1, 1, size])
      let given = network.output(states[0].reshaped(to: [1, size])).values[0]
      let error = Double(inputs.values[step] - given)
      #expect(abs(error * error - found[step]) < 1e-4 * max(1, found[step]))
    }
  }

  @Test("reads the window of a series that is asked for, and refuses what is not there")
  func series() throws {
    let text = SmallSequences.series(120)
    guard case .series(let table, _) = try SmallSequences.data(text) else { return }
    let trained = try SequenceDetector(
      SmallSequences.options {
        $0.sequenceLength = 10
        $0.budget = (nil, 5, nil)
      }
    ).fit(.series(table, label: nil))
    let last = try part(trained, text)
    #expect(last.window.start == 110 && last.surveyed.map(\.start).suffix(2) == [100, 110])
    let chosen = try part(trained, text) { $0.from = "2020-01-02 06:00" }
    #expect(chosen.window.start == 30 && chosen.labels[0] == "2020-01-02 06:00:00")
    #expect(trained.read(chosen, candidateCount: 1).forecasts.count == 10)
    for change in [
      { $0.from = "soon" }, { $0.from = "2021-01-01" }, { $0.series = "z" }, { $0.member = 99 },
      { $0.length = 3 },
    ] as [(inout ExplainedSource) -> Void] {
      #expect(throws: ExplainedPartError.self) { try part(trained, text, change) }
    }
    #expect(throws: ExplainedPartError.self) {
      try part(trained, SmallSequences.series(6))
    }
  }
}
