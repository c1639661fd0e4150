import LSTMLayers
import LSTMPlot
import LSTMTensor

/// A gate or a state of an LSTM's layer, in the order in which a step computes them.
public enum LayerQuantity: String, Sendable, CaseIterable {
  /// f.
  case forget
  /// i.
  case input
  /// C̃.
  case candidate
  /// C.
  case cell
  /// o.
  case output
  /// h.
  case hidden

  /// As it stands in the equations.
  var symbol: String {
    switch self {
    case .forget: "f"
    case .input: "i"
    case .candidate: "C̃"
    case .cell: "C"
    case .output: "o"
    case .hidden: "h"
    }
  }

  var title: String {
    switch self {
    case .forget: "Forget gate: what is kept of the cell state"
    case .input: "Input gate: what is let in"
    case .candidate: "Candidate: what there is to let in"
    case .cell: "Cell state"
    case .output: "Output gate: what is shown"
    case .hidden: "Hidden state"
    }
  }

  var colors: HeatMapColors {
    switch self {
    case .forget, .input, .output: .sequential
    case .candidate, .hidden: .signed
    case .cell: .symmetric
    }
  }

  /// [T, 1, H].
  func values(in trace: LSTMTrace) -> Tensor {
    switch self {
    case .forget: trace.forgetGate
    case .input: trace.inputGate
    case .candidate: trace.candidate
    case .cell: trace.cell
    case .output: trace.outputGate
    case .hidden: trace.hidden
    }
  }

  /// A row for each unit, in a given order, and a column for each step.
  func heatMap(of trace: LSTMTrace, order: [Int], labels: [String]) -> HeatMap {
    let tensor = values(in: trace)
    let (values, units) = (tensor.values, tensor.shape.columnCount)
    return HeatMap(
      title: title,
      values: order.map { unit in
        (0..<tensor.shape[0]).map { Double(values[$0 * units + unit]) }
      }, colors: colors, rowTitle: "unit", columnTitle: "time step",
      rowLabels: order.map { "\($0)" }, columnLabels: labels)
  }
}
