import LSTMFormats
import LSTMLayers
import LSTMTensor

/// The numbers of one layer in one direction at one step, each an array over units.
///
/// What the step started from is as the network had it; what follows is worked out from that in `Double`, so that it
/// satisfies the equations to the last digit.
public struct LayerStep: Sendable {
  /// Layer, from zero.
  public let layer: Int
  /// Whether the layer reads in reverse.
  public let isReverse: Bool
  /// The cell, as `lstm train --cell` calls it.
  public let cellType: String
  /// x_t.
  public let input: [Float]
  /// h_{t-1}; "previous" in processing order.
  public let previousHidden: [Float]
  /// C_{t-1}; "previous" in processing order; `nil` for a cell without a cell state.
  public let previousCell: [Float]?
  /// The gates after the step before, where gates see them; empty for other cells.
  public let previousGates: [(gate: LayerQuantity, values: [Float])]
  /// h_t.
  public let hidden: [Float]
  /// Whether it reads what the step does, not the layer below.
  let isFirst: Bool
  /// What the cell does.
  let cell: Cell
  private let values: [LayerQuantity: [Float]]

  /// Whose equations hold.
  enum Cell: Sendable {
    case lstm(LSTMEquations)
    case gru(recurrentCandidate: [Float], reset: GRU.Reset)
    case rnn
  }

  /// - Parameter isFirst: whether it is the first of layers that read the step; `nil`: as layer 0 is.
  init(_ trace: LayerTrace, step: Int, isFirst: Bool? = nil) {
    func values(_ tensor: Tensor) -> [Float] { tensor.rows(step..<step + 1).values }
    layer = trace.layer
    self.isFirst = isFirst ?? (trace.layer == 0)
    isReverse = trace.isReverse
    input = values(trace.input)
    previousHidden = values(trace.previousHidden)
    previousCell = trace.lstm.map { values($0.previousCell) }
    let seen: [(LayerQuantity, Gate)] = [(.input, .input), (.forget, .forget), (.output, .output)]
    previousGates = seen.compactMap { quantity, gate in
      trace.lstm?.previousGate(gate).map { (quantity, values($0)) }
    }
    let exact = trace.exactStep(step)
    hidden = exact.hidden.map(Float.init)
    // What a variant is without has no numbers.
    self.values = LayerQuantity.all(in: trace).reduce(into: [:]) { result, quantity in
      result[quantity] = quantity.values(in: exact)?.map(Float.init)
    }
    switch trace {
    case .lstm(let trace):
      cellType = trace.variant.name
      cell = .lstm(LSTMEquations(trace, step: step))
    case .gru(let trace):
      cellType = trace.reset == .afterProduct ? "gru" : "gru-reset-before"
      cell = .gru(recurrentCandidate: values(trace.recurrentCandidate), reset: trace.reset)
    case .rnn:
      cellType = "rnn"
      cell = .rnn
    }
  }

  /// A gate or a state; `nil` where the cell is without it.
  public subscript(quantity: LayerQuantity) -> [Float]? { values[quantity] }

  /// The same, 1 for each unit in place of a gate that is not there.
  func gate(_ gate: LayerQuantity) -> [Float] {
    values[gate] ?? Array(repeating: 1, count: previousCell?.count ?? hidden.count)
  }

  var json: JSONValue {
    var object = JSONObject([
      ("layer", layer.json), ("direction", .string(isReverse ? "reverse" : "forward")),
      ("cellType", .string(cellType)), ("input", input.json),
      ("previousHidden", previousHidden.json),
    ])
    for (gate, values) in previousGates {
      object["previous" + gate.key.prefix(1).uppercased() + gate.key.dropFirst()] = values.json
    }
    let order: [LayerQuantity] = [
      .input, .forget, .reset, .update, .candidate, .output, .cell, .hidden,
    ]
    for quantity in order {
      if quantity == .cell { object["previousCell"] = previousCell?.json }
      object[quantity.key] = self[quantity]?.json
    }
    return .object(object)
  }
}
