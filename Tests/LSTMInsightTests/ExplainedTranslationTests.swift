import LSTMLayers
import LSTMTensor
import LSTMTraining
import Testing

@testable import LSTMInsight

@Suite("A translation that is looked into")
struct ExplainedTranslationTests {
  @Test("shows of each layer the steps that it reads, and of a step the layers that have it")
  func stacks() throws {
    let reading = try Reading(StubTranslator(), ExplainedSource(.text("abc"), stepLimit: 9))
    let input = reading.explained(candidateCount: 2)
    for (step, layers) in [(0, [0]), (3, [0]), (4, [1]), (6, [1])] {
      let explanation = try StepExplanation(step, of: input)
      #expect(explanation.layers.map(\.layer) == layers)
      // The numbers are those of the step in its own stack.
      let own = input.traces[layers[0]].hidden.rows((step % 4)..<(step % 4) + 1).values
      #expect(zip(explanation.layers[0].hidden, own).allSatisfy { abs($0 - $1) < 1e-5 })
      let first = try #require(explanation.layers[0].stages(reading: "x", top: 1).first)
      #expect(first.sentence.contains("reads x as"))
    }
    #expect(throws: ExplanationError.stepOutOfRange(step: 7, stepCount: 7)) {
      try StepExplanation(7, of: input)
    }
    #expect(input.expectation(behind: 0) == "nothing yet")
    #expect(input.expectation(behind: 6).contains("then comes </s>"))
    let explanation = Explanation(of: reading)
    #expect(explanation.mostSurprisingStep == 6)
    let lines = explanation.lines.joined(separator: "\n")
    #expect(
      lines.contains("it writes \"x y\"") && lines.contains("least sure: at step 6 after \"<s>xy\"")
    )
    #expect(lines.contains("</s>  c 40 %, b 30 %"))
  }

  @Test("puts what each token looked at into the page, and into a picture of its own")
  func attention() throws {
    let reading = try Reading(StubTranslator(), ExplainedSource(.text("abc"), stepLimit: 9))
    let page = ExplanationPage(of: reading, model: "m").html
    for part in [
      ">What it read and wrote</h2>", ">Encoder: layer 0</h2>", ">Decoder: layer 1</h2>",
      ">What it predicted</h2>", "<td>c 40 %, b 30 %</td>",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("How far back errors reach"))
    let explanation = Explanation(of: reading)
    #expect(ExplanationPicture(path: "attention") == .attention)
    let svg = try explanation.svg(.attention)
    for label in ["a", "c", "x", "&lt;/s&gt;"] { #expect(svg.contains(">\(label)</text>")) }
    // A picture of a layer has a column for each of its own steps.
    #expect(try explanation.svg(.quantity(.forget, layer: 1)).contains("and 3 columns"))
    #expect(try explanation.svg(.quantity(.forget, layer: 0)).contains("and 4 columns"))
    let text = Explanation(
      of: try Reading(
        ExplanationPictureTests.StubModel(), ExplainedSource(.text("01"), stepLimit: 9)))
    #expect(throws: ExplanationError.noTranslation(picture: "attention")) {
      try text.svg(.attention)
    }
  }

  /// A layer that reads three tokens and an end, and one that writes two and an end.
  struct StubTranslator: Explainable {
    let encoder: LSTM
    let decoder: LSTM

    init() {
      var random = RandomGenerator(seed: 3)
      encoder = LSTM(inputSize: 2, hiddenSize: 5, using: &random)
      decoder = LSTM(inputSize: 2, hiddenSize: 5, using: &random)
    }

    var layerCount: Int { 2 }
    var hiddenSize: Int { 5 }
    var direction: Direction { .forward }
    var untracedCell: String? { nil }
    var lossUnit: String { "nats" }

    func part(
      of source: ExplainedSource, progress: (Double) -> Void
    ) throws -> TokenPart<Int, Int> {
      try TokenPart(of: try source.readText().map { Int($0) - 48 }, source, limit: 9) { $0.count }
    }

    func read(_ part: TokenPart<Int, Int>, candidateCount: Int) -> ExplainedInput {
      func trace(_ layer: LSTM, _ steps: Int) -> LayerTrace {
        .lstm(layer.trace(Tensor((0..<2 * steps).map { Float($0) / 7 }, shape: [steps, 1, 2]))[0])
      }
      let read = ["a", "b", "c", "</s>"].map {
        ExplainedStep(label: $0, text: $0, candidates: [], loss: nil)
      }
      let written = zip(["<s>", "x", "y"], ["x", "y", "</s>"]).enumerated().map { place, names in
        var step = ExplainedStep(
          label: names.0, text: "", candidates: [.init(label: names.1, probability: 0.5)],
          loss: Double(place + 1))
        step.outcome = names.1
        return step
      }
      var input = ExplainedInput(
        steps: read + written, traces: [trace(encoder, 4), trace(decoder, 3).above(1)],
        content: .translation(
          ExplainedTranslation(
            source: "a b c", text: "x y", sourceTokens: ["a", "b", "c", "</s>"],
            targetTokens: ["x", "y", "</s>"],
            attention: [[1, 0, 0, 0], [0, 1, 0, 0], [0.1, 0.3, 0.4, 0.2]])))
      input.stacks = [
        ExplainedStack("encoder", layers: 0..<1, steps: 0..<4),
        ExplainedStack("decoder", layers: 1..<2, steps: 4..<7),
      ]
      return input
    }

    func losses(of part: TokenPart<Int, Int>) -> [Double] { [1, 2, 3] }

    func losses(
      of part: TokenPart<Int, Int>, silencing units: [RecurrentUnit], progress: (Double) -> Void
    ) -> [[Double]] { units.map { _ in [1, 2, 3] } }

    func name(ofPrediction number: Int, in part: TokenPart<Int, Int>) -> PredictionName {
      PredictionName(place: "step \(number)", subject: "")
    }

    func gradients(of part: TokenPart<Int, Int>) -> LossGradients? { nil }
  }
}
