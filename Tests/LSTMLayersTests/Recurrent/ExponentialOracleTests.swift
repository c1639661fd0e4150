import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// The sLSTM and the mLSTM against `Double` arithmetic, their gradients against central differences of it.
@Suite("Exponential gating and its oracles")
struct ExponentialOracleTests {
  /// T, N, H, I and heads: one row, one step, odd sizes, more rows than a step needs to project its own input,
  /// and more steps than a stretch of memories.
  static let cases: [RecurrentCase] = [
    RecurrentCase(1, 1, 1, 1), RecurrentCase(5, 1, 6, 3), RecurrentCase(4, 3, 18, 2),
    RecurrentCase(3, 13, 6, 4), RecurrentCase(35, 2, 4, 2), RecurrentCase(2, 2, 36, 5),
    RecurrentCase(6, 5, 6, 3).with { $0.lengths = [3, 0, 6, 2, 6] },
    RecurrentCase(20, 3, 4, 2).with { $0.lengths = [2, 20, 17] },
    RecurrentCase(4, 2, 6, 3).with { $0.hasBias = false },
  ]

  @Test("The sLSTM is the oracle's", arguments: cases, [1, 2])
  func slstm(_ example: RecurrentCase, heads: Int) throws {
    for isReverse in [false, true] {
      guard let problem = ExponentialProblem(.slstm(heads: heads), example, isReverse) else {
        continue
      }
      let oracle = Reference.SLSTM(
        headCount: heads, lengths: example.lengths, isReverse: isReverse)
      check(problem) { oracle.run($0) }
    }
  }

  @Test("The mLSTM is the oracle's", arguments: cases, [1, 2])
  func mlstm(_ example: RecurrentCase, heads: Int) throws {
    for isReverse in [false, true] {
      guard let problem = ExponentialProblem(.mlstm(heads: heads), example, isReverse) else {
        continue
      }
      let oracle = Reference.MLSTM(
        headCount: heads, lengths: example.lengths, isReverse: isReverse)
      check(problem) { oracle.run($0) }
    }
  }

  private func check(
    _ problem: ExponentialProblem, _ oracle: @escaping ([DoubleArray]) -> [DoubleArray]
  ) {
    let found = problem.fused
    func run(_ inputs: [DoubleArray]) -> [DoubleArray] {
      oracle(problem.hasBias ? inputs : inputs + [problem.zeroBias])
    }
    let expected = run(problem.inputs)
    for (index, value) in found.values.enumerated() {
      let error = relativeError(
        value.reshaped(to: Shape(expected[index].shape)), expected[index])
      #expect(error <= 1e-5, "value \(index): \(error)")
    }
    let errors = gradientErrors(
      of: { moved in
        zip(run(moved), problem.upstream).reduce(0) { $0 + DoubleArray.dot($1.0, $1.1) }
      }, at: problem.inputs, against: found.gradients, samples: 30)
    for (index, error) in errors.enumerated() {
      #expect(error <= 2e-5, "gradient \(index): \(error)")
    }
  }

  @Test(
    "Every setting of the kernels gives the same bits",
    arguments: [RecurrentCell.slstm(heads: 2), .mlstm(heads: 2), .mlstm(heads: 1)])
  func settings(_ cell: RecurrentCell) throws {
    for example in [
      RecurrentCase(19, 37, 40, 9), RecurrentCase(5, 1, 130, 3),
      RecurrentCase(18, 4, 34, 9).with { $0.lengths = [3, 18, 0, 11] },
    ] {
      let problem = try #require(ExponentialProblem(cell, example, false))
      let (differing, result) = KernelSettings.compare {
        let found = problem.fused
        return found.values + found.gradients.map { Tensor($0) }
      }
      #expect(differing.isEmpty, "\(example): \(differing)")
      #expect(result.allSatisfy { $0.firstNonFinite == nil })
    }
  }

  @Test("Gates far beyond what an exponential holds give finite numbers", arguments: [false, true])
  func farGates(isMatrix: Bool) throws {
    let cell: RecurrentCell = isMatrix ? .mlstm(heads: 2) : .slstm(heads: 2)
    var problem = try #require(ExponentialProblem(cell, RecurrentCase(40, 3, 8, 3), false))
    problem.stack.layers[0][0].inputWeight = problem.stack.layers[0][0].inputWeight * 300
    for start in [problem.states, problem.stack.zeroStates(batchSize: 3)] {
      problem.states = start
      let found = problem.fused
      #expect(found.values.allSatisfy { $0.firstNonFinite == nil })
      #expect(found.gradients.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    }
  }

  @Test("What stabilises an sLSTM changes none of its outputs")
  func stabilizer() throws {
    var problem = try #require(
      ExponentialProblem(.slstm(heads: 1), RecurrentCase(6, 2, 5, 3), false))
    let before = problem.fused.values[0]
    // C and n relative to another power of e are the same state.
    let shift: Float = 1.5
    let factor = exp(Tensor(-shift)).scalar
    problem.states[1] = problem.states[1] * factor
    problem.states[2] = problem.states[2] * factor
    problem.states[3] = problem.states[3] + Tensor(repeating: shift, shape: problem.states[3].shape)
    #expect(relativeError(problem.fused.values[0], DoubleArray(before)) <= 1e-5)
  }
}

/// One layer with its input and initial state, so that all of them get gradients.
struct ExponentialProblem: Module {
  var stack: RecurrentStack
  var input: Tensor
  var states: [Tensor]
  let upstream: [DoubleArray]
  let hasBias: Bool
  let lengths: [Int]?

  init?(_ cell: RecurrentCell, _ example: RecurrentCase, _ isReverse: Bool) {
    let (hidden, batch) = (example.hiddenSize, example.batchSize)
    switch cell {
    case .slstm(let heads), .mlstm(let heads):
      guard hidden.isMultiple(of: heads) else { return nil }
    case .gruResetBefore: break
    default: return nil
    }
    (hasBias, lengths) = (example.hasBias, example.lengths)
    var random = RandomGenerator(seed: 5)
    stack = RecurrentStack(
      cell, inputSize: example.inputSize, hiddenSize: hidden, layerCount: 1,
      direction: isReverse ? .reverse : .forward, dropout: 0, hasBias: hasBias,
      hasTrainableState: false,
      initialization: RecurrentInitialization(
        input: .normal(0.8), recurrent: .normal(0.3), bias: .normal(0.5)), using: &random)
    var numbers = TestNumbers(seed: 6)
    input = Tensor(numbers.normal([example.steps, batch, example.inputSize]))
    states = cell.states(hidden).map { Tensor(numbers.normal([1, batch, $0.size])) }
    if case .slstm = cell { states[2] = exp(states[2]) }
    upstream =
      [numbers.normal([example.steps, batch, hidden])]
      + cell.states(hidden).map { numbers.normal([batch, $0.size]) }
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("input", &input)
    for index in states.indices { try visit("state.\(index)", &states[index]) }
    try stack.visitParameters(under: "stack", visit)
  }

  var fused: (values: [Tensor], gradients: [DoubleArray]) {
    let (_, gradients, values) = valueAndGradient(of: self) { problem in
      let result = problem.stack.read(
        problem.input, states: problem.states, lengths: lengths, phase: .inference)
      let values = [result.outputs] + result.states
      let loss = zip(values, upstream).map { value, factor in
        (value * Tensor(factor).reshaped(to: value.shape)).sum()
      }.reduce(Tensor(0)) { $0 + $1 }
      return (loss, values.map(\.detached))
    }
    return (values, gradients.entries.map { flat($0.path, DoubleArray($0.gradient.dense)) })
  }

  /// What the oracle reads: the tensors in the order of the parameters.
  var inputs: [DoubleArray] { parameters.map { flat($0.path, DoubleArray($0.tensor)) } }

  var zeroBias: DoubleArray { DoubleArray(shape: [stack.layers[0][0].inputWeight.shape[0]]) }

  /// The states without the axis of layers.
  private func flat(_ path: String, _ array: DoubleArray) -> DoubleArray {
    path.hasPrefix("state.") ? array.reshaped(Array(array.shape.dropFirst())) : array
  }
}
