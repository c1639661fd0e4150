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

  let explanation: Explanation
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
    let input = explanation.input
    let loss = input.loss.map { ", \($0.text(3)) \(input.lossUnit) a prediction" } ?? ""
    return ReportPage(
      title: "What happens inside \(model)",
      subtitle: (["\(input.steps.count) steps\(loss).", note] + input.remarks)
        .filter { !$0.isEmpty }.joined(separator: " "),
      sections: [reading, tracking] + input.traces.map(layer)
        + [reach, predictions].compactMap(\.self)
    ).html
  }

  private func layer(_ trace: LayerTrace) -> ReportSection {
    let order = UnitOrder.byMotion(trace.hidden)
    let axis = explanation.input.axis(ofLayer: trace.layer)
    return ReportSection(
      explanation.input.title(of: trace),
      [
        .paragraph(
          "A row is a unit, a column a step. Units that move alike stand together, the same order in every "
            + "picture.")
      ]
        + above
        + LayerQuantity.allCases.compactMap { quantity in
          quantity.heatMap(of: trace, order: order, axis: axis).map { .heatMap($0) }
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
}
