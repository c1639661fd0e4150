import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// Every variant of the LSTM against `Double` arithmetic, its gradients against central differences.
@Suite("Variants of the LSTM")
struct LSTMVariantTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var variant: LSTMVariant
    var testDescription: String { name }

    init(_ name: String, _ change: (inout LSTMVariant) -> Void) {
      self.name = name
      variant = .with(change)
    }
  }

  static let used: [Example] = [
    Example("plain") { _ in },
    Example("no input gate") { $0.hasInputGate = false },
    Example("no forget gate") { $0.hasForgetGate = false },
    Example("no output gate") { $0.hasOutputGate = false },
    Example("coupled input and forget gate") { $0.couplesForgetGate = true },
    Example("linear candidate") { $0.hasCandidateActivation = false },
    Example("linear output") { $0.hasOutputActivation = false },
    Example("peepholes") { $0.hasPeepholes = true },
    Example("cell clip") { $0.cellClip = 0.4 },
    Example("zoneout in use") {
      $0.cellZoneout = 0.25
      $0.hiddenZoneout = 0.125
    },
    Example("peepholes, coupled, no output gate") {
      $0.hasPeepholes = true
      $0.couplesForgetGate = true
      $0.hasOutputGate = false
    },
    Example("peepholes, no input gate, clip, zoneout") {
      $0.hasPeepholes = true
      $0.hasInputGate = false
      $0.cellClip = 0.7
      $0.cellZoneout = 0.5
    },
    Example("layer normalization") { $0.hasLayerNormalization = true },
    Example("layer normalization, peepholes, coupled, no output gate, clip, zoneout") {
      $0.hasLayerNormalization = true
      $0.hasPeepholes = true
      $0.couplesForgetGate = true
      $0.hasOutputGate = false
      $0.cellClip = 0.7
      $0.cellZoneout = 0.25
      $0.hiddenZoneout = 0.125
    },
    Example("layer normalization, linear output, no input gate") {
      $0.hasLayerNormalization = true
      $0.hasOutputActivation = false
      $0.hasInputGate = false
    },
    Example("projection") { $0.projectionSize = 4 },
    Example("projection to more than four panels, peepholes, coupled, clip, zoneout of cells") {
      $0.projectionSize = 70
      $0.hasPeepholes = true
      $0.couplesForgetGate = true
      $0.cellClip = 0.7
      $0.cellZoneout = 0.25
    },
    Example("projection, layer normalization, no output gate") {
      $0.projectionSize = 19
      $0.hasLayerNormalization = true
      $0.hasOutputGate = false
    },
    Example("full gate recurrence") { $0.hasFullGateRecurrence = true },
    Example("full gate recurrence, peepholes, coupled, clip, zoneout") {
      $0.hasFullGateRecurrence = true
      $0.hasPeepholes = true
      $0.couplesForgetGate = true
      $0.cellClip = 0.7
      $0.cellZoneout = 0.25
      $0.hiddenZoneout = 0.125
    },
    Example("full gate recurrence, layer normalization, no output gate") {
      $0.hasFullGateRecurrence = true
      $0.hasLayerNormalization = true
      $0.hasOutputGate = false
    },
  ]

  static let trained: [Example] = [
    Example("recurrent dropout") { $0.recurrentDropout = 0.3 },
    Example("zoneout") {
      $0.cellZoneout = 0.5
      $0.hiddenZoneout = 0.25
    },
    Example("weight-drop") { $0.weightDrop = 0.4 },
    Example("all at once") {
      $0.recurrentDropout = 0.3
      $0.cellZoneout = 0.2
      $0.hiddenZoneout = 0.2
      $0.weightDrop = 0.2
      $0.hasPeepholes = true
      $0.cellClip = 1
    },
    Example("layer normalization, all at once") {
      $0.hasLayerNormalization = true
      $0.recurrentDropout = 0.3
      $0.cellZoneout = 0.2
      $0.hiddenZoneout = 0.2
      $0.weightDrop = 0.2
      $0.hasPeepholes = true
      $0.cellClip = 1
    },
    Example("projection, recurrent dropout, zoneout of cells, weight-drop") {
      $0.projectionSize = 9
      $0.recurrentDropout = 0.3
      $0.cellZoneout = 0.2
      $0.weightDrop = 0.2
    },
    Example("full gate recurrence, recurrent dropout, zoneout") {
      $0.hasFullGateRecurrence = true
      $0.recurrentDropout = 0.3
      $0.cellZoneout = 0.2
      $0.hiddenZoneout = 0.2
    },
  ]

  /// T, N, H, I: one row, some rows, and more than a step needs to project its own input.
  static let sizes = [(5, 1, 5, 3), (4, 3, 17, 2), (3, 13, 6, 4)]

  @Test("Outputs, states and gradients are the oracle's", arguments: used, [false, true])
  func usedVariants(_ example: Example, isReverse: Bool) throws {
    for size in Self.sizes { try check(example, size, isReverse: isReverse, phase: .inference) }
  }

  @Test("With the masks of training they are, too", arguments: trained)
  func trainedVariants(_ example: Example) throws {
    for size in Self.sizes {
      try check(
        example, size, isReverse: false, phase: .training(MaskSource(seed: 3, step: 7)))
    }
  }

  private func check(
    _ example: Example, _ size: (Int, Int, Int, Int), isReverse: Bool, phase: Phase
  ) throws {
    let problem = VariantProblem(example.variant, size, isReverse: isReverse)
    let found = problem.fused(phase)
    var (oracle, inputs) = problem.oracle
    let dropped = problem.layer.stack.droppedForTest(phase, &oracle, batch: size.1, steps: size.0)
    let point = inputs
    let recurrent = 2 + problem.states.count
    if let dropped { inputs[recurrent] = dropped(inputs[recurrent]) }
    let expected = oracle.run(inputs)
    for (index, value) in found.values.enumerated() {
      let error = relativeError(
        value.reshaped(to: Shape(expected[index].shape)), expected[index])
      #expect(error <= 1e-5, "\(size): value \(index): \(error)")
    }
    let upstream = problem.upstream
    let errors = gradientErrors(
      of: { moved in
        var moved = moved
        if let dropped { moved[recurrent] = dropped(moved[recurrent]) }
        return zip(oracle.run(moved), upstream).reduce(0) { sum, pair in
          sum + zip(pair.0.values, pair.1.values).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }, at: point, against: found.gradients, samples: 16)
    for (index, error) in errors.enumerated() {
      #expect(error <= 2e-5, "\(size): gradient \(index): \(error)")
    }
  }

  @Test("A variant without its options has the bits of the plain LSTM, by other kernels")
  func plainBits() {
    let plain = VariantProblem(.plain, (6, 14, 33, 9), isReverse: false)
    // A clip that nothing reaches sends the layer through the variants' kernels.
    let other = VariantProblem(.with { $0.cellClip = 1e9 }, (6, 14, 33, 9), isReverse: false)
    let (expected, found) = (plain.fused(.inference), other.fused(.inference))
    for (a, b) in zip(expected.values, found.values) { #expect(a.hasSameBits(as: b)) }
  }

  @Test("The readable cell computes the same", arguments: used)
  func readable(_ example: Example) {
    let problem = VariantProblem(example.variant, (4, 3, 17, 2), isReverse: false)
    let cell = LSTMVariantCell(example.variant, parameters: problem.layer.layers[0][0])
    var state = LSTMState(
      tensors: problem.states.map { $0.reshaped(to: [3, $0.shape.columnCount]) })
    let whole = problem.fused(.inference).values[0]
    for time in 0..<4 {
      let x = problem.input.rows(time..<time + 1).reshaped(to: [3, 2])
      state = cell.step(x, state: state)
      let expected = DoubleArray(state.hidden.reshaped(to: [1, 3, problem.layer.outputSize]))
      let error = relativeError(whole.rows(time..<time + 1), expected)
      #expect(error <= 1e-5, "step \(time): \(error)")
    }
  }

  @Test("Recorded or not, step by step or as a whole: the same bits", arguments: used)
  func inference(_ example: Example) {
    let problem = VariantProblem(example.variant, (5, 3, 17, 4), isReverse: false)
    let recorded = problem.fused(.inference).values
    let state = LSTMState(tensors: problem.states)
    let whole = problem.layer(problem.input, state: state)
    #expect(whole.outputs.hasSameBits(as: recorded[0]))
    #expect(whole.state.cell.hasSameBits(as: recorded[2]))
    var stream = PreparedLSTM(problem.layer).stream(batchSize: 3)
    stream.state = state
    for time in 0..<5 {
      stream.step(problem.input.rows(time..<time + 1).reshaped(to: [3, 4]))
      let expected = recorded[0].rows(time..<time + 1)
        .reshaped(to: [3, problem.layer.outputSize])
      #expect(stream.hidden.hasSameBits(as: expected))
    }
    let prepared = PreparedLSTM(problem.layer)
    var stepper = prepared.stepper(batchSize: 3)
    stepper.states = problem.states
    let table = prepared.firstLayer.projections(of: problem.input.reshaped(to: [15, 4]))
    for time in 0..<5 { stepper.step(projected: table, rows: (0..<3).map { Int32(time * 3 + $0) }) }
    #expect(stepper.states[1].hasSameBits(as: whole.state.cell))
  }

  @Test("Every setting of the kernels gives the same bits", arguments: used.suffix(9) + trained)
  func settings(_ example: Example) {
    let phase = Phase.training(MaskSource(seed: 1, step: 2))
    // Threads share rows, then units, over more steps than a chunk of input projections holds.
    for size in [(6, 37, 40, 9), (20, 3, 130, 9)] {
      let problem = VariantProblem(example.variant, size, isReverse: false)
      let (differing, result) = KernelSettings.compare {
        let found = problem.fused(phase)
        let used = problem.layer(problem.input, state: LSTMState(tensors: problem.states))
        return found.values + found.gradients.map { Tensor($0) } + [used.outputs, used.state.cell]
      }
      #expect(differing.isEmpty, "\(size): \(differing)")
      #expect(result.allSatisfy { $0.firstNonFinite == nil })
    }
  }

  @Test("A variant has the weights of its gates, and no others")
  func parameterCounts() {
    var random = RandomGenerator(seed: 1)
    func count(_ variant: LSTMVariant) -> Int {
      LSTM(inputSize: 3, hiddenSize: 5, variant: variant, using: &random)
        .parameters.reduce(0) { $0 + $1.tensor.count }
    }
    let gate = 5 * (3 + 5 + 1)
    #expect(count(.plain) == 4 * gate)
    #expect(count(.with { $0.couplesForgetGate = true }) == 3 * gate)
    #expect(count(.with { $0.hasOutputGate = false }) == 3 * gate)
    #expect(count(.with { $0.hasPeepholes = true }) == 4 * gate + 3 * 5)
    #expect(
      count(
        .with {
          $0.hasPeepholes = true
          $0.hasInputGate = false
        }) == 3 * gate + 2 * 5)
    let seeing = count(.with { $0.hasFullGateRecurrence = true })
    #expect(seeing == 4 * gate + 9 * 5 * 5)
    let projecting = LSTM(inputSize: 3, hiddenSize: 5, projectionSize: 2, using: &random)
    let projected = projecting.parameters.reduce(0) { $0 + $1.tensor.count }
    #expect(projected == 130)
    #expect(projecting.outputSize == 2)
    #expect(projecting.zeroState(batchSize: 4).hidden.shape == [1, 4, 2])
    #expect(projecting.zeroState(batchSize: 4).cell.shape == [1, 4, 5])
  }

  @Test("The forget gate starts with its own bias, wherever it is stacked")
  func forgetBias() throws {
    var random = RandomGenerator(seed: 2)
    let layer = LSTM(
      inputSize: 3, hiddenSize: 2, variant: .with { $0.hasInputGate = false }, using: &random)
    let bias = try #require(layer.layers[0][0].bias).values
    #expect(Array(bias[0..<2]) == [1, 1])
    #expect(!bias[2...].contains(1))
  }
}

/// One layer of a variant with its input and initial state, so that all of them get gradients.
private struct VariantProblem: Module {
  var layer: LSTM
  var input: Tensor
  var states: [Tensor]
  let upstream: [DoubleArray]

  init(_ variant: LSTMVariant, _ size: (Int, Int, Int, Int), isReverse: Bool) {
    let (steps, batch, hidden, inputs) = size
    var random = RandomGenerator(seed: 5)
    layer = LSTM(
      inputSize: inputs, hiddenSize: hidden, projectionSize: variant.projectionSize,
      direction: isReverse ? .reverse : .forward, variant: variant,
      initialization: RecurrentInitialization(
        input: .normal(0.8), recurrent: .normal(0.3),
        bias: .normal(0.5)), using: &random)
    var numbers = TestNumbers(seed: 6)
    input = Tensor(numbers.normal([steps, batch, inputs]))
    let widths = layer.zeroState(batchSize: 1).tensors.map(\.tensor.shape.columnCount)
    states = widths.map { Tensor(numbers.normal([1, batch, $0])) }
    upstream =
      [numbers.normal([steps, batch, layer.outputSize])]
      + widths.map { numbers.normal([batch, $0]) }
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("input", &input)
    try visit("hidden", &states[0])
    try visit("cell", &states[1])
    if states.count > 2 { try visit("gates", &states[2]) }
    try layer.visitParameters(under: "layer", visit)
  }

  func fused(_ phase: Phase) -> (values: [Tensor], gradients: [DoubleArray]) {
    let (_, gradients, values) = valueAndGradient(of: self) { problem in
      let result = problem.layer(
        problem.input, state: LSTMState(tensors: problem.states), phase: phase)
      let values = [result.outputs] + result.state.tensors.map(\.tensor)
      let loss = zip(values, upstream).map { value, factor in
        (value * Tensor(factor).reshaped(to: value.shape)).sum()
      }.reduce(Tensor(0)) { $0 + $1 }
      return (loss, values.map(\.detached))
    }
    let flat = gradients.entries.map { entry in
      let dense = entry.gradient.dense
      return DoubleArray(
        dense.shape.rank == 3 && dense.shape[0] == 1
          && entry.path != "input"
          ? dense.reshaped(to: Shape(Array(dense.shape.array.dropFirst()))) : dense)
    }
    return (values, flat)
  }

  /// The oracle, and the tensors that it reads.
  var oracle: (VariantOracle, [DoubleArray]) {
    let oracle = VariantOracle(
      variant: layer.stack.cell.variant ?? .plain, hiddenSize: layer.hiddenSize,
      isReverse: layer.direction == .reverse)
    let weights = layer.layers[0][0].parameters.map { DoubleArray($0.tensor) }
    return (
      oracle,
      [DoubleArray(input)]
        + states.map { DoubleArray($0.reshaped(to: Shape(Array($0.shape.array.dropFirst())))) }
        + weights
    )
  }
}

extension RecurrentStack {
  /// Hands the oracle the masks that training draws, and returns how it drops recurrent weights.
  fileprivate func droppedForTest(
    _ phase: Phase, _ oracle: inout VariantOracle, batch: Int, steps: Int
  ) -> ((DoubleArray) -> DoubleArray)? {
    guard let source = maskSource(phase, layer: 0, pass: 0) else { return nil }
    let drawn = masks(from: source, layout: SequenceLayout(steps: steps, batch: batch))
    func dense(_ mask: Tensor?) -> DoubleArray? {
      mask.map {
        DoubleArray($0.columns(0..<hiddenSize).reshaped(to: [steps, batch, hiddenSize]))
      }
    }
    (oracle.candidateMask, oracle.cellMask, oracle.hiddenMask) = (
      dense(drawn?.candidate), dense(drawn?.cell), dense(drawn?.hidden)
    )
    let weights = layers[0][0].kernelWeights
    var ones = weights
    ones.recurrentWeight = Tensor(repeating: 1, shape: weights.recurrentWeight.shape)
    let factors = DoubleArray(droppingWeights(ones, source).recurrentWeight)
    return { weight in
      DoubleArray(zip(weight.values, factors.values).map { $0 * $1 }, shape: weight.shape)
    }
  }
}
