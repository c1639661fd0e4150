import LSTMLayers
import LSTMTensor

/// The stages of an LSTM and its variants after what comes in.
extension LayerStep {
  func stages(of equations: LSTMEquations, _ label: String, _ top: Int) -> [StepStage] {
    let previous = previousCell ?? []
    let variant = equations.variant
    var stages: [StepStage] = []
    // A coupled forget gate follows the input gate, and is told after it.
    if variant.couplesForgetGate {
      stages = [
        admitting(equations, previous, label, top), forgetting(equations, previous, label, top),
      ]
    } else {
      if variant.hasForgetGate { stages.append(forgetting(equations, previous, label, top)) }
      stages.append(admitting(equations, previous, label, top))
    }
    stages.append(keeping(equations, previous, top))
    guard variant.projectionSize != nil else {
      return stages + [showing(equations, previous, top)]
    }
    return stages + [showingUnits(equations, previous, top), projecting(equations, top)]
  }

  private typealias Columns = [(symbol: String, values: [Float])]

  /// What normalisation makes of a gate's projections.
  private func normalized(_ gate: Gate, _ symbol: String, _ equations: LSTMEquations) -> Columns {
    equations.normalizedSums[gate].map { [("s_\(symbol)", $0)] } ?? []
  }

  /// The normalised cell state, which the output activation takes.
  private func seen(_ cell: [Float], _ equations: LSTMEquations) -> Columns {
    guard equations.variant.hasLayerNormalization else { return [] }
    let count = Double(max(1, cell.count))
    let mean = cell.reduce(0.0) { $0 + Double($1) } / count
    let variance = cell.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let deviation = (variance + Double(RecurrentNormalization.epsilon)).squareRoot()
    return [
      (
        "α₃norm(C)+β₃",
        cell.indices.map { unit in
          Float((Double(cell[unit]) - mean) / deviation) * equations.cellScale[unit]
            + equations.cellShift[unit]
        }
      )
    ]
  }

  /// What a gate's peephole adds to its sum.
  private func peephole(_ gate: String, _ weights: [Float]?, _ cell: [Float], _ symbol: String)
    -> Columns
  {
    weights.map { [("p_\(gate) \(symbol)", products($0, cell))] } ?? []
  }

  /// What a gate was at the step before, where gates see that.
  private func seenGate(_ gate: LayerQuantity, _ symbol: String) -> Columns {
    previousGates.first { $0.gate == gate }.map { [("\(symbol)_{t-1}", $0.values)] } ?? []
  }

  private func forgetting(
    _ equations: LSTMEquations, _ previous: [Float], _ label: String, _ top: Int
  ) -> StepStage {
    let forget = gate(.forget)
    let kept = products(forget, previous)
    let before = previous.reduce(0.0) { $0 + Double(abs($1)) }
    let after = kept.reduce(0.0) { $0 + Double(abs($1)) }
    return stage(
      "what the forget gate discards", equations.forget, "(1 - f_t) |C_{t-1}|",
      normalized(.forget, "f", equations)
        + peephole("f", equations.forgetPeepholes, previous, "C_{t-1}")
        + seenGate(.forget, "f") + [("f_t", forget), ("C_{t-1}", previous), ("f_t C_{t-1}", kept)],
      top,
      by: { (1 - forget[$0]) * abs(previous[$0]) }
    ) { best in
      before == 0
        ? "There is nothing to forget yet."
        : """
        At \(label) unit \(best) forgets \(percent(1 - forget[best])) of its state \
        (\(number(previous[best])) becomes \(number(kept[best]))); all units together keep \
        \(percent(Float(after / before))).
        """
    }
  }

  private func admitting(
    _ equations: LSTMEquations, _ previous: [Float], _ label: String, _ top: Int
  ) -> StepStage {
    let (input, candidate) = (gate(.input), gate(.candidate))
    guard equations.variant.hasInputGate else {
      return stage(
        "what the candidate offers; there is no input gate, all of it comes in",
        equations.candidate, "|C̃_t|",
        normalized(.candidate, "C", equations) + [("C̃_t", candidate)], top,
        by: { abs(candidate[$0]) }
      ) { "Unit \($0) is offered most for \(label), \(number(candidate[$0]))." }
    }
    return stage(
      "what the input gate lets in, and what the candidate offers",
      "\(equations.input),  \(equations.candidate)", "i_t |C̃_t|",
      normalized(.input, "i", equations)
        + peephole("i", equations.inputPeepholes, previous, "C_{t-1}")
        + seenGate(.input, "i") + [("i_t", input)]
        + normalized(.candidate, "C", equations)
        + [("C̃_t", candidate), ("i_t C̃_t", products(input, candidate))], top,
      by: { input[$0] * abs(candidate[$0]) }
    ) { best in
      let refused = input.indices.max {
        (1 - input[$0]) * abs(candidate[$0]) < (1 - input[$1]) * abs(candidate[$1])
      }
      return """
        Unit \(best) is offered \(number(candidate[best])) for \(label) and lets \
        \(percent(input[best])) of it in\
        \(refused.map { "; unit \($0) refuses most, \(percent(1 - input[$0])) of \(number(candidate[$0]))" } ?? "").
        """
    }
  }

  private func keeping(_ equations: LSTMEquations, _ previous: [Float], _ top: Int) -> StepStage {
    let cell = gate(.cell)
    let flips = cell.indices.count { cell[$0] * previous[$0] < 0 }
    let changes = differences(cell, previous)
    return stage(
      "the new cell state", equations.cell, "|C_t - C_{t-1}|",
      [("C_{t-1}", previous), ("C_t", cell), ("C_t - C_{t-1}", changes)], top,
      by: { abs(changes[$0]) }
    ) { best in
      """
      Unit \(best) changes most, from \(number(previous[best])) to \(number(cell[best])); \
      \(flips) of \(cell.count) units change their sign.
      """
    }
  }

  private func showing(_ equations: LSTMEquations, _ previous: [Float], _ top: Int) -> StepStage {
    let (output, cell) = (gate(.output), shownCell(equations, previous))
    let symbol = equations.shownCell
    guard equations.variant.hasOutputGate else {
      return stage(
        "the new hidden state; there is no output gate, all of the cell state shows",
        equations.hidden, "|h_t|", [(symbol, cell)] + seen(cell, equations) + [("h_t", hidden)],
        top, by: { abs(hidden[$0]) }
      ) { "Unit \($0) speaks loudest (\(number(hidden[$0])))." }
    }
    return stage(
      "the output gate and the new hidden state", "\(equations.output),  \(equations.hidden)",
      "|h_t|",
      normalized(.output, "o", equations)
        + peephole("o", equations.outputPeepholes, cell, symbol)
        + seenGate(.output, "o") + [("o_t", output), (symbol, cell)] + seen(cell, equations) + [
          ("h_t", hidden)
        ], top,
      by: { abs(hidden[$0]) }
    ) { best in
      let withheld = cell.indices.max {
        (1 - output[$0]) * min(1, abs(cell[$0])) < (1 - output[$1]) * min(1, abs(cell[$1]))
      }
      return """
        Unit \(best) shows \(percent(output[best])) of itself and speaks loudest \
        (\(number(hidden[best])))\
        \(withheld.map { "; unit \($0) holds \(number(cell[$0])) but shows \(percent(output[$0]))" } ?? "").
        """
    }
  }

  /// What units show to a projection.
  private func showingUnits(
    _ equations: LSTMEquations, _ previous: [Float], _ top: Int
  ) -> StepStage {
    let (cell, symbol) = (shownCell(equations, previous), equations.shownCell)
    let seen = seen(cell, equations)
    let read = seen.first?.values ?? cell
    let squashed =
      equations.variant.hasOutputActivation ? tanh(Tensor(read, shape: [read.count])).values : read
    let output = gate(.output)
    let shown = products(output, squashed)
    let hasGate = equations.variant.hasOutputGate
    return stage(
      hasGate ? "the output gate and what units show" : "what units show; there is no output gate",
      hasGate ? "\(equations.output),  \(equations.units)" : equations.units, "|m_t|",
      normalized(.output, "o", equations)
        + peephole("o", equations.outputPeepholes, cell, symbol)
        + (hasGate ? [("o_t", output)] : []) + [(symbol, cell)] + seen + [("m_t", shown)], top,
      by: { abs(shown[$0]) }
    ) { best in
      "Unit \(best) shows \(percent(output[best])) of itself and speaks loudest (\(number(shown[best])))."
    }
  }

  private func projecting(_ equations: LSTMEquations, _ top: Int) -> StepStage {
    stage(
      "the projection to the new hidden state", equations.hidden, "|h_t|", [("h_t", hidden)], top,
      by: { abs(hidden[$0]) }
    ) { best in
      """
      What \(gate(.cell).count) units show becomes \(hidden.count) features; feature \(best) is the \
      largest (\(number(hidden[best]))).
      """
    }
  }

  /// The cell state that the output gate sees: before zoneout mixes it with the one before.
  private func shownCell(_ equations: LSTMEquations, _ previous: [Float]) -> [Float] {
    guard equations.variant.cellZoneout > 0 else { return gate(.cell) }
    let (forget, input, candidate) = (gate(.forget), gate(.input), gate(.candidate))
    let limit = equations.variant.cellClip ?? .infinity
    return previous.indices.map {
      min(max(forget[$0] * previous[$0] + input[$0] * candidate[$0], -limit), limit)
    }
  }
}
