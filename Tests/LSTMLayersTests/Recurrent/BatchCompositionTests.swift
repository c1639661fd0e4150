import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// Step, chunk and whole sequence, and any composition of the batch, give the same bits.
@Suite("Steps, chunks and batches")
struct BatchCompositionTests {
  static let cells: [RecurrentCell] = [
    .lstm, .gru, .gruResetBefore, .rnn, .slstm(heads: 1), .mlstm(heads: 1),
    .lstm(.with { $0.hasLayerNormalization = true }),
    .lstm(.with { $0.hasFullGateRecurrence = true }),
  ]
  static let example = RecurrentCase(12, 5, 19, 7).with { $0.layerCount = 2 }

  private func stack(_ cell: RecurrentCell, _ example: RecurrentCase) -> RecurrentStack {
    var random = RandomGenerator(seed: 1)
    return RecurrentStack(
      cell, inputSize: example.inputSize, hiddenSize: example.hiddenSize,
      layerCount: example.layerCount, direction: example.direction, dropout: 0.4, hasBias: true,
      hasTrainableState: false, initialization: RecurrentInitialization(), using: &random)
  }

  private func inputs(_ example: RecurrentCase, _ stack: RecurrentStack) -> (Tensor, [Tensor]) {
    var numbers = TestNumbers(seed: 2)
    let input = Tensor(numbers.normal([example.steps, example.batchSize, example.inputSize]))
    let states = stack.cell.states(example.hiddenSize).map { name, size in
      let state = Tensor(numbers.normal(example.stateShape.dropLast() + [size]))
      return name == "normalizer" ? exp(state) : state
    }
    return (input, states)
  }

  @Test(
    "A sequence read in chunks, or step by step, gives the bits of the whole, dropout included",
    arguments: cells, [[5, 7], [1, 3, 8], Array(repeating: 1, count: 12)])
  func chunks(cell: RecurrentCell, sizes: [Int]) {
    let stack = stack(cell, Self.example)
    let (input, states) = inputs(Self.example, stack)
    func phase(_ step: Int) -> Phase {
      .training(MaskSource(seed: 4, step: 9, firstRow: step * Self.example.batchSize))
    }
    let whole = stack.read(input, states: states, lengths: nil, phase: phase(0))
    var (outputs, state, step): ([Tensor], [Tensor], Int) = ([], states, 0)
    for size in sizes {
      let part = stack.read(
        input.rows(step..<step + size), states: state, lengths: nil, phase: phase(step))
      outputs.append(part.outputs)
      state = part.states
      step += size
    }
    #expect(Tensor.concatenatingRows(outputs).hasSameBits(as: whole.outputs))
    #expect(zip(state, whole.states).allSatisfy { $0.hasSameBits(as: $1) })
  }

  @Test(
    "What is read without recording has the bits of what is recorded", arguments: cells,
    [
      example, RecurrentCase(53, 1, 130, 20), RecurrentCase(3, 200, 20, 9),
      RecurrentCase(7, 11, 50, 17).with {
        $0.direction = .bidirectional
        $0.layerCount = 2
        $0.lengths = [7, 3, 0, 1, 7, 5, 5, 2, 6, 4, 7]
      },
      RecurrentCase(5, 13, 33, 4).with { $0.direction = .reverse },
    ])
  func recording(cell: RecurrentCell, example: RecurrentCase) {
    let stack = stack(cell, example)
    let (input, states) = inputs(example, stack)
    let recorded = stack.record(
      input, states: states, lengths: example.lengths, phase: .inference)
    let read = stack.infer(
      input, states: states, lengths: example.lengths, packed: stack.packed())
    #expect(read.outputs.hasSameBits(as: recorded.outputs))
    #expect(zip(read.states, recorded.states).allSatisfy { $0.hasSameBits(as: $1) })
    #expect(read.states.count == recorded.states.count)
  }

  @Test(
    "Gradients through chunks are those of the whole: of the input and of the state",
    arguments: cells)
  func chunkGradients(cell: RecurrentCell) {
    let stack = stack(cell, Self.example)
    let (input, states) = inputs(Self.example, stack)
    var numbers = TestNumbers(seed: 3)
    let upstream = Tensor(numbers.normal(Self.example.outputShape))
    func gradient(_ cuts: [Int]) -> [Tensor?] {
      let found = differentiate(at: [input] + states, upstream: upstream) { leaves in
        var (state, outputs): ([Tensor], [Tensor]) = (Array(leaves.dropFirst()), [])
        for (from, to) in zip(cuts, cuts.dropFirst()) {
          let part = stack.read(
            leaves[0].rows(from..<to), states: state, lengths: nil, phase: .inference)
          state = part.states
          outputs.append(part.outputs)
        }
        return Tensor.concatenatingRows(outputs)
      }
      return found.gradients
    }
    let whole = gradient([0, 12])
    #expect(whole.allSatisfy { $0 != nil })
    for cuts in [[0, 5, 12], [0, 1, 2, 11, 12]] {
      for (part, all) in zip(gradient(cuts), whole) {
        // The whole input's gradient is a sum in which every other chunk adds zeros.
        #expect(part?.values == all?.values)
      }
    }
  }

  @Test(
    "Each sequence of a ragged batch has the bits it has alone, gradients included",
    arguments: cells, [Direction.forward, .reverse, .bidirectional])
  func rowsAlone(cell: RecurrentCell, direction: Direction) {
    let example = Self.example.with {
      $0.direction = direction
      $0.lengths = [7, 12, 0, 3, 12]
    }
    let stack = stack(cell, example)
    let (input, states) = inputs(example, stack)
    var numbers = TestNumbers(seed: 5)
    let upstream = Tensor(numbers.normal(example.outputShape))
    let all = run(stack, input, states, example.lengths, upstream)
    for (row, length) in (example.lengths ?? []).enumerated() where length > 0 {
      func own(_ x: Tensor, _ steps: Int) -> Tensor { Self.row(row, of: x).rows(0..<steps) }
      let slices = example.stateShape[0]
      let alone = run(
        stack, own(input, length), states.map { own($0, slices) }, nil, own(upstream, length))
      for (index, part) in alone.enumerated() {
        // Outputs and the input's gradient have a time axis, states and theirs have slices.
        let isSequence = index == 0 || index == 1 + states.count
        let expected = own(all[index], isSequence ? length : slices)
        #expect(part.hasSameBits(as: expected), "row \(row), tensor \(index)")
      }
    }
  }

  /// Outputs, final states, gradients of the input and of the initial states.
  private func run(
    _ stack: RecurrentStack, _ input: Tensor, _ states: [Tensor], _ lengths: [Int]?,
    _ upstream: Tensor
  ) -> [Tensor] {
    var finals: [Tensor] = []
    let found = differentiate(at: [input] + states, upstream: upstream) { leaves in
      let result = stack.read(
        leaves[0], states: Array(leaves.dropFirst()), lengths: lengths, phase: .inference)
      finals = result.states.map(\.detached)
      return result.outputs
    }
    return [found.value] + finals + found.gradients.compactMap { $0 }
  }

  /// One row of the second axis: of [A, N, F] the [A, 1, F].
  private static func row(_ row: Int, of x: Tensor) -> Tensor {
    let (slices, batch, columns) = (x.shape[0], x.shape[1], x.shape[2])
    return x.reshaped(to: [slices, batch * columns])
      .columns(row * columns..<(row + 1) * columns).reshaped(to: [slices, 1, columns])
  }

  @Test("A larger batch changes nothing for those who were there before", arguments: cells)
  func largerBatch(cell: RecurrentCell) {
    let large = Self.example.with { $0.batchSize = 40 }
    let stack = stack(cell, large)
    let (input, states) = inputs(large, stack)
    let all = stack.read(input, states: states, lengths: nil, phase: .inference)
    for row in [0, 17, 39] {
      let alone = stack.read(
        Self.row(row, of: input), states: states.map { Self.row(row, of: $0) }, lengths: nil,
        phase: .inference)
      #expect(alone.outputs.hasSameBits(as: Self.row(row, of: all.outputs)))
    }
  }

  @Test("What stands in the padding changes nothing, not even if it is no number", arguments: cells)
  func padding(cell: RecurrentCell) {
    let lengths = [7, 12, 0, 3, 12]
    let stack = stack(cell, Self.example)
    let (input, states) = inputs(Self.example, stack)
    var spoiled = input
    for step in 0..<12 {
      for (row, length) in lengths.enumerated() where step >= length {
        for column in 0..<7 { spoiled[(step * 5 + row) * 7 + column] = .nan }
      }
    }
    var numbers = TestNumbers(seed: 6)
    let upstream = Tensor(numbers.normal(Self.example.outputShape))
    let clean = run(stack, input, states, lengths, upstream)
    let other = run(stack, spoiled, states, lengths, upstream)
    #expect(zip(clean, other).allSatisfy { $0.hasSameBits(as: $1) })
  }
}
