import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// The GRU of the paper against `Double` arithmetic, its gradients against central differences of it.
@Suite("The GRU that resets before its product")
struct GRUResetBeforeTests {
  /// One step, one row, odd sizes, more rows than a step of other cells needs to project its own input, more
  /// rows than a tile, ragged batches.
  static let cases: [RecurrentCase] = [
    RecurrentCase(1, 1, 1, 1), RecurrentCase(5, 1, 6, 3), RecurrentCase(4, 3, 17, 2),
    RecurrentCase(3, 13, 6, 4), RecurrentCase(2, 30, 33, 5), RecurrentCase(1, 2, 70, 3),
    RecurrentCase(6, 5, 6, 3).with { $0.lengths = [3, 0, 6, 2, 6] },
    RecurrentCase(5, 4, 18, 2).with { $0.lengths = [2, 5, 1, 5] },
  ]

  @Test("It is the oracle's, outputs, state and gradients", arguments: cases, [false, true])
  func oracle(_ example: RecurrentCase, isReverse: Bool) throws {
    let problem = try #require(ExponentialProblem(.gruResetBefore, example, isReverse))
    let oracle = Reference.GRUResetBefore(lengths: example.lengths, isReverse: isReverse)
    let (found, expected) = (problem.fused, oracle.run(problem.inputs))
    for (index, value) in found.values.enumerated() {
      let error = relativeError(
        value.reshaped(to: Shape(expected[index].shape)), expected[index])
      #expect(error <= 1e-5, "value \(index): \(error)")
    }
    #expect(found.gradients.count == 6)
    let errors = gradientErrors(
      of: { moved in
        zip(oracle.run(moved), problem.upstream).reduce(0) { $0 + DoubleArray.dot($1.0, $1.1) }
      }, at: problem.inputs, against: found.gradients, samples: 30)
    for (index, error) in errors.enumerated() {
      #expect(error <= 2e-5, "gradient \(index): \(error)")
    }
  }

  @Test("With the reset gate open it is the GRU that resets after, for one and the same weight")
  func openGate() {
    var random = RandomGenerator(seed: 3)
    var before = GRU(inputSize: 3, hiddenSize: 7, reset: .beforeProduct, using: &random)
    var after = GRU(inputSize: 3, hiddenSize: 7, using: &random)
    #expect(before.reset == .beforeProduct && after.reset == .afterProduct)
    var shared = before.layers[0][0]
    // σ(40) is 1 to the last bit.
    let bias = Tensor(Array(repeating: 40, count: 7) + (shared.bias?.values.suffix(14) ?? []))
    shared.bias = bias
    before.layers[0][0] = shared
    after.layers[0][0].inputWeight = shared.inputWeight
    after.layers[0][0].recurrentWeight = .concatenatingRows([
      shared.recurrentWeight, shared.candidateWeight ?? .zeros([7, 7]),
    ])
    after.layers[0][0].bias = bias
    after.layers[0][0].candidateBias = .zeros([7])
    var numbers = TestNumbers(seed: 4)
    let input = Tensor(numbers.normal([6, 2, 3]))
    let expected = DoubleArray(after(input).outputs)
    #expect(relativeError(before(input).outputs, expected) <= 1e-6)
  }
}
