import CLSTMKernels
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

@Suite("The order of the gates")
struct GateTests {
  @Test("It is the same in Swift and in the C header")
  func order() {
    #expect(Gate.allCases == [.input, .forget, .candidate, .output])
    #expect(Gate.input.rawValue == Int(CLSTM_GATE_INPUT))
    #expect(Gate.forget.rawValue == Int(CLSTM_GATE_FORGET))
    #expect(Gate.candidate.rawValue == Int(CLSTM_GATE_CANDIDATE))
    #expect(Gate.output.rawValue == Int(CLSTM_GATE_OUTPUT))
  }

  @Test(
    "A trace shows the oracle's gates and states, in either direction, padding zero",
    arguments: [Direction.forward, .reverse, .bidirectional])
  func trace(direction: Direction) {
    let example = RecurrentCase(6, 4, 19, 5).with {
      $0.direction = direction
      $0.lengths = [2, 6, 0, 5]
    }
    let problem = RecurrentProblem<LSTM>(example)
    let traces = problem.layer.trace(
      problem.input, state: LSTMState(tensors: problem.states), lengths: example.lengths)
    #expect(traces.count == example.directionCount)
    for (number, trace) in traces.enumerated() {
      #expect(trace.layer == 0)
      #expect(trace.isReverse == (number == 1 || direction == .reverse))
      let expected = LSTM.oracle(problem.layer.layers[0][number]).forward(
        DoubleArray(problem.input),
        initial: Reference.LSTM.state(from: problem.states.map { DoubleArray($0).block(number) }),
        lengths: example.lengths, reverse: trace.isReverse)
      let pairs = [
        (trace.inputGate, expected.inputGate), (trace.forgetGate, expected.forgetGate),
        (trace.candidate, expected.candidate), (trace.outputGate, expected.outputGate),
        (trace.cell, expected.cells), (trace.hidden, expected.outputs),
        (trace.input, expected.input),
      ]
      for (found, reference) in pairs { #expect(relativeError(found, reference) <= 1e-6) }
      // The oracle leaves previous states of padding at zero, too.
      #expect(relativeError(trace.previousHidden, expected.previousHidden) <= 1e-6)
      #expect(relativeError(trace.previousCell, expected.previousCell) <= 1e-6)
    }
  }
}
