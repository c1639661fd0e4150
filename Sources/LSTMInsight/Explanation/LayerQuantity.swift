import LSTMLayers
import LSTMPlot
import LSTMTensor

/// A gate or a state of a layer, in the order in which a step computes them.
public enum LayerQuantity: String, Sendable, CaseIterable {
  /// f.
  case forget
  /// i.
  case input
  /// r, of a GRU.
  case reset
  /// z, of a GRU.
  case update
  /// C̃, of a GRU n.
  case candidate
  /// C.
  case cell
  /// o.
  case output
  /// h.
  case hidden

  /// What a layer has: a gate that its cell is without is left out.
  static func all(in trace: LayerTrace) -> [LayerQuantity] {
    allCases.filter { $0.values(in: trace) != nil }
  }

  /// Whether it is a gate, between 0 and 1.
  var isGate: Bool {
    switch self {
    case .forget, .input, .reset, .update, .output: true
    case .candidate, .cell, .hidden: false
    }
  }

  /// As it stands in the equations.
  var symbol: String {
    switch self {
    case .forget: "f"
    case .input: "i"
    case .reset: "r"
    case .update: "z"
    case .candidate: "C̃"
    case .cell: "C"
    case .output: "o"
    case .hidden: "h"
    }
  }

  /// What programs call it.
  var key: String { isGate ? "\(rawValue)Gate" : rawValue }

  var title: String {
    switch self {
    case .forget: "Forget gate: what is kept of the cell state"
    case .input: "Input gate: what is let in"
    case .reset: "Reset gate: what the candidate sees of the hidden state"
    case .update: "Update gate: what is kept of the hidden state"
    case .candidate: "Candidate: what there is to let in"
    case .cell: "Cell state"
    case .output: "Output gate: what is shown"
    case .hidden: "Hidden state"
    }
  }

  /// [T, 1, H]; `nil` where the cell is without it.
  func values(in trace: LayerTrace) -> Tensor? {
    switch trace {
    case .lstm(let trace): values(in: trace)
    case .gru(let trace):
      switch self {
      case .reset: trace.resetGate
      case .update: trace.updateGate
      case .candidate: trace.candidate
      case .hidden: trace.hidden
      case .forget, .input, .cell, .output: nil
      }
    case .rnn(let trace): self == .hidden ? trace.hidden : nil
    }
  }

  /// One number a unit; `nil` where the cell is without it.
  func values(in step: ExactStep) -> [Double]? {
    switch self {
    case .forget: step.forget
    case .input: step.input
    case .reset: step.reset
    case .update: step.update
    case .candidate: step.candidate
    case .cell: step.cell
    case .output: step.output
    case .hidden: step.hidden
    }
  }

  private func values(in trace: LSTMTrace) -> Tensor? {
    switch self {
    case .forget:
      trace.variant.hasForgetGate || trace.variant.couplesForgetGate ? trace.forgetGate : nil
    case .input: trace.variant.hasInputGate ? trace.inputGate : nil
    case .candidate: trace.candidate
    case .cell: trace.cell
    case .output: trace.variant.hasOutputGate ? trace.outputGate : nil
    case .hidden: trace.hidden
    case .reset, .update: nil
    }
  }

  /// A row for each unit, in a given order of hidden states, and a column for each step; `nil` where the cell is without it.
  func heatMap(of trace: LayerTrace, order: [Int], axis: StepAxis) -> HeatMap? {
    guard let tensor = values(in: trace) else { return nil }
    let (values, units) = (tensor.values, tensor.shape.columnCount)
    // Where the hidden state is a projection, its features are in an order of their own.
    let order = order.count == units ? order : UnitOrder.byMotion(tensor)
    let map = HeatMap(
      title: title,
      values: order.map { unit in
        (0..<tensor.shape[0]).map { Double(values[$0 * units + unit]) }
      }, colors: colors(values), rowTitle: "unit", rowLabels: order.map { "\($0)" })
    return axis.applied(to: map)
  }

  private func colors(_ values: [Float]) -> HeatMapColors {
    if isGate { return .sequential }
    // Without its activation a candidate or a hidden state has no bounds.
    return self == .cell || values.contains { abs($0) > 1 } ? .symmetric : .signed
  }
}
