import LSTMLayers
import LSTMTensor
import LSTMTraining
import Testing

@testable import LSTMInsight

@Suite("A picture of one thing")
struct ExplanationPictureTests {
  @Test("is named by layer and quantity, or by layer and unit")
  func paths() {
    #expect(ExplanationPicture(path: "0.forget") == .quantity(.forget, layer: 0))
    #expect(
      ExplanationPicture(path: "2.reverse.cell") == .quantity(.cell, layer: 2, isReverse: true))
    #expect(ExplanationPicture(path: "1.functions") == .functions(layer: 1))
    #expect(ExplanationPicture(path: "0.37") == .unit(RecurrentUnit(layer: 0, index: 37)))
    for text in [
      "", "forget", "0", "0.", ".forget", "0.keep", "0.forget.1", "-1.forget", "0.FORGET",
    ] {
      #expect(ExplanationPicture(path: text) == nil, "\(text)")
    }
  }

  @Test("is drawn of every quantity and unit that there is, and of no other")
  func drawing() throws {
    let explanation = Explanation(
      of: try Reading(StubModel(), ExplainedSource(.text("0123"), stepLimit: 9)))
    for quantity in LayerQuantity.allCases where quantity != .reset && quantity != .update {
      let svg = try explanation.svg(.quantity(quantity, layer: 0))
      #expect(svg.contains(">\(quantity.title)</title>"))
    }
    #expect(try explanation.svg(.functions(layer: 0)).contains(">tanh</text>"))
    let unit = try explanation.svg(.unit(RecurrentUnit(layer: 0, index: 4)))
    #expect(unit.contains(">Unit 4 of layer 0 while it reads</title>"))
    for symbol in ["f", "i", "C̃", "tanh C", "o", "h"] {
      #expect(unit.contains(">\(symbol)</text>"))
    }
    let missing: [ExplanationPicture] = [
      .unit(RecurrentUnit(layer: 0, index: 5)), .quantity(.cell, layer: 1),
      .functions(layer: 0, isReverse: true), .quantity(.reset, layer: 0),
    ]
    for picture in missing {
      #expect(throws: ExplanationError.self) { try explanation.svg(picture) }
    }
  }

  @Test("finds the sums of gates and candidates again from what σ and tanh made of them")
  func sums() {
    let tensor = Tensor([-40, -7.9, -0.1, 0.1, 0.2, 3.3, 40], shape: [7])
    for function in [sigmoid, LSTMTensor.tanh] as [(Tensor) -> Tensor] {
      let counts = ActivationCurves.counts(of: function(tensor).values, through: function)
      #expect(counts.count == ActivationCurves.edges.count - 1)
      #expect(counts[15] == 1 && counts[16] == 2 && counts[22] == 1)
    }
    let gates = ActivationCurves.counts(of: sigmoid(tensor).values, through: sigmoid)
    #expect(gates[0] == 1 && gates.reduce(0, +) == 5)
  }

  /// A layer of five units that reads four tokens.
  struct StubModel: Explainable {
    let lstm: LSTM

    init() {
      var random = RandomGenerator(seed: 3)
      lstm = LSTM(inputSize: 2, hiddenSize: 5, using: &random)
    }

    var layerCount: Int { 1 }
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
      let input = Tensor(
        part.tokens.flatMap { [Float($0), 1] }, shape: [part.tokens.count, 1, 2])
      return ExplainedInput(
        steps: part.tokens.map {
          ExplainedStep(label: "\($0)", text: "\($0)", candidates: [], loss: nil)
        }, traces: lstm.trace(input).map { .lstm($0) })
    }

    func losses(of part: TokenPart<Int, Int>) -> [Double] { [] }

    func losses(
      of part: TokenPart<Int, Int>, silencing units: [RecurrentUnit], progress: (Double) -> Void
    ) -> [[Double]] { units.map { _ in [] } }

    func name(ofPrediction number: Int, in part: TokenPart<Int, Int>) -> PredictionName {
      PredictionName(place: "step \(number)", subject: "")
    }

    func gradients(of part: TokenPart<Int, Int>) -> LossGradients? { nil }
  }
}
