import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// The fused layers against `Double` arithmetic: outputs, final states and every gradient.
@Suite("Recurrent layers and their oracles")
struct RecurrentOracleTests {
  static let tolerance = 1e-5

  static let lstmCases =
    RecurrentCase.corners + [RecurrentCase(64, 33, 65, 40)] + RecurrentCase.options
    + RecurrentCase.sample(24, seed: 1, work: 600_000)
  static let otherCases =
    Array(RecurrentCase.corners.prefix(9)) + RecurrentCase.options
    + RecurrentCase.sample(10, seed: 2, work: 300_000)

  @Test("The LSTM is the oracle's", arguments: lstmCases)
  func lstm(_ example: RecurrentCase) throws { try check(LSTM.self, example) }

  @Test("The GRU is the oracle's", arguments: otherCases)
  func gru(_ example: RecurrentCase) throws { try check(GRU.self, example) }

  @Test("The RNN is the oracle's", arguments: otherCases)
  func rnn(_ example: RecurrentCase) throws { try check(RNN.self, example) }

  private func check<Layer: OracleLayer>(_: Layer.Type, _ example: RecurrentCase) throws {
    let problem = RecurrentProblem<Layer>(example)
    let expected = problem.oracle(example)
    let found = problem.fused
    for (index, value) in found.values.enumerated() {
      let error = relativeError(value, expected.values[index])
      #expect(error <= Self.tolerance, "value \(index): \(error)")
    }
    #expect(found.gradients.count == problem.parameters.count)
    for (path, gradient) in found.gradients {
      let error = relativeError(gradient, try #require(expected.gradients[path], "\(path)"))
      #expect(error <= Self.tolerance, "gradient of \(path): \(error)")
    }
  }
}

extension RecurrentProblem {
  /// What the oracle computes.
  func oracle(_ example: RecurrentCase) -> (
    values: [DoubleArray], gradients: [String: DoubleArray]
  ) {
    let stack = Reference.Stack(
      layer.layers.flatMap { $0.map { Layer.oracle($0) } },
      isBidirectional: example.direction == .bidirectional,
      isReverse: example.direction == .reverse)
    func states(_ tensors: [DoubleArray]) -> [Layer.Oracle.State] {
      stack.layers.indices.map { place in Layer.Oracle.state(from: tensors.map { $0.block(place) })
      }
    }
    func tensors(_ states: [Layer.Oracle.State]) -> [DoubleArray] {
      (0..<layer.stateCount).map { part in
        .stacking(states.map { Layer.Oracle.parts(of: $0)[part] })
      }
    }
    let initial =
      self.states.isEmpty
      ? layer.zeroState(batchSize: example.batchSize).tensors.map(\.tensor) : self.states
    let trace = stack.forward(
      DoubleArray(input), initial: states(initial.map { DoubleArray($0) }), lengths: lengths)
    let found = stack.backward(
      trace, outputs: upstream[0], final: states(Array(upstream.dropFirst())))

    var gradients = ["input": found.input]
    for (place, parameters) in found.parameters.enumerated() {
      let (index, direction) = place.quotientAndRemainder(dividingBy: example.directionCount)
      let isReverse = direction == 1 || example.direction == .reverse
      for (name, gradient) in Layer.named(parameters) {
        gradients["layer.\(index)\(isReverse ? ".reverse" : "").\(name)"] = gradient
      }
    }
    for (index, gradient) in tensors(found.initial).enumerated() {
      gradients["state.\(index)"] = gradient
      // Sequences share a trained state, so their gradients add up.
      gradients[index == 0 ? "layer.initialHidden" : "layer.initialCell"] = Reference.sum(
        gradient, axis: 1)
    }
    return ([trace.outputs] + tensors(trace.final), gradients)
  }
}
