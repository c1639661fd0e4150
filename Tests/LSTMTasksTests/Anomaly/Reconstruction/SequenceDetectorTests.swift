import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A detector of sequences")
struct SequenceDetectorTests {
  @Test("tells what it has never learned from what it has, and flags about as many as it should")
  func detects() throws {
    let rows = try SmallSequences.rows(SmallSequences.text(150))
    let trained = try SequenceDetector(SmallSequences.options { $0.budget = (nil, 200, nil) })
      .fit(.rows(rows))
    #expect(trained.kind == .rows && trained.sequenceLength == 12)
    let other = try SmallSequences.rows(SmallSequences.text(200, seed: 8))
    let report = try trained.evaluate(.rows(other))
    #expect(report.rowCount == 200 && report.discrimination.positives == 40)
    #expect(try #require(report.discrimination.areaUnderROC) > 0.99)
    #expect(report.discrimination.flagged.recall > 0.9)
    #expect(report.discrimination.flagged.falsePositives <= 24)
    let scores = try trained.scores(other)
    #expect(scores.allSatisfy { (0...1).contains($0.score ?? -1) })
    #expect(scores.map(\.id).prefix(2) == ["1", "2"])
    #expect(
      scores.count(where: \.isFlagged)
        == report.discrimination.flagged.truePositives
        + report.discrimination.flagged.falsePositives)
  }

  @Test("scores by the errors that plain arithmetic gives")
  func errors() throws {
    let rows = try SmallSequences.rows(SmallSequences.text(60))
    let trained = try SequenceDetector(SmallSequences.options()).fit(.rows(rows))
    let scaler = trained.features.channels[0].scalers[0]
    for index in [0, 4, 33] {
      let values = rows.set.sequences[index].values.map { scaler.scaled($0) }
      let inputs = Tensor(values, shape: [12, 1, 1])
      func own(_ place: Int, _ given: [Float], _ latent: [Double]) -> Double {
        let squares = zip(given, values).reduce(0.0) { sum, pair in
          let difference = Double(pair.0) - Double(pair.1)
          return sum + difference * difference
        }
        let distance = LatentNeighbors(trained.model.latents[place]).distance(of: latent)
        let mean = squares / (12 * Double(trained.model.spreads[place][0]))
        return (mean * distance).squareRoot()
      }
      var networks = 0.0
      for (place, member) in trained.model.members.enumerated() {
        let latent = member.latent(inputs, phase: .inference).values.map(Double.init)
        networks += own(place, member(inputs).values, latent)
      }
      let means = trained.model.mean.values.map(Double.init)
      let components = try #require(trained.model.components)
      let centered: [Double] = zip(values, means).map { Double($0) - $1 }
      let shares = components.latent(of: centered)
      let linear: [Double] = zip(components.decode(shares), means).map { $0 + $1 }
      let ofLinear = own(2, linear.map { Float($0) }, shares)
      let error = (networks * ofLinear).squareRoot()
      let expected = error / (error + trained.features.level.error)
      #expect(abs(try #require(try trained.scores(rows)[index].score) - expected) < 1e-5)
      let part = try #require(try trained.reconstruction(rows, at: index).first)
      #expect(part.value == rows.set.sequences[index].values)
      let given = trained.model.members.map { Double($0(inputs)[7]) } + [linear[7]]
      let mean = given.reduce(0, +) / 3
      #expect(abs(part.expected[7] - scaler.original(mean)) < 1e-5)
    }
    // The baseline is the distance from the mean of what was learned from, in plain squares.
    let mean = trained.model.mean.values.map(Double.init)
    let first = rows.set.sequences[0].values.map { Double(scaler.scaled($0)) }
    let distance = zip(first, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 12
    let found = try #require(try trained.scores(rows, .meanSequence)[0])
    #expect(abs(found - distance / (distance + trained.features.baselineLevel.error)) < 1e-9)
  }

  @Test("reads around what is missing, and says nothing where all is")
  func missing() throws {
    var lines = SmallSequences.text(80).split(separator: "\n").map(String.init)
    func blank(_ row: Int, _ places: ClosedRange<Int>) {
      var fields = lines[row].split(separator: ",").map(String.init)
      for place in places { fields[place] = "" }
      lines[row] = fields.joined(separator: ",")
    }
    blank(10, 3...4)
    blank(20, 1...12)
    let rows = try SmallSequences.rows(lines.joined(separator: "\n") + "\n")
    let trained = try SequenceDetector(SmallSequences.options()).fit(.rows(rows))
    let scores = try trained.scores(rows)
    #expect(scores[20].score == nil && !scores[20].isFlagged)
    #expect(scores.indices.allSatisfy { $0 == 20 || scores[$0].score != nil })
    #expect(try trained.reconstruction(rows, at: 10)[0].value[2].isNaN)
    #expect(try trained.evaluate(.rows(rows)).rowCount == 79)
  }

  @Test("is not put off by columns that never move, nor by numbers beyond all measure")
  func constant() throws {
    let text = (0..<40).map { _ in "1,5,5,5,5" }.joined(separator: "\n") + "\n"
    let rows = try SmallSequences.rows(text)
    let trained = try SequenceDetector(SmallSequences.options()).fit(.rows(rows))
    let others = try SmallSequences.rows("1,5,5,5,5\n1,5,6,5,5\n1,5,1e300,5,5\n1,5,5,5,5\n")
    let scores = try trained.scores(others).map { $0.score ?? -1 }
    #expect(scores[0] <= scores[1] && scores[1] <= scores[2] && scores[2] <= 1)
    #expect(scores[1] > 0.9 && scores[0] == scores[3])
  }

  @Test("gives the same bits for any number of threads and any instruction set")
  func sameBits() throws {
    let rows = try SmallSequences.rows(SmallSequences.text(60))
    let found = try KernelSettings.compare {
      let trained = try SequenceDetector(SmallSequences.options { $0.budget = (nil, 6, nil) })
        .fit(.rows(rows))
      return trained.model.parameters.map(\.tensor)
        + [Tensor(try trained.scores(rows).map { Float($0.score ?? -1) })]
    }
    #expect(found.differing == [])
  }

  @Test(
    "ranks nine in ten unusual heartbeats above a normal one after so few steps that a test can afford them",
    .enabled(
      if: SharedData.has("anomaly/ecg5000/ECG5000_TRAIN.txt"), "\(SharedData.absence)"))
  func heartbeats() throws {
    let source = DetectorSource(
      SharedData.path("anomaly/ecg5000/ECG5000_TRAIN.txt"), label: "column1",
      reading: TableOptions(hasHeader: false))
    let data = try source.read()
    var options = DetectorOptions()
    options.hiddenSize = 32
    options.latentSize = 4
    options.memberCount = 2
    options.learningRate = 0.02
    options.validationFraction = 0.3
    options.budget = (nil, 150, nil)
    let plan = try ReconstructionPlan(data, options)
    #expect(plan.features.normal == "1" && plan.others.count == 208)
    #expect(plan.training.count + plan.validation.count == 292)
    let trained = try SequenceDetector(options).fit(data)
    let report = try #require(trained.heldOutReport(plan, seconds: 0))
    let own = try #require(report.discrimination.areaUnderROC)
    #expect(own > 0.9)
  }
}
