import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Looking into a translator")
struct TranslationExplainingTests {
  /// A translator with new weights, in which nothing is like anything else.
  ///
  /// - Parameter end: how much likelier the end is made: without it a translation goes on until it is broken off.
  private func translator(
    score: AttentionScore = .dot, feedsInput: Bool = false, layers: Int = 1, end: Float = 5
  ) throws -> TrainedTranslator {
    let corpus = try TranslationCorpus(
      .pairs(SmallTranslation.pairs(60)), validation: .fraction(0.1), SmallTranslation.options())
    let count = corpus.tokenizer.vocabulary.count
    var model = SmallTranslation.model(
      vocabulary: count, score: score, feedsInput: feedsInput, layers: layers)
    model.outputBias = Tensor(
      (0...count).map { $0 == count ? end : 0 }, shape: [count + 1])
    return TrainedTranslator(model: model, tokenizer: corpus.tokenizer)
  }

  private func part(
    _ model: TrainedTranslator, _ text: String = "two one four"
  ) throws -> TranslationPart {
    try model.part(of: ExplainedSource(.text(text), stepLimit: 100)) { _ in }
  }

  /// The kinds of decoder: how it compares, and whether it sees what it attended to.
  private static let kinds: [(AttentionScore, Bool)] = [
    (.dot, false), (.dot, true), (.additive, true),
  ]

  @Test("shows the translation that translating finds, with its probabilities and its attention")
  func read() throws {
    for ((score, feedsInput), layers) in zip(Self.kinds, [1, 2, 2]) {
      for end in [Float(5), -50] {
        let model = try translator(
          score: score, feedsInput: feedsInput, layers: layers, end: end)
        let part = try part(model)
        #expect((part.sentence.writes.last == model.model.architecture.boundary) == (end > 0))
        let input = model.read(part, candidateCount: 3)
        let found = try #require(model.translate(["two one four"])[0].first)
        try check(input, part, found)
        try check(input, layers)
        let losses = input.steps.compactMap(\.loss)
        #expect(zip(losses, model.losses(of: part)).allSatisfy { abs($0 - $1) < 1e-5 })
      }
    }
  }

  /// What is shown is what translating finds: beam search goes step by step, and knows nothing of traces.
  private func check(
    _ input: ExplainedInput, _ part: TranslationPart, _ found: Translation
  ) throws {
    guard case .translation(let shown) = input.content else {
      Issue.record("no translation")
      return
    }
    #expect(shown.text == found.text && shown.source == "two one four")
    #expect(shown.sourceTokens == found.sourceTokens)
    // A translation that was broken off has no end.
    let written = Array(found.targetTokens.prefix(found.alignment.count))
    #expect(shown.targetTokens == written)
    #expect(input.steps.count == found.sourceTokens.count + written.count)
    #expect(input.steps.compactMap(\.outcome) == written)
    let losses = input.steps.compactMap(\.loss)
    #expect(losses.count == written.count)
    #expect(abs(losses.reduce(0, +) + found.logProbability) < 1e-4)
    #expect(shown.attention.count == found.alignment.count)
    for (row, expected) in zip(shown.attention, found.alignment) {
      #expect(abs(row.reduce(0, +) - 1) < 1e-5)
      #expect(zip(row, expected).allSatisfy { abs($0 - Double($1)) < 1e-5 })
    }
  }

  /// Every layer has the steps of its stack; where the written token is among the likeliest, its probability is that of
  /// its loss.
  private func check(_ input: ExplainedInput, _ layers: Int) throws {
    #expect(input.traces.count == 3 * layers)
    for trace in input.traces {
      #expect(trace.hidden.shape[0] == input.steps(ofLayer: trace.layer).count)
      #expect(trace.isReverse == false || trace.layer < layers)
      // The equations hold at every step, from the state that the step before left.
      for step in 0..<trace.hidden.shape[0] {
        let exact = trace.exactStep(step)
        let (hidden, cell) = (trace.hidden, try #require(trace.lstm).cell)
        for (tensor, values) in [(hidden, exact.hidden), (cell, exact.cell ?? [])] {
          let own = tensor.rows(step..<step + 1).values
          #expect(own.count == values.count)
          #expect(zip(own, values).allSatisfy { abs(Double($0) - $1) < 1e-5 })
        }
      }
    }
    #expect(input.stacks.map(\.name) == ["encoder", "decoder"])
    for step in input.steps where step.loss != nil {
      #expect(step.candidates.count == 3)
      #expect(step.candidates[0].probability >= step.candidates[2].probability)
      if let chosen = step.candidates.first(where: { $0.label == step.outcome }) {
        #expect(abs(naturalLogarithm(chosen.probability) + (step.loss ?? 0)) < 1e-4)
      }
    }
    for survey in input.surveys {
      let samples = survey.traces[0].lengths?.reduce(0, +)
      #expect(survey.features.allSatisfy { $0.values.count == samples })
      #expect(survey.texts.count == samples)
    }
  }

  @Test("holds a unit at zero as an output gate that stays shut does")
  func silence() throws {
    for ((score, feedsInput), layers) in zip(Self.kinds + [Self.kinds[0]], [1, 2, 2, 2]) {
      let model = try translator(score: score, feedsInput: feedsInput, layers: layers)
      let part = try part(model)
      #expect(model.units.count == 3 * layers * model.hiddenSize)
      let units = model.units.filter { $0.index == 2 }
      let found = model.losses(of: part, silencing: units) { _ in }
      for (unit, losses) in zip(units, found) {
        var shut = model.model
        shut.shut(unit)
        let expected = shut.losses(part.sentence, shut.packedOutput)
        #expect(losses.count == part.targetSteps)
        #expect(zip(losses, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(unit)")
        #expect(losses != model.losses(of: part), "\(unit)")
      }
    }
  }

  @Test("takes the line of a file that is asked for, and looks at units over the others too")
  func lines() throws {
    let model = try translator()
    try withTemporaryFolder { path in
      let file = path + "/lines.txt"
      try AtomicFile.write("one two\n\nthree\nfour four one\n", to: file)
      func part(
        _ change: (inout ExplainedSource) -> Void = { _ in }
      ) throws -> TranslationPart {
        var source = ExplainedSource(.file(file), stepLimit: 100)
        change(&source)
        return try model.part(of: source) { _ in }
      }
      let first = try part()
      #expect(first.note.hasPrefix("line 1 of 4") && first.surveyed.count == 3)
      let third = try part { $0.series = "3" }
      #expect(third.note.hasPrefix("line 3 of 4"))
      // Whatever else is read, a sentence has one translation.
      #expect(third.sentence == (try self.part(model, "three")).sentence)
      #expect(model.read(third, candidateCount: 1).remarks[0].contains("decoder"))
      func refusal(_ change: (inout ExplainedSource) -> Void) -> String {
        do {
          _ = try part(change)
          return ""
        } catch { return "\(error)" }
      }
      #expect(refusal { $0.series = "2" }.contains("is empty"))
      #expect(refusal { $0.series = "5" }.contains("from 1 to 4"))
      #expect(refusal { $0.member = 1 }.contains("the network 0 alone"))
      #expect(refusal { $0.from = "2" }.contains("--from"))
      #expect(refusal { $0.saysHowToReadTables = true }.contains("tables"))
      #expect(model.gradients(of: third) == nil)
      #expect("\(third.nothingPredicted)".contains("--ablate"))
      let name = model.name(ofPrediction: 0, in: third)
      #expect(name.place == "step \(third.sourceSteps)" && name.subject.contains("the first"))
    }
  }
}

extension TranslationModel {
  /// Shuts a unit's output gate for good, so that its hidden state is zero whatever reads it.
  fileprivate mutating func shut(_ unit: RecurrentUnit) {
    let (count, size) = (architecture.layerCount, architecture.hiddenSize)
    switch unit.layer {
    case ..<count: encoder.layers[unit.layer][unit.isReverse ? 1 : 0].shut(unit.index)
    case count:
      decoder.recurrent.layers[0][0].shut(unit.index)
      // What the decoder begins with is zero there, too.
      bridge.weight.clear(unit.index)
      bridge.bias?.clear(unit.index)
      #expect(bridge.weight.shape[0] == 2 * size)
    default: upper?.layers[unit.layer - count - 1][0].shut(unit.index)
    }
  }
}

extension RecurrentParameters {
  fileprivate mutating func shut(_ unit: Int) {
    let row = Gate.output.rawValue * recurrentWeight.shape[1] + unit
    inputWeight.clear(row)
    recurrentWeight.clear(row)
    bias?.clear(row, to: -1000)
  }
}

extension Tensor {
  /// Sets what has a place along the first axis.
  fileprivate mutating func clear(_ row: Int, to number: Float = 0) {
    let size = count / shape[0]
    self = Tensor(
      values.enumerated().map { $0.offset / size == row ? number : $0.element }, shape: shape)
  }
}
