import LSTMData
import LSTMLayers
import LSTMTensor

/// The equations of an LSTM or a variant of it, as text.
struct LSTMEquations: Sendable {
  let variant: LSTMVariant
  /// By gate; `nil` where a gate does not see the cell state.
  let inputPeepholes: [Float]?
  let forgetPeepholes: [Float]?
  let outputPeepholes: [Float]?

  /// What normalisation makes of each gate's projections at the step; none where nothing is normalised.
  let normalizedSums: [Gate: [Float]]
  /// Gain and shift of the cell state on its way out, where it is normalised.
  let cellScale: [Float]
  let cellShift: [Float]

  init(_ trace: LSTMTrace, step: Int) {
    variant = trace.variant
    normalizedSums = Gate.allCases.reduce(into: [:]) { sums, gate in
      sums[gate] = trace.normalizedSum(of: gate).map { $0.rows(step..<step + 1).values }
    }
    cellScale = trace.normalization?.cellScale.values ?? []
    cellShift = trace.normalization?.cellShift.values ?? []
    inputPeepholes = trace.peepholes(of: .input)
    forgetPeepholes = trace.peepholes(of: .forget)
    outputPeepholes = trace.peepholes(of: .output)
  }

  /// The cell state that the output gate sees and shows; zoneout then mixes it with the one before.
  var shownCell: String { variant.cellZoneout > 0 ? "Ĉ_t" : "C_t" }

  var forget: String {
    variant.couplesForgetGate
      ? "f_t = 1 - i_t"
      : normalizing("f") + "f_t = σ(\(sum("f", sees: forgetPeepholes, "C_{t-1}")))"
  }

  var input: String {
    normalizing("i") + "i_t = σ(\(sum("i", sees: inputPeepholes, "C_{t-1}")))"
  }

  var candidate: String {
    normalizing("C") + "C̃_t = " + (variant.hasCandidateActivation ? "tanh(\(sum("C")))" : sum("C"))
  }

  var output: String {
    normalizing("o") + "o_t = σ(\(sum("o", sees: outputPeepholes, shownCell)))"
  }

  var cell: String {
    let kept = variant.hasForgetGate || variant.couplesForgetGate ? "f_t ⊙ C_{t-1}" : "C_{t-1}"
    var sum = "\(kept) + \(variant.hasInputGate ? "i_t ⊙ C̃_t" : "C̃_t")"
    if let clip = variant.cellClip { sum = "clip(\(sum), ±\(clip))" }
    let equation = "\(shownCell) = \(sum)"
    guard variant.cellZoneout > 0 else { return equation }
    return equation + ",  C_t = " + mixed(shownCell, "C_{t-1}", variant.cellZoneout)
  }

  /// What units show: the hidden state, or what that is a projection of.
  private var shown: String {
    let seen = variant.hasLayerNormalization ? "α₃ norm(\(shownCell)) + β₃" : shownCell
    let shown =
      variant.hasOutputActivation
      ? "tanh(\(seen))" : variant.hasLayerNormalization ? "(\(seen))" : seen
    return variant.hasOutputGate ? "o_t ⊙ \(shown)" : shown
  }

  /// Where the hidden state is a projection, what it is a projection of.
  var units: String { "m_t = \(shown)" }

  var hidden: String {
    if variant.projectionSize != nil { return "h_t = W_h m_t" }
    let product = shown
    guard variant.hiddenZoneout > 0 else { return "h_t = \(product)" }
    return "h_t = " + mixed("(\(product))", "h_{t-1}", variant.hiddenZoneout)
  }

  /// The sum of both projections after normalisation, over all gates and units of each.
  private func normalizing(_ gate: String) -> String {
    guard variant.hasLayerNormalization else { return "" }
    // The candidate sees no gates, but is normalised together with those that do.
    let gates = seenGates.isEmpty || gate == "C" ? "" : " + G_\(gate) [\(seenGates)]"
    return "s_\(gate) = α₁ norm(U h_{t-1}\(gates)) + α₂ norm(W x_t),  "
  }

  /// The gates of the step before that gates see; empty where they see none.
  private var seenGates: String {
    guard variant.hasFullGateRecurrence else { return "" }
    return [
      (variant.hasInputGate, "i_{t-1}"), (variant.ownsForgetGate, "f_{t-1}"),
      (variant.hasOutputGate, "o_{t-1}"),
    ].filter(\.0).map(\.1).joined(separator: ", ")
  }

  private func mixed(_ new: String, _ old: String, _ rate: Float) -> String {
    "\((1 - Double(rate)).text(2)) \(new) + \(Double(rate).text(2)) \(old)"
  }

  private func sum(_ gate: String, sees peepholes: [Float]? = nil, _ cell: String = "") -> String {
    (variant.hasLayerNormalization ? "s_\(gate)" : "W_\(gate) [h_{t-1}, x_t]")
      + (seenGates.isEmpty || gate == "C" || variant.hasLayerNormalization
        ? "" : " + G_\(gate) [\(seenGates)]")
      + (peepholes == nil ? "" : " + p_\(gate) ⊙ \(cell)") + " + b_\(gate)"
  }
}
