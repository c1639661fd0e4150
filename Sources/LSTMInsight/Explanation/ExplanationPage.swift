import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMPlot
import LSTMTensor
import LSTMTraining

/// An explanation as one page to look at.
public struct ExplanationPage: Sendable {
  /// Steps that a page shows where nobody asks for more.
  public static let stepLimit = 400

  private let explanation: Explanation
  private let gradients: InputGradients?
  private let model: String
  private let note: String

  /// A page of what a model does while it reads a part of an input.
  ///
  /// - Parameters:
  ///   - model: its name.
  ///   - note: what part of the input is shown, and how to choose another; empty: all of it.
  ///   - top: how many predictions a step and units a feature to keep.
  public init<Model: Explainable>(
    of reading: Reading<Model>, model: String, note: String = "", top: Int = 5
  ) {
    explanation = Explanation(of: reading, top: top)
    // A single step has no prediction to follow back.
    gradients = try? InputGradients(of: reading, explained: explanation.input)
    self.model = model
    self.note = note
  }

  /// The page as the text of an HTML file.
  public var html: String {
    let steps = explanation.input.steps.count
    let loss = explanation.input.loss.map { ", \($0.text(3)) nats a prediction" } ?? ""
    return ReportPage(
      title: "What happens inside \(model)",
      subtitle: "\(steps) steps\(loss). \(note)",
      sections: [reading, tracking] + explanation.input.traces.map(layer)
        + [reach, predictions].compactMap(\.self)
    ).html
  }

  private var labels: [String] { explanation.input.steps.map(\.label) }

  private var reading: ReportSection {
    // A step's loss is that of the one after it.
    let losses = [nil] + explanation.input.steps.dropLast().map(\.loss)
    let tokens = zip(explanation.input.steps, losses).map { step, loss in
      TextStrip.Token(step.text, loss ?? .nan)
    }
    return ReportSection(
      "What it read",
      [
        .paragraph(
          "The stronger the colour, the less the model had expected what came (the full colour is 5 nats, a "
            + "probability below 1 in 150).\(previous)"),
        .strip(TextStrip(title: "Surprise, in nats", tokens: tokens, colors: .upTo(5))),
      ])
  }

  /// The end of what the model had read before, and remembers.
  private var previous: String {
    let end = explanation.input.previous.suffix(60).map { $0.isNewline ? "⏎" : String($0) }.joined()
    return end.isEmpty ? "" : " Before it the model had read the text up to “…\(end)”."
  }

  private var tracking: ReportSection {
    let features = explanation.trackedFeatures
    guard !features.isEmpty else {
      return ReportSection(
        "What units follow",
        [.paragraph("Nothing that can be told from chance; a longer text tells more.")])
    }
    let table = ReportTable(
      caption:
        "Correlation of a unit's state with a feature of the text, and the best that chance reaches",
      columns: ["feature", "layer", "unit", "state", "r", "chance"],
      rows: features.flatMap { feature in
        feature.units.prefix(2).map {
          [
            feature.feature.rawValue, "\($0.unit.layer)\($0.unit.isReverse ? " reverse" : "")",
            "\($0.unit.index)", $0.state.rawValue, $0.correlation.text(2),
            feature.chance.text(2),
          ]
        }
      })
    let strips = features.prefix(4).compactMap { feature -> ReportSection.Block? in
      guard let best = feature.units.first, let values = states(of: best) else { return nil }
      return .strip(
        TextStrip(
          title: "\(best.unit), its \(best.state.rawValue) state: \(feature.feature.rawValue)",
          tokens: zip(explanation.input.steps, values).map { TextStrip.Token($0.text, $1) },
          colors: .symmetric))
    }
    return ReportSection("What units follow", [.table(table)] + strips)
  }

  /// A unit's state over the input.
  private func states(of tracked: TrackedUnit) -> [Double]? {
    let unit = tracked.unit
    let trace = explanation.input.traces.first {
      $0.layer == unit.layer && $0.isReverse == unit.isReverse
    }
    let quantity = tracked.state == .cell ? LayerQuantity.cell : .hidden
    return trace.flatMap { quantity.values(in: $0) }?
      .columns(unit.index..<unit.index + 1).values.map(Double.init)
  }

  private func layer(_ trace: LayerTrace) -> ReportSection {
    let order = UnitOrder.byMotion(trace.hidden)
    return ReportSection(
      "Layer \(trace.layer)\(trace.isReverse ? ", in reverse" : "")",
      [
        .paragraph(
          "A row is a unit, a column a step. Units that move alike stand together, the same order in every "
            + "picture.")
      ]
        + LayerQuantity.allCases.compactMap { quantity in
          quantity.heatMap(of: trace, order: order, labels: labels).map { .heatMap($0) }
        })
  }

  private var reach: ReportSection? {
    guard let gradients else { return nil }
    return ReportSection(
      "How far back errors reach",
      [
        .paragraph(
          "The loss of the last prediction, \(gradients.next) after step \(gradients.step), and how much "
            + "it depends on the states of the steps before it: the norm of its gradient by distance. The "
            + "product of the forget gates is what the cell state alone would let through.")
      ]
        + gradients.layers.flatMap { layer -> [ReportSection.Block] in
          [.chart(gradients.chart(layer)), .paragraph(gradients.sentence(layer))]
        })
  }

  private var predictions: ReportSection {
    let steps = explanation.input.steps
    let rows = steps.indices.map { index -> [String] in
      let step = steps[index]
      let guesses = step.candidates.prefix(3).map {
        "\($0.label) \((100 * $0.probability).text(0)) %"
      }
      let next = index + 1 < steps.count ? steps[index + 1].label : ""
      return [
        "\(index)", step.label, guesses.joined(separator: ", "), next,
        step.loss.map { $0.text(2) } ?? "",
      ]
    }
    return ReportSection(
      "What it predicted",
      [
        .table(
          ReportTable(
            caption: "After each step: the likeliest next, and what came",
            columns: ["step", "read", "expected", "came", "nats"], rows: rows))
      ])
  }
}
