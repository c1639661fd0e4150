import LSTMData
import LSTMFormats
import LSTMTraining

extension Explanation {
  /// The step whose outcome surprised the model most; `nil` if no prediction could be checked.
  public var mostSurprisingStep: Int? {
    input.steps.indices.filter { input.steps[$0].loss != nil }
      .max { (input.steps[$0].loss ?? 0, $1) < (input.steps[$1].loss ?? 0, $0) }
  }

  /// What was found, as lines for people.
  public var lines: [String] {
    var lines: [String] = []
    let loss = input.loss.map { ", \($0.text(3)) nats a prediction" } ?? ""
    lines.append("\(input.steps.count) steps\(loss)")
    if let step = mostSurprisingStep, step + 1 < input.steps.count,
      let loss = input.steps[step].loss
    {
      lines.append(
        """
        most surprising: at step \(step) after \(context(before: step)) came \
        \(input.steps[step + 1].label) (\(loss.text(2)) nats), where \
        \(input.steps[step].candidates.first?.label ?? "nothing") was expected
        """)
    }
    lines += ["", "What units follow"]
    lines +=
      trackedFeatures.isEmpty
      ? ["  nothing that is told from chance; a longer text tells more"]
      : trackedFeatures.map { "  " + $0.sentence }
    if saturation.isEmpty { return lines }
    lines += ["", "Gates that are shut (below 0.1) or open (above 0.9), in shares of all steps"]
    lines.append(
      "".padded(to: 26) + "shut".leftPadded(to: 6) + "most often".leftPadded(to: 18) + "   "
        + "open".leftPadded(to: 6) + "most often".leftPadded(to: 18))
    return lines + saturation.map { "  " + $0.line }
  }

  /// The last labels up to a step, quoted.
  private func context(before step: Int) -> String {
    "\"" + input.steps[max(0, step - 11)...step].map(\.label).joined() + "\""
  }

  /// What was found, as data.
  public var json: JSONValue {
    [
      "loss": input.loss.json,
      "steps": .array(
        input.steps.enumerated().map { number, step in
          [
            "step": number.json, "token": .string(step.label), "loss": step.loss.json,
            "candidates": .array(
              step.candidates.map {
                ["token": .string($0.label), "probability": $0.probability.json]
              }),
          ]
        }),
      "trackedFeatures": .array(trackedFeatures.map(\.json)),
      "saturation": .array(saturation.map(\.json)),
    ]
  }
}
