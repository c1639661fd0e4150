import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

@Suite("What recurrent layers offer")
struct RecurrentLayerTests {
  @Test("Their shapes follow from their sizes", arguments: Direction.allCases)
  func shapes(direction: Direction) {
    let example = RecurrentCase(4, 3, 5, 2).with {
      $0.layerCount = 2
      $0.direction = direction
    }
    let layer = LSTM(example)
    let result = layer(.zeros([4, 3, 2]))
    #expect(result.outputs.shape.array == example.outputShape)
    #expect(result.state.hidden.shape.array == example.stateShape)
    #expect(result.state.cell.shape.array == example.stateShape)
    #expect(result.state.batchSize == 3)
    #expect(layer.outputSize == 5 * example.directionCount)
    #expect(layer.layers[1][0].inputWeight.shape == [20, layer.outputSize])
    #expect(GRU(example).layers[0][0].recurrentWeight.shape == [15, 5])
    #expect(RNN(example).layers[0][0].recurrentWeight.shape == [5, 5])
  }

  @Test("Parameters are listed by layer, direction and name; the trained state comes last")
  func parameterPaths() {
    let example = RecurrentCase(1, 1, 3, 2).with {
      $0.direction = .bidirectional
      $0.hasTrainableState = true
    }
    #expect(
      LSTM(example).parameters.map(\.path) == [
        "0.inputWeight", "0.recurrentWeight", "0.bias", "0.reverse.inputWeight",
        "0.reverse.recurrentWeight", "0.reverse.bias", "initialHidden", "initialCell",
      ])
    #expect(
      GRU(RecurrentCase(1, 1, 3, 2)).parameters.map(\.path) == [
        "0.inputWeight", "0.recurrentWeight", "0.bias", "0.candidateBias",
      ])
    let reverse = RecurrentCase(1, 1, 3, 2).with {
      $0.direction = .reverse
      $0.hasBias = false
    }
    #expect(
      RNN(reverse).parameters.map(\.path) == ["0.reverse.inputWeight", "0.reverse.recurrentWeight"])
    #expect(LSTM(RecurrentCase(1, 1, 3, 2)).parameterCount == 12 * 2 + 12 * 3 + 12)
  }

  @Test("A step is a sequence of one")
  func step() {
    let problem = RecurrentProblem<GRU>(RecurrentCase(1, 3, 7, 4).with { $0.layerCount = 2 })
    let state = HiddenState(tensors: problem.states)
    let whole = problem.layer(problem.input, state: state)
    let step = problem.layer.step(problem.input.reshaped(to: [3, 4]), state: state)
    #expect(step.outputs.shape == [3, 7])
    #expect(step.outputs.values == whole.outputs.values)
    #expect(step.state.hidden.values == whole.state.hidden.values)
  }

  @Test("Without a state given, sequences begin at zero or at the trained state")
  func zeroState() {
    let plain = RecurrentProblem<LSTM>(RecurrentCase(3, 2, 5, 2))
    let zero = plain.layer.zeroState(batchSize: 2)
    #expect(zero.hidden.values.allSatisfy { $0 == 0 })
    #expect(
      plain.layer(plain.input).outputs.hasSameBits(
        as: plain.layer(plain.input, state: zero).outputs))
    let trained = RecurrentProblem<LSTM>(
      RecurrentCase(3, 2, 5, 2).with {
        $0.hasTrainableState = true
        $0.layerCount = 2
      })
    let start = trained.layer.zeroState(batchSize: 2)
    for slice in 0..<2 {
      let expected = trained.layer.stack.initialStates[0].rows(slice..<slice + 1).values
      #expect(start.hidden.rows(slice..<slice + 1).values == expected + expected)
    }
  }

  @Test("A sequence of no steps leaves the state as it was")
  func noSteps() {
    let problem = RecurrentProblem<LSTM>(RecurrentCase(2, 3, 5, 2))
    let state = LSTMState(tensors: problem.states)
    let result = problem.layer(.zeros([0, 3, 2]), state: state)
    #expect(result.outputs.shape == [0, 3, 5])
    #expect(result.state.hidden.hasSameBits(as: state.hidden))
    #expect(result.state.cell.hasSameBits(as: state.cell))
  }

  @Test("A detached state has no past")
  func detachedState() {
    let state = LSTMState(hidden: Tensor.zeros([1, 1, 2]).tracked, cell: .zeros([1, 1, 2]))
    #expect(state.tensors[0].tensor.isTracked)
    #expect(state.detached.tensors.allSatisfy { !$0.tensor.isTracked })
    #expect(state.tensors.map(\.name) == ["hidden", "cell"])
  }

  @Test("Dropout acts between layers in training alone")
  func dropout() {
    var random = RandomGenerator(seed: 1)
    let layer = LSTM(inputSize: 3, hiddenSize: 8, layerCount: 2, dropout: 0.5, using: &random)
    var numbers = TestNumbers(seed: 2)
    let input = Tensor(numbers.normal([4, 3, 3]))
    func outputs(_ phase: Phase) -> Tensor { layer(input, phase: phase).outputs }
    let training = outputs(.training(MaskSource(seed: 1, step: 1)))
    #expect(!training.hasSameBits(as: outputs(.inference)))
    #expect(training.hasSameBits(as: outputs(.training(MaskSource(seed: 1, step: 1)))))
    #expect(!training.hasSameBits(as: outputs(.training(MaskSource(seed: 1, step: 2)))))
    let single = LSTM(inputSize: 3, hiddenSize: 8, dropout: 0.5, using: &random)
    #expect(
      single(input, phase: .training(MaskSource(seed: 1, step: 1))).outputs.hasSameBits(
        as: single(input).outputs))
  }
}
