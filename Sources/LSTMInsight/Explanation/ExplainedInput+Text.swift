import LSTMData
import LSTMFormats
import LSTMTraining

extension ExplainedInput {
  /// What the model expects behind a step, and what comes, in words.
  func expectation(behind step: Int) -> String {
    let forecasts = forecasts.filter { $0.step == step }
    if let first = forecasts.first {
      let loss = steps[step].loss.map { " (\($0.text(2)) \(lossUnit))" } ?? ""
      guard let last = forecasts.last, forecasts.count > 1 else {
        return first.sentence + loss
      }
      // The numbers of an event are few, and each is of its own kind.
      guard steps[step].details.isEmpty else {
        return forecasts.map(\.sentence).joined(separator: "; ") + loss
      }
      return "\(first.sentence); … \(last.sentence)\(loss)"
    }
    guard !steps[step].candidates.isEmpty else { return "nothing yet" }
    let guesses = steps[step].candidates
      .map { "\($0.label) \(($0.probability * 100).text(0)) %" }.joined(separator: ", ")
    guard let next = outcome(behind: step), let loss = steps[step].loss else { return guesses }
    let verb = steps[step].details.isEmpty ? "then comes" : "it is"
    return "\(guesses); \(verb) \(next) (\(loss.text(2)) \(lossUnit))"
  }

  /// What came behind a step; `nil` where that is not known.
  func outcome(behind step: Int) -> String? {
    if let outcome = steps[step].outcome { return outcome }
    if forecasts.isEmpty {
      guard case .text = content, step + 1 < steps.count else { return nil }
      return steps[step + 1].label
    }
    let known = forecasts.filter { $0.step == step }.compactMap(\.outcome)
    guard let first = known.first, let last = known.last else { return nil }
    return known.count == 1 ? first.shortText : "\(first.shortText) … \(last.shortText)"
  }

  /// Which step's outcome surprised the model most, a sentence; `nil` if no prediction could be checked.
  func surprise(at step: Int) -> String? {
    // The worst of one is no news.
    guard let next = outcome(behind: step), let loss = steps[step].loss,
      steps.count(where: { $0.loss != nil }) > 1 || forecasts.isEmpty
    else { return nil }
    if !steps[step].details.isEmpty { return surprise(ofEvent: step) }
    if let forecast = forecasts.first(where: { $0.step == step }) {
      return """
        most surprising: \(forecast.label) was \(next) (\(loss.text(2)) \(lossUnit)), where \
        \(forecast.expected) was expected
        """
    }
    let first = stacks.first { $0.steps.contains(step) }?.steps.lowerBound ?? 0
    let context = steps[max(first, step - 11)...step].map(\.label).joined()
    let expected = steps[step].candidates.first?.label ?? "nothing"
    if case .translation = content {
      return """
        least sure: at step \(step) after "\(context)" it wrote \(next) (\(loss.text(2)) \(lossUnit))\
        \(expected == next ? "" : ", where \(expected) was likelier")
        """
    }
    return """
      most surprising: at step \(step) after "\(context)" came \(next) (\(loss.text(2)) \(lossUnit)), where \
      \(expected) was expected
      """
  }
}

extension ExplainedInput {
  /// What surprised the model of an event, a sentence.
  private func surprise(ofEvent step: Int) -> String? {
    let event = steps[step]
    guard let loss = event.loss else { return nil }
    let worst = forecasts.filter { $0.step == step && $0.loss != nil }
      .max { ($0.loss ?? 0) < ($1.loss ?? 0) }
    guard let worst, let outcome = worst.outcome else {
      return """
        most surprising: step \(step), the event of \(event.label), is known as "\(event.outcome ?? "")" (\(loss.text(2)) \
        \(lossUnit)), where "\(event.candidates.first?.label ?? "")" was expected
        """
    }
    return """
      most surprising: step \(step), \(worst.label) was \(outcome.shortText) (\((worst.loss ?? 0).text(2)) \(lossUnit)), \
      where \(worst.expected) was expected
      """
  }
}

extension ExplainedForecast {
  /// The value, and where it lies in 90 of 100 cases.
  var expected: String {
    guard let interval else { return middle.shortText }
    return
      "\(middle.shortText) (\(interval.lowerBound.shortText) to \(interval.upperBound.shortText))"
  }

  /// What is expected when, and what came.
  var sentence: String {
    "\(expected) at \(label)" + (outcome.map { ", where \($0.shortText) comes" } ?? "")
  }

  /// The value as data.
  var json: JSONValue {
    [
      "step": step.json, "time": .string(label), "middle": middle.json,
      "lower": (interval?.lowerBound).json, "upper": (interval?.upperBound).json,
      "outcome": outcome.json, "loss": loss.json,
    ]
  }
}
