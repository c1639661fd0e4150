import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMPlot
import LSTMTraining

/// A translation as pictures, lines and data.
extension ExplainedTranslation {
  /// How each token that was written attended to the sentence: a row for each of them, a column for each token that was read.
  public var attentionMap: HeatMap {
    HeatMap(
      title: "Attention: what each token looked at while it was written", values: attention,
      colors: .sequential, rowTitle: "written", columnTitle: "read", rowLabels: targetTokens,
      columnLabels: sourceTokens)
  }

  /// What was read, what was written, and what was looked at meanwhile.
  ///
  /// - Parameter steps: those that wrote.
  func section(_ steps: ArraySlice<ExplainedStep>) -> ReportSection {
    // A step's text is what it read: the token before.
    let written = steps.dropFirst().map(\.text) + ["</s>"]
    let tokens = zip(written, steps).map { TextStrip.Token($0, $1.loss ?? .nan) }
    return ReportSection(
      "What it read and wrote",
      [
        .paragraph(
          "It read: “\(source)” The stronger the colour of what it wrote, the less likely the model itself holds it (the "
            + "full colour is 5 nats, a probability below 1 in 150)."),
        .strip(
          TextStrip(
            title: "What it wrote, and how unsure it was, in nats", tokens: tokens,
            colors: .upTo(5))),
        .paragraph(
          "A row of the next picture is a token that was written, a column one that was read; each row adds up to 1."
        ),
        .heatMap(attentionMap),
      ])
  }

  /// What was expected before each token that was written, and what it looked at, as a table.
  ///
  /// - Parameter steps: those that wrote.
  func predictions(_ steps: ArraySlice<ExplainedStep>) -> ReportSection {
    let rows = zip(steps.indices, steps).enumerated().map { place, step -> [String] in
      [
        "\(step.0)", step.1.label, step.1.guesses, step.1.outcome ?? "",
        step.1.loss.map { $0.text(2) } ?? "", looks(of: place),
      ]
    }
    return .predictions(
      "At each step of the decoder: the likeliest next, what it wrote, and what it looked at most",
      columns: ["step", "read", "expected", "wrote", "nats", "looked at"], rows: rows)
  }

  /// The two tokens that a written one attended to most.
  private func looks(of token: Int) -> String {
    mostAttended(by: token, count: 2).filter { $0.weight >= 0.01 }
      .map { "\($0.token) \((100 * $0.weight).text(0)) %" }.joined(separator: ", ")
  }

  /// The translation as a line for people.
  var lines: [String] { ["it writes \(text.quotedForMessage)"] }

  /// What each token looked at, as lines for people.
  var attentionLines: [String] {
    let width = min(24, (targetTokens.map(\.count).max() ?? 0) + 2)
    return ["", "What each token looked at while it was written"]
      + targetTokens.indices.map { "  " + targetTokens[$0].padded(to: width) + looks(of: $0) }
  }

  /// The translation as data.
  var json: JSONValue {
    [
      "source": .string(source), "text": .string(text), "sourceTokens": sourceTokens.json,
      "targetTokens": targetTokens.json, "attention": .array(attention.map(\.json)),
    ]
  }
}

extension ExplainedStack {
  /// The layers as data.
  var json: JSONValue {
    [
      "name": .string(name), "firstLayer": layers.lowerBound.json, "layers": layers.count.json,
      "firstStep": steps.lowerBound.json, "steps": steps.count.json,
    ]
  }
}

extension ExplainedInput {
  /// The steps that the topmost layer reads: those that write.
  var topSteps: ArraySlice<ExplainedStep> {
    steps[steps(ofLayer: traces.last?.layer ?? 0)]
  }
}
