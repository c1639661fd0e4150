import LSTMData

/// One of the five things that happen in a step: its equation, the units that matter most, and a sentence.
public struct StepStage: Sendable {
  /// What happens.
  public let title: String
  /// The equation.
  public let equation: String
  /// By what the units are chosen, in symbols.
  public let measure: String
  /// The symbols of the numbers shown.
  public let symbols: [String]
  /// The units that matter most, first the one that matters most, with a number for each symbol.
  public let units: [(index: Int, values: [Double])]
  /// What the numbers say, in plain words.
  public let sentence: String
}

extension LayerStep {
  /// The five stages of the step, in order.
  ///
  /// - Parameters:
  ///   - label: what the step reads.
  ///   - top: how many units to show at each.
  public func stages(reading label: String, top: Int) -> [StepStage] {
    [
      incoming(label, top), forgetting(label, top), admitting(label, top), keeping(top),
      showing(top),
    ]
  }

  private func incoming(_ label: String, _ top: Int) -> StepStage {
    let quiet = previousHidden.count { abs($0) < 0.05 }
    let source = layer == 0 ? "\(label) as \(input.count) numbers" : "layer \(layer - 1)'s state"
    return stage(
      "what comes in", "[h_{t-1}, x_t]", "|h_{t-1}|", ["h_{t-1}"], top,
      by: { abs(previousHidden[$0]) }, numbers: { [previousHidden[$0]] }
    ) { best in
      abs(previousHidden[best]) == 0
        ? "The layer reads \(source); it remembers nothing yet."
        : """
        The layer reads \(source), and what it said last: unit \(best) speaks loudest \
        (\(number(previousHidden[best]))), \(quiet) of \(previousHidden.count) units are nearly silent.
        """
    }
  }

  private func forgetting(_ label: String, _ top: Int) -> StepStage {
    let before = previousCell.reduce(0.0) { $0 + Double(abs($1)) }
    let kept = zip(forgetGate, previousCell).reduce(0.0) { $0 + Double(abs($1.0 * $1.1)) }
    return stage(
      "what the forget gate discards", "f_t = σ(W_f [h_{t-1}, x_t] + b_f)",
      "(1 - f_t) |C_{t-1}|", ["f_t", "C_{t-1}", "f_t C_{t-1}"], top,
      by: { (1 - forgetGate[$0]) * abs(previousCell[$0]) },
      numbers: { [forgetGate[$0], previousCell[$0], forgetGate[$0] * previousCell[$0]] }
    ) { best in
      before == 0
        ? "There is nothing to forget yet."
        : """
        At \(label) unit \(best) forgets \(percent(1 - forgetGate[best])) of its state \
        (\(number(previousCell[best])) becomes \(number(forgetGate[best] * previousCell[best]))); all \
        units together keep \(percent(Float(kept / before))).
        """
    }
  }

  private func admitting(_ label: String, _ top: Int) -> StepStage {
    stage(
      "what the input gate lets in, and what the candidate offers",
      "i_t = σ(W_i [h_{t-1}, x_t] + b_i),  C̃_t = tanh(W_C [h_{t-1}, x_t] + b_C)",
      "i_t |C̃_t|", ["i_t", "C̃_t", "i_t C̃_t"], top,
      by: { inputGate[$0] * abs(candidate[$0]) },
      numbers: { [inputGate[$0], candidate[$0], inputGate[$0] * candidate[$0]] }
    ) { best in
      let refused = inputGate.indices.max {
        (1 - inputGate[$0]) * abs(candidate[$0]) < (1 - inputGate[$1]) * abs(candidate[$1])
      }
      return """
        Unit \(best) is offered \(number(candidate[best])) for \(label) and lets \
        \(percent(inputGate[best])) of it in\
        \(refused.map { "; unit \($0) refuses most, \(percent(1 - inputGate[$0])) of \(number(candidate[$0]))" } ?? "").
        """
    }
  }

  private func keeping(_ top: Int) -> StepStage {
    let flips = cell.indices.count { cell[$0] * previousCell[$0] < 0 }
    return stage(
      "the new cell state", "C_t = f_t ⊙ C_{t-1} + i_t ⊙ C̃_t", "|C_t - C_{t-1}|",
      ["C_{t-1}", "C_t", "C_t - C_{t-1}"], top, by: { abs(cell[$0] - previousCell[$0]) },
      numbers: { [previousCell[$0], cell[$0], cell[$0] - previousCell[$0]] }
    ) { best in
      """
      Unit \(best) changes most, from \(number(previousCell[best])) to \(number(cell[best])); \
      \(flips) of \(cell.count) units change their sign.
      """
    }
  }

  private func showing(_ top: Int) -> StepStage {
    stage(
      "the output gate and the new hidden state",
      "o_t = σ(W_o [h_{t-1}, x_t] + b_o),  h_t = o_t ⊙ tanh(C_t)", "|h_t|",
      ["o_t", "C_t", "h_t"], top, by: { abs(hidden[$0]) },
      numbers: { [outputGate[$0], cell[$0], hidden[$0]] }
    ) { best in
      let withheld = cell.indices.max {
        (1 - outputGate[$0]) * min(1, abs(cell[$0])) < (1 - outputGate[$1]) * min(1, abs(cell[$1]))
      }
      return """
        Unit \(best) shows \(percent(outputGate[best])) of itself and speaks loudest \
        (\(number(hidden[best])))\
        \(withheld.map { "; unit \($0) holds \(number(cell[$0])) but shows \(percent(outputGate[$0]))" } ?? "").
        """
    }
  }

  private func stage(
    _ title: String, _ equation: String, _ measure: String, _ symbols: [String], _ top: Int,
    by weight: (Int) -> Float, numbers: (Int) -> [Float], sentence: (Int) -> String
  ) -> StepStage {
    let weights = hidden.indices.map(weight)
    let order = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    return StepStage(
      title: title, equation: equation, measure: measure, symbols: symbols,
      units: order.prefix(top).map { ($0, numbers($0).map(Double.init)) },
      sentence: order.first.map(sentence) ?? "")
  }

  private func number(_ value: Float) -> String { (value > 0 ? "+" : "") + Double(value).text(2) }
  private func percent(_ share: Float) -> String { Double(share * 100).text(0) + " %" }
}
