import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTraining

extension Explanation {
  /// The step whose outcome surprised the model most; `nil` if no prediction could be checked.
  public var mostSurprisingStep: Int? {
    input.steps.indices.filter { input.steps[$0].loss != nil }
      .max { (input.steps[$0].loss ?? 0, $1) < (input.steps[$1].loss ?? 0, $0) }
  }

  /// A step that is worth taking apart: of a sound where the surest unit is said, else the most surprising one.
  public var stepToTakeApart: Int {
    guard case .sound(let sound) = input.content else { return mostSurprisingStep ?? 0 }
    let spikes = sound.outputs.spikes
    // The first of the surest.
    let surest = spikes.indices.max {
      (spikes[$0].probability, $1) < (spikes[$1].probability, $0)
    }
    return surest.map { spikes[$0].step } ?? 0
  }

  /// What was found, as lines for people.
  public var lines: [String] {
    var lines: [String] = []
    let loss = input.loss.map { ", \($0.text(3)) \(input.lossUnit) a prediction" } ?? ""
    lines.append("\(input.steps.count) steps\(loss)")
    if case .sound(let sound) = input.content { lines += sound.lines }
    if case .translation(let translation) = input.content { lines += translation.lines }
    lines += input.remarks
    if let surprise = mostSurprisingStep.flatMap(input.surprise) { lines.append(surprise) }
    if case .translation(let translation) = input.content { lines += translation.attentionLines }
    lines += ["", "What units follow"]
    lines +=
      trackedFeatures.isEmpty
      ? ["  nothing that is told from chance; a longer input tells more"]
      : trackedFeatures.map { "  " + $0.sentence }
    if saturation.isEmpty { return lines }
    lines += ["", "Gates that are shut (below 0.1) or open (above 0.9), in shares of all steps"]
    lines.append(
      "".padded(to: 26) + "shut".leftPadded(to: 6) + "most often".leftPadded(to: 18) + "   "
        + "open".leftPadded(to: 6) + "most often".leftPadded(to: 18))
    return lines + saturation.map { "  " + $0.line }
  }

  /// A unit that can be silenced, and is worth it; the first where no unit follows anything.
  public var unitToSilence: RecurrentUnit {
    // Where the hidden state is a projection its features are silenced, and cell states are none of them.
    let projected = Set(
      input.traces.filter { $0.lstm?.variant.isProjected ?? false }.map(\.layer))
    return trackedFeatures.flatMap(\.units)
      .first { $0.isProjection || !projected.contains($0.unit.layer) }?.unit
      ?? RecurrentUnit(layer: 0, index: 0)
  }

  /// What was found, as data.
  public var json: JSONValue {
    let steps = input.steps.enumerated().map { number, step -> JSONValue in
      var object = JSONObject([
        ("step", number.json), ("token", .string(step.label)), ("loss", step.loss.json),
        (
          "candidates",
          .array(
            step.candidates.map {
              ["token": .string($0.label), "probability": $0.probability.json]
            })
        ),
      ])
      if let outcome = step.outcome { object["outcome"] = .string(outcome) }
      if !step.details.isEmpty {
        object["details"] = .object(JSONObject(step.details.map { ($0.name, .string($0.text)) }))
      }
      return .object(object)
    }
    var object = JSONObject([("loss", input.loss.json), ("steps", .array(steps))])
    if case .series = input.content {
      object["lossUnit"] = .string(input.lossUnit)
      object["forecasts"] = .array(input.forecasts.map(\.json))
      object["remarks"] = input.remarks.json
    }
    if case .sound(let sound) = input.content { object["words"] = sound.json }
    if case .translation(let translation) = input.content {
      object["translation"] = translation.json
      object["stacks"] = .array(input.stacks.map(\.json))
      object["remarks"] = input.remarks.json
    }
    object["trackedFeatures"] = .array(trackedFeatures.map(\.json))
    object["saturation"] = .array(saturation.map(\.json))
    return .object(object)
  }
}
