import LSTMData

/// One of the things that happen in a step: its equation, the units that matter most, and a sentence.
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
  /// The stages of the step, in order: five for an LSTM, less those of gates that it is without.
  ///
  /// - Parameters:
  ///   - label: what the step reads.
  ///   - top: how many units to show at each.
  public func stages(reading label: String, top: Int) -> [StepStage] {
    switch cell {
    case .lstm(let equations): [incoming(label, top)] + stages(of: equations, label, top)
    case .gru(let recurrent, let reset):
      [incoming(label, top)] + stages(ofGRU: recurrent, reset, label, top)
    case .rnn: [incoming(label, top), speaking(label, top)]
    }
  }

  private func incoming(_ label: String, _ top: Int) -> StepStage {
    let quiet = previousHidden.count { abs($0) < 0.05 }
    let source =
      isFirst
      ? "\(label) as \(input.count) number\(input.count == 1 ? "" : "s")"
      : "layer \(layer - 1)'s state"
    return stage(
      "what comes in", "[h_{t-1}, x_t]", "|h_{t-1}|", [("h_{t-1}", previousHidden)], top,
      by: { abs(previousHidden[$0]) }
    ) { best in
      abs(previousHidden[best]) == 0
        ? "The layer reads \(source); it remembers nothing yet."
        : """
        The layer reads \(source), and what it said last: unit \(best) speaks loudest \
        (\(number(previousHidden[best]))), \(quiet) of \(previousHidden.count) units are nearly silent.
        """
    }
  }

  /// The one stage of a plain recurrent network.
  private func speaking(_ label: String, _ top: Int) -> StepStage {
    stage(
      "the new hidden state", "h_t = tanh(W [h_{t-1}, x_t] + b)", "|h_t - h_{t-1}|",
      [
        ("h_{t-1}", previousHidden), ("h_t", hidden),
        ("h_t - h_{t-1}", differences(hidden, previousHidden)),
      ], top, by: { abs(hidden[$0] - previousHidden[$0]) }
    ) { best in
      """
      At \(label) unit \(best) changes most, from \(number(previousHidden[best])) to \
      \(number(hidden[best])); no gate protects what the layer knew.
      """
    }
  }

  /// A stage with the numbers of the units that matter most.
  ///
  /// - Parameters:
  ///   - columns: symbols, with a number for every unit.
  ///   - weight: how much a unit matters.
  ///   - sentence: of the unit that matters most.
  func stage(
    _ title: String, _ equation: String, _ measure: String,
    _ columns: [(symbol: String, values: [Float])], _ top: Int, by weight: (Int) -> Float,
    sentence: (Int) -> String
  ) -> StepStage {
    let weights = (columns.first?.values.indices ?? hidden.indices).map(weight)
    let order = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    return StepStage(
      title: title, equation: equation, measure: measure, symbols: columns.map(\.symbol),
      units: order.prefix(top).map { unit in (unit, columns.map { Double($0.values[unit]) }) },
      sentence: order.first.map(sentence) ?? "")
  }

  func number(_ value: Float) -> String { (value > 0 ? "+" : "") + Double(value).text(2) }
  func percent(_ share: Float) -> String { Double(share * 100).text(0) + " %" }

  func products(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { $0 * $1 } }
  func differences(_ left: [Float], _ right: [Float]) -> [Float] {
    zip(left, right).map { $0 - $1 }
  }
}
