import Foundation
import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Looking into a classifier")
struct ClassifierExplainingTests {
  private static let text = "the good film and bad plot"

  private func trained(
    _ pooling: ClassifierPooling = .max, members: Int = 2, layers: Int = 1
  ) throws -> TrainedClassifier {
    var options = ClassifierTests.small
    options.pooling = pooling
    options.layerCount = layers
    options.memberCount = members
    options.budget.steps = 20
    return try Classifier(options).fit(.texts(ClassifierTests.ordered(60, seed: 1)))
  }

  private func part(
    _ model: TrainedClassifier, _ text: String = text, member: Int? = nil
  ) throws -> ClassifiedTextPart {
    var source = ExplainedSource(.text(text), stepLimit: 100)
    source.member = member
    return try model.part(of: source) { _ in }
  }

  /// Softmax in `Double`.
  private func softmax(_ logits: [Double]) -> [Double] {
    let powers = logits.map { exp($0 - (logits.max() ?? 0)) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  @Test("shows what a network says of the text up to each word, and the traces behind it")
  func read() throws {
    let model = try trained()
    for member in 0...1 {
      let part = try part(model, member: member)
      let input = model.read(part, candidateCount: 2)
      #expect(input.steps.map(\.text).joined() == " " + Self.text)
      #expect(input.traces.map(\.isReverse) == [false, true])
      let words = Self.text.split(separator: " ")
      #expect(input.steps.count == words.count)
      for (step, explained) in input.steps.enumerated() {
        // Batched with lengths there, alone here.
        let batch = ClassifierInputs.tokens([Array(part.tokens[...step])]).batch([0])
        let logits = model.model.members[member](batch, phase: .inference).values
        let expected = softmax(logits.map(Double.init))
        #expect(explained.candidates.count == 2)
        for candidate in explained.candidates {
          let place = try #require(model.classes.firstIndex(of: candidate.label))
          #expect(abs(candidate.probability - expected[place]) < 1e-6)
        }
        #expect(explained.candidates[0].probability >= explained.candidates[1].probability)
      }
      let last = try #require(input.steps.last)
      #expect(abs((last.loss ?? 0) + log(last.candidates[0].probability)) < 1e-9)
      #expect(model.losses(of: part) == [last.loss])
      #expect(input.remarks[0].contains("network \(member) of 0 to 1"))
    }
  }

  @Test(
    "without any unit of the last layer it is the output layer's bias that speaks",
    arguments: [ClassifierPooling.max, .mean, .attention, .last])
  func silence(pooling: ClassifierPooling) throws {
    let model = try trained(pooling, members: 1, layers: 2)
    let part = try part(model)
    var silenced = model
    for unit in model.units where unit.layer == 1 { silenced.model.members[0].silence(unit) }
    let bias = try #require(model.model.members[0].output.bias).values.map(Double.init)
    #expect(abs(silenced.losses(of: part)[0] + log(softmax(bias)[part.verdict])) < 1e-6)
    // Without the first layer no word is told from another.
    var deaf = model
    for unit in model.units where unit.layer == 0 { deaf.model.members[0].silence(unit) }
    let others = try self.part(model, "bad of the and film good")
    let (one, other) = (
      deaf.probabilities(of: 0, [part.tokens]), deaf.probabilities(of: 0, [others.tokens])
    )
    #expect(zip(one[0], other[0]).allSatisfy { abs($0 - $1) < 1e-6 })
    let ranked = model.losses(of: part, silencing: Array(model.units.prefix(3))) { _ in }
    #expect(ranked.count == 3 && ranked.allSatisfy { $0.count == 1 })
  }

  @Test("refuses what its texts do not have, and names the line that it takes of a file")
  func parts() throws {
    let model = try trained(members: 1)
    try withTemporaryFolder { path in
      let file = path + "/reviews.txt"
      try AtomicFile.write("a good film\n\na bad wörd\n", to: file)
      func part(
        line: String? = nil, member: Int? = nil, from: String? = nil
      ) throws -> ClassifiedTextPart {
        var source = ExplainedSource(.file(file), stepLimit: 100)
        (source.series, source.member, source.from) = (line, member, from)
        return try model.part(of: source) { _ in }
      }
      #expect(try part().note.hasPrefix("line 1 of 3"))
      let third = try part(line: "3")
      #expect(third.note.hasPrefix("line 3 of 3"))
      #expect(try part(line: "2").stepCount == 1)
      func refusal(line: String? = nil, member: Int? = nil, from: String? = nil) -> String {
        do {
          _ = try part(line: line, member: member, from: from)
          return ""
        } catch { return "\(error)" }
      }
      #expect(refusal(line: "4").contains("from 1 to 3"))
      #expect(refusal(line: "x").contains("number of a line"))
      #expect(refusal(member: 1).contains("the network 0 alone"))
      #expect(refusal(from: "2").contains("--from"))
      #expect(model.gradients(of: third) == nil)
      #expect("\(third.nothingPredicted)".contains("--ablate"))
    }
  }
}
