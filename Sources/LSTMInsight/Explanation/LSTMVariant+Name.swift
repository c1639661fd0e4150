import LSTMTensor

extension LSTMVariant {
  /// The cell's name: `lstm`, or what sets it apart, as `lstm train --cell` calls it; several things are
  /// joined by a plus sign.
  var name: String {
    let parts = [
      (hasPeepholes, "peephole"), (couplesForgetGate, "coupled"),
      (!hasInputGate, "no-input-gate"), (!hasForgetGate, "no-forget-gate"),
      (!hasOutputGate, "no-output-gate"), (!hasCandidateActivation, "no-input-activation"),
      (!hasOutputActivation, "no-output-activation"), (cellClip != nil, "cell-clip"),
      (hasFullGateRecurrence, "full-gate-recurrence"), (hasLayerNormalization, "layer-norm"),
      (cellZoneout > 0 || hiddenZoneout > 0, "zoneout"), (projectionSize != nil, "projection"),
      (!isExplained, "other"),
    ].filter(\.0).map(\.1)
    return parts.isEmpty ? "lstm" : parts.joined(separator: "+")
  }

  /// Whether all that sets it apart from the plain LSTM is told by the stages of a step.
  ///
  /// Asked of what is left when everything known is undone, so that an option of tomorrow is refused and
  /// not passed over.
  var isExplained: Bool {
    var rest = self
    rest.projectionSize = nil
    (rest.hasFullGateRecurrence, rest.hasLayerNormalization) = (false, false)
    (rest.hasInputGate, rest.hasForgetGate, rest.hasOutputGate) = (true, true, true)
    (rest.couplesForgetGate, rest.hasPeepholes) = (false, false)
    (rest.hasCandidateActivation, rest.hasOutputActivation) = (true, true)
    (rest.cellClip, rest.cellZoneout, rest.hiddenZoneout) = (nil, 0, 0)
    // These act in training only.
    (rest.recurrentDropout, rest.weightDrop) = (0, 0)
    return rest == .plain
  }
}
