import Foundation
import LSTMLayers
import LSTMPlot
import LSTMTensor
import Testing

@testable import LSTMInsight

@Suite("Gradient flow")
struct GradientFlowTests {
  @Test("Through an RNN of one unit it is the product of w (1 − h²)")
  func rnn() throws {
    var random = RandomGenerator(seed: 1)
    var rnn = RNN(inputSize: 1, hiddenSize: 1, using: &random)
    rnn.layers[0][0].recurrentWeight = Tensor([0.8], shape: [1, 1])
    rnn.layers[0][0].inputWeight = Tensor([0.5], shape: [1, 1])
    rnn.layers[0][0].bias = Tensor([0.1], shape: [1])
    let inputs: [Float] = [0.3, -1, 0.7, 0.2, -0.4]
    let flow = GradientFlow(through: rnn, reading: Tensor(inputs, shape: [5, 1, 1])) {
      $0.hidden.sum()
    }
    var (hidden, factors) = (0.0, [Double]())
    for x in inputs {
      hidden = tanh(0.8 * hidden + 0.5 * Double(x) + 0.1)
      factors.append(0.8 * (1 - hidden * hidden))
    }
    #expect(flow.norms.count == 5)
    for (index, norm) in flow.norms.enumerated() {
      let expected = factors.suffix(index + 1).reduce(1, *)
      #expect(abs(norm - expected) < 1e-6 * expected + 1e-8, "\(index)")
    }
  }

  @Test("Through an LSTM whose gates see no state, the cell's share is the product of forget gates")
  func lstm() throws {
    var random = RandomGenerator(seed: 2)
    var lstm = LSTM(inputSize: 2, hiddenSize: 3, using: &random)
    lstm.layers[0][0].recurrentWeight = .zeros([12, 3])
    let input = Tensor.uniform([6, 1, 2], in: -1...1, using: &random)
    let flow = GradientFlow(through: lstm, reading: input) { $0.cell.sum() }
    let forget = try #require(lstm.trace(input).first).forgetGate.values.map(Double.init)
    for (index, norm) in flow.norms.enumerated() {
      let products = (0..<3).map { unit in
        (5 - index..<6).map { forget[$0 * 3 + unit] }.reduce(1, *)
      }
      let expected = products.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(norm - expected) < 1e-5 * expected, "\(index)")
    }
  }

  @Test("The experiment shows the LSTM's gradient beside the RNN's, on a short task")
  func experiment() {
    let comparison = GradientFlowComparison(sequences: 1280, length: 60)
    #expect(comparison.rows.map(\.network) == ["RNN", "LSTM without forget gate", "LSTM"])
    for row in comparison.rows {
      #expect(row.initial.norms.count == 60 && row.trained.norms.count == 60)
      #expect(row.initial != row.trained)
      #expect(row.trial.sequences == 1280)
    }
    #expect(comparison.advantage > 1000)
    let new = comparison.rows.map { $0.initial.norms[59] }
    #expect(new[2] > 1000 * new[0])
    let trained = comparison.rows.map { $0.trained.norms[59] }
    #expect(abs(comparison.advantage / (trained[2] / trained[0]) - 1) < 1e-12)
    let report = GradientFlowExperiment.report([comparison])
    #expect(report.lines.count == 1 + 6 * comparison.distances.count + 2)
    #expect(report.chart.series.count == 6)
  }
}
