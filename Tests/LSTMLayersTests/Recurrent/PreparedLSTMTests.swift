import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

@Suite("The prepared LSTM and its streams")
struct PreparedLSTMTests {
  static let cases = [
    RecurrentCase(9, 1, 19, 5), RecurrentCase(6, 3, 16, 4).with { $0.layerCount = 3 },
    RecurrentCase(5, 7, 65, 40).with { $0.layerCount = 2 },
    RecurrentCase(4, 2, 1, 1).with { $0.hasBias = false },
    RecurrentCase(5, 2, 8, 3).with { $0.hasTrainableState = true },
    RecurrentCase(5, 3, 40, 7).with {
      $0.layerCount = 2
      $0.projectionSize = 18
    },
  ]

  private func step(_ index: Int, of input: Tensor) -> Tensor {
    input.rows(index..<index + 1).reshaped(to: Shape(Array(input.shape.array.dropFirst())))
  }

  @Test("A stream gives the bits of the whole sequence, and ends in its state", arguments: cases)
  func stream(_ example: RecurrentCase) {
    let problem = RecurrentProblem<LSTM>(example)
    let state = problem.states.isEmpty ? nil : LSTMState(tensors: problem.states)
    let whole = problem.layer(problem.input, state: state)
    var stream = PreparedLSTM(problem.layer).stream(batchSize: example.batchSize)
    if let state { stream.state = state }
    for index in 0..<example.steps {
      stream.step(step(index, of: problem.input))
      #expect(stream.hidden.hasSameBits(as: step(index, of: whole.outputs)))
    }
    #expect(stream.state.hidden.hasSameBits(as: whole.state.hidden))
    #expect(stream.state.cell.hasSameBits(as: whole.state.cell))
  }

  @Test("A new stream starts where the layer's sequences begin", arguments: cases)
  func start(_ example: RecurrentCase) {
    let layer = RecurrentProblem<LSTM>(example).layer
    let stream = PreparedLSTM(layer).stream(batchSize: example.batchSize)
    let zero = layer.zeroState(batchSize: example.batchSize)
    #expect(stream.state.hidden.hasSameBits(as: zero.hidden))
    #expect(stream.state.cell.hasSameBits(as: zero.cell))
  }

  @Test("A fork goes on by itself; a saved state brings a stream back")
  func fork() {
    let problem = RecurrentProblem<LSTM>(RecurrentCase(6, 2, 17, 3).with { $0.layerCount = 2 })
    let prepared = PreparedLSTM(problem.layer)
    var stream = prepared.stream(batchSize: 2)
    for index in 0..<3 { stream.step(step(index, of: problem.input)) }
    let (saved, hidden) = (stream.state, stream.hidden)
    var fork = stream
    fork.step(step(5, of: problem.input))
    #expect(stream.hidden.hasSameBits(as: hidden))
    #expect(!fork.hidden.hasSameBits(as: hidden))

    stream.step(step(3, of: problem.input))
    var restored = prepared.stream(batchSize: 2)
    restored.state = saved
    restored.step(step(3, of: problem.input))
    #expect(restored.hidden.hasSameBits(as: stream.hidden))
    #expect(restored.state.cell.hasSameBits(as: stream.state.cell))
    #expect(saved.hidden.hasSameBits(as: LSTMState(tensors: saved.tensors.map(\.tensor)).hidden))
  }

  @Test("Steps from a table of projections, through a packed linear layer, give a model's bits")
  func projectedSteps() {
    let problem = RecurrentProblem<LSTM>(RecurrentCase(7, 3, 19, 5).with { $0.layerCount = 2 })
    var random = RandomGenerator(seed: 3)
    let embedding = Embedding(vocabularySize: 11, embeddingSize: 5, using: &random)
    let linear = Linear(inputSize: 19, outputSize: 11, using: &random)
    let ids = (0..<7).map { step in (0..<3).map { Int32((step * 5 + $0 * 7) % 11) } }
    let tokens = TokenIDs(ids.flatMap { $0 }, shape: [7, 3])
    let expected = linear(problem.layer(embedding(tokens)).outputs)

    let prepared = PreparedLSTM(problem.layer)
    var stepper = prepared.stepper(batchSize: 3)
    let table = prepared.firstLayer.projections(of: embedding.weight)
    let packed = PackedLinear(weight: linear.weight, bias: linear.bias)
    #expect(table.shape == [11, prepared.firstLayer.projectionSize])
    var logits = Tensor.zeros([3, 11])
    for index in 0..<7 {
      stepper.step(projected: table, rows: ids[index])
      stepper.project(through: packed, into: &logits)
      #expect(logits.hasSameBits(as: step(index, of: expected)))
    }
  }

  @Test("Streams on many tasks share one prepared layer")
  func concurrentStreams() async {
    let problem = RecurrentProblem<LSTM>(RecurrentCase(10, 1, 40, 6))
    let (prepared, input) = (PreparedLSTM(problem.layer), problem.input)
    let expected = problem.layer(input).outputs
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var stream = prepared.stream()
          return (0..<10).allSatisfy { index in
            stream.step(step(index, of: input))
            return stream.hidden.hasSameBits(as: step(index, of: expected))
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("Whole sequences through the prepared layer are the layer's, in every direction")
  func wholeSequences() {
    for direction in Direction.allCases {
      for projectionSize in [nil, 6] {
        let example = RecurrentCase(6, 4, 19, 5).with {
          $0.direction = direction
          $0.layerCount = 2
          $0.projectionSize = projectionSize
          $0.lengths = [2, 6, 0, 5]
        }
        let problem = RecurrentProblem<LSTM>(example)
        let state = LSTMState(tensors: problem.states)
        let expected = problem.layer(problem.input, state: state, lengths: example.lengths)
        let prepared = PreparedLSTM(problem.layer)
        let found = prepared(problem.input, state: state, lengths: example.lengths)
        #expect(found.outputs.hasSameBits(as: expected.outputs))
        #expect(found.state.hidden.hasSameBits(as: expected.state.hidden))
        #expect(found.state.cell.hasSameBits(as: expected.state.cell))
      }
    }
  }
}
