import Foundation
import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Explaining a detector of events")
struct EventExplainingTests {
  private static let text = SmallPayments.text(400)

  private func trained(
    isUnsupervised: Bool = false, members: Int = 1, layers: Int = 1
  ) throws -> TrainedEventDetector {
    let options = SmallPayments.options {
      $0.isUnsupervised = isUnsupervised
      ($0.memberCount, $0.layerCount) = (members, layers)
      $0.budget = (nil, 15, nil)
    }
    let features: [String]? = isUnsupervised ? ["SHOP_ID", "AMOUNT"] : nil
    return try EventDetector(options).fit(
      SmallPayments.events(Self.text) { $0.series.targets = features })
  }

  /// The part of a table of this text that is asked for.
  private func part(
    _ trained: TrainedEventDetector, _ text: String = text,
    _ change: (inout ExplainedSource) -> Void = { _ in }
  ) throws -> EventPart {
    try withTemporaryFolder { folder in
      let path = folder + "/payments.csv"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      var source = ExplainedSource(.file(path), stepLimit: 400)
      change(&source)
      return try trained.part(of: source) { _ in }
    }
  }

  private func table(_ text: String = text) throws -> EventTable {
    try SmallPayments.events(text) { $0.kind = .events }.table
  }

  @Test("says of each event what detecting says, in probabilities and losses")
  func supervised() throws {
    let trained = try trained(layers: 2)
    let part = try part(trained) { $0.series = "5" }
    let input = trained.read(part, candidateCount: 2)
    let scores = try trained.scores(try table()).filter { $0.id == "5" }
    #expect(part.stepCount == scores.count && scores.count > 20)
    #expect(part.scores == scores.map(\.score))
    #expect(input.traces.count == 2 && input.traces[0].hidden.shape[0] == scores.count)
    var losses: [Double] = []
    for (step, score) in zip(input.steps, scores) {
      let anomaly = try #require(step.candidates.first { $0.label == "anomaly" })
      // One network: its word is the model's.
      #expect(abs(anomaly.probability - score.score) < 1e-9)
      #expect(abs(step.candidates.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
      #expect(step.label.hasPrefix(score.time.date.text))
      let p = step.outcome == "anomaly" ? score.score : 1 - score.score
      let loss = try #require(step.loss)
      #expect(abs(loss + log(p)) < 1e-6)
      losses.append(loss)
      let value = try #require(score.value)
      #expect(step.details.contains { $0.text.hasPrefix(value.text(2) + " (usually ") })
      #expect(step.details.contains { $0.name == "SHOP_ID" })
    }
    #expect(Set(input.steps.compactMap(\.outcome)) == ["anomaly", "normal"])
    #expect(trained.losses(of: part) == losses)
    #expect(input.remarks[0].contains("highest score"))
    let name = trained.name(ofPrediction: 3, in: part)
    #expect(name.place == input.steps[3].label && name.subject.hasPrefix("its class"))
  }

  @Test("expects without classes what detecting expects, and loses what its score says")
  func unsupervised() throws {
    let trained = try trained(isUnsupervised: true)
    let part = try part(trained) { $0.series = "5" }
    let input = trained.read(part, candidateCount: 2)
    let scores = try trained.scores(try table()).filter { $0.id == "5" }
    #expect(input.forecasts.count == scores.count)
    for ((step, forecast), score) in zip(zip(input.steps, input.forecasts), scores) {
      #expect(abs(forecast.middle - (score.expected ?? .nan)) < 1e-6)
      #expect(forecast.outcome == score.value)
      let loss = try #require(step.loss)
      #expect(abs(1 - exp(-loss) - score.score) < 1e-9)
      #expect(step.candidates.isEmpty)
    }
    #expect(trained.losses(of: part) == input.steps.compactMap(\.loss))
  }

  @Test(
    "holds a unit at zero as an output gate that stays shut does", arguments: [false, true])
  func silence(isUnsupervised: Bool) throws {
    let trained = try trained(isUnsupervised: isUnsupervised, layers: 2)
    let part = try part(trained)
    let units = trained.units.filter { $0.index == 3 }
    #expect(trained.units.count == 2 * trained.hiddenSize && units.count == 2)
    let found = trained.losses(of: part, silencing: units) { _ in }
    for (unit, losses) in zip(units, found) {
      var shut = trained.model.members[0]
      let size = trained.hiddenSize
      func rows(_ tensor: Tensor, to number: Float) -> Tensor {
        let row = Gate.output.rawValue * size + unit.index
        let width = tensor.count / tensor.shape[0]
        return Tensor(
          tensor.values.enumerated().map { $0.offset / width == row ? number : $0.element },
          shape: tensor.shape)
      }
      var parameters = shut.recurrent.layers[unit.layer][0]
      parameters.inputWeight = rows(parameters.inputWeight, to: 0)
      parameters.recurrentWeight = rows(parameters.recurrentWeight, to: 0)
      parameters.bias = parameters.bias.map { rows($0, to: -1000) }
      shut.recurrent.layers[unit.layer][0] = parameters
      let expected = SaidOfEvents(shut, part).losses
      #expect(zip(losses, expected).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(losses.count == expected.count && losses != trained.losses(of: part))
    }
  }

  @Test(
    "follows the last event's loss back to what a change of a state would do",
    arguments: [false, true])
  func gradients(isUnsupervised: Bool) throws {
    let trained = try trained(isUnsupervised: isUnsupervised)
    let part = try part(trained)
    let gradients = try #require(trained.gradients(of: part))
    let last = part.stepCount - 1
    #expect(gradients.layers.count == 1)
    #expect(gradients.layers[0].hidden.count == part.stepCount - (isUnsupervised ? 1 : 0))
    if !isUnsupervised {
      #expect(abs(gradients.loss - (trained.losses(of: part).last ?? .nan)) < 1e-5)
    }
    // Finite differences of the loss by the state that the layer behind it reads.
    let network = trained.model.members[0]
    let inputs = part.data.inputs([part.window])
    let place = isUnsupervised ? last - 1 : last
    let state = network.recurrent.trace(inputs)[0].hidden.rows(place..<place + 1)
      .reshaped(to: [1, trained.hiddenSize])
    let event = inputs.rows(last..<last + 1)
      .reshaped(to: [1, trained.model.architecture.inputSize])
    func loss(_ values: [Float]) -> Double {
      let outputs = network.outputs(
        state: Tensor(values, shape: [1, values.count]), event: event)
      return Double(trained.model.architecture.loss(outputs, part, last).scalar)
    }
    #expect(abs(loss(state.values) - gradients.loss) < 1e-5)
    let squares = state.values.indices.map { unit in
      func moved(_ by: Float) -> Double {
        var values = state.values
        values[unit] += by
        return loss(values)
      }
      let slope = (moved(0.01) - moved(-0.01)) / 0.02
      return slope * slope
    }
    let norm = squares.reduce(0, +).squareRoot()
    #expect(abs(norm - gradients.layers[0].hidden[0]) < 0.02 * max(norm, 1e-3))
  }

  @Test("reads the window of a long history that is asked for, and refuses what is not there")
  func windows() throws {
    let trained = try trained(members: 2)
    // One owner has more events than are read at once.
    let lines = Self.text.split(separator: "\n")
    var text = "\(lines[0])\n"
    for row in 0..<600 {
      let day = 1 + row / 24
      text +=
        "\(row),2021-01-\(day < 10 ? "0" : "")\(day) \(row % 24):00:00,7,\(row % 5),\(20 + row % 9),0,0\n"
    }
    let long = try part(trained, text) { $0.from = "2021-01-09 12:00" }
    #expect(long.window.events == 128..<384 && long.window.firstScored == 192)
    #expect(
      long.scoredSteps == 64..<256 && long.note.contains("256 of 600 events of CUSTOMER_ID 7"))
    let input = trained.read(long, candidateCount: 1)
    #expect(input.steps[63].candidates.isEmpty && input.steps[64].candidates.count == 1)
    #expect(input.steps.compactMap(\.loss).count == 192)
    #expect(input.remarks.contains { $0.contains("first 64 events") })
    #expect(input.remarks.contains { $0.contains("network 0 of 0 to 1") })
    let scores = try trained.scores(try table(text)).map(\.score)
    #expect(long.scores == Array(scores[192..<384]))
    let survey = input.surveys[0]
    let count = survey.traces[0].lengths?.reduce(0, +)
    #expect(survey.features.allSatisfy { $0.values.count == count })
    for change in [
      { $0.from = "soon" }, { $0.from = "2022-01-01" }, { $0.from = "2020-01-01" },
      { $0.series = "z" }, { $0.member = 2 }, { $0.length = 3 },
    ] as [(inout ExplainedSource) -> Void] {
      #expect(throws: ExplainedPartError.self) { try part(trained, text, change) }
    }
    // Without the column of the class nothing can be checked.
    let unlabelled = text.split(separator: "\n").map { line in
      line.split(separator: ",").prefix(5).joined(separator: ",")
    }.joined(separator: "\n")
    let unknown = try part(trained, unlabelled)
    #expect(trained.losses(of: unknown).isEmpty && trained.gradients(of: unknown) == nil)
    #expect("\(unknown.nothingPredicted)".contains("tells the class of none"))
    #expect(trained.read(unknown, candidateCount: 1).steps.allSatisfy { $0.outcome == nil })
  }
}
