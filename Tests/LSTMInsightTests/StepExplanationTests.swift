import Foundation
import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMInsight

@Suite("A step taken apart")
struct StepExplanationTests {
  @Test("prints numbers that satisfy the equations, recomputed in Double from JSON and weights")
  func equations() throws {
    var random = RandomGenerator(seed: 4)
    let lstm = LSTM(inputSize: 5, hiddenSize: 9, layerCount: 2, using: &random)
    let traces = lstm.trace(.uniform([6, 1, 5], in: -2...2, using: &random))
    let step = ExplainedStep(label: "a", text: "a", candidates: [], loss: nil)
    let input = ExplainedInput(steps: Array(repeating: step, count: 6), traces: traces)
    for number in 0..<6 {
      let text = try StepExplanation(number, of: input).json.text(.pretty)
      let json = try JSONReader(parsing: Array(text.utf8), document: "step")
      #expect(try json.member("step").integer() == number)
      let layers = try json.member("layers").elements()
      #expect(layers.count == 2)
      for (json, parameters) in zip(layers, lstm.layers) {
        try check(json, parameters[0])
      }
    }
  }

  private func check(_ json: JSONReader, _ parameters: RecurrentParameters) throws {
    func numbers(_ name: String) throws -> [Double] {
      try json.member(name).elements().map { try $0.double() }
    }
    let (x, h, c) = try (numbers("input"), numbers("previousHidden"), numbers("previousCell"))
    let w = DoubleArray(parameters.inputWeight).values
    let u = DoubleArray(parameters.recurrentWeight).values
    let b = parameters.bias.map { DoubleArray($0).values } ?? []
    func gate(_ gate: Gate) -> [Double] {
      h.indices.map { unit in
        let row = gate.rawValue * h.count + unit
        var sum: Double = b[row]
        for column in x.indices { sum += w[row * x.count + column] * x[column] }
        for column in h.indices { sum += u[row * h.count + column] * h[column] }
        return sum
      }
    }
    func sigma(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let (i, f, o) = (
      gate(.input).map(sigma), gate(.forget).map(sigma), gate(.output).map(sigma)
    )
    let candidate = gate(.candidate).map { tanh($0) }
    let cell = h.indices.map { f[$0] * c[$0] + i[$0] * candidate[$0] }
    let hidden = h.indices.map { o[$0] * tanh(cell[$0]) }
    for (name, expected) in [
      ("inputGate", i), ("forgetGate", f), ("candidate", candidate), ("outputGate", o),
      ("cell", cell), ("hidden", hidden),
    ] {
      for (found, expected) in zip(try numbers(name), expected) {
        #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)), "\(name)")
      }
      #expect(try numbers(name).count == 9)
    }
  }

  @Test("is refused outside the input")
  func range() {
    let input = ExplainedInput(steps: [], traces: [])
    #expect(throws: ExplanationError.stepOutOfRange(step: 0, stepCount: 0)) {
      try StepExplanation(0, of: input)
    }
  }
}

@Suite("A feature of a text")
struct TextFeatureTests {
  @Test(
    "has the values that a person would write down",
    arguments: [
      (TextFeature.positionInLine, "ab\ncd", [1, 2, 0, 1, 2]),
      (.distanceToSpace, "ab c", [1, 2, 0, 1]), (.upperCase, "aBc", [0, 1, 0]),
      (.vowel, "abE", [1, 0, 1]), (.digit, "a1", [0, 1]),
      (.wordStart, "it's me", [1, 0, 0, 0, 0, 1, 0]),
      (.quotation, "a\"b\"c", [0, 1, 1, 0, 0]), (.brackets, "([)])c", [1, 1, 1, 0, 0, 0]),
      (.speakerName, "A:\nb\nC:", [1, 1, 1, 0, 0, 1, 1]),
    ] as [(TextFeature, String, [Float])])
  func values(feature: TextFeature, text: String, expected: [Float]) {
    #expect(feature.values(of: text.map(String.init)) == expected)
  }
}
