import LSTMLayers
import LSTMTensor
import LSTMTraining

/// What one network says of the events of a part.
struct SaidOfEvents: Sendable {
  private let part: EventPart
  private let architecture: EventArchitecture
  /// [T, outputs].
  private let outputs: [Float]

  init(_ network: EventNetwork, _ part: EventPart) {
    self.part = part
    architecture = network.architecture
    outputs = network(part.data.inputs([part.window]), phase: .inference).values
  }

  /// How likely the event of a step is an anomaly, where labels are learned from.
  func probability(_ step: Int) -> Double { logistic(Double(outputs[step])) }

  /// The classes of the event of a step, the likelier first; none where no labels are learned from.
  func candidates(_ step: Int) -> [ExplainedStep.Candidate] {
    guard architecture.isSupervised else { return [] }
    let p = probability(step)
    return [(true, p), (false, 1 - p)].sorted { $0.1 > $1.1 }.map {
      ExplainedStep.Candidate(
        label: TrainedEventDetector.className($0.0), probability: $0.1)
    }
  }

  /// The loss of the event of a step; `nil` where it is not scored, or nothing is known of it.
  func loss(_ step: Int) -> Double? {
    guard part.scoredSteps.contains(step) else { return nil }
    guard architecture.isSupervised else {
      let surprises = (0..<architecture.numberCount).compactMap { surprise($0, step) }
      return surprises.isEmpty ? nil : surprises.reduce(0, +)
    }
    return part.isAnomaly(step).map { isAnomaly in
      let logit = Double(outputs[step]) * (isAnomaly ? 1 : -1)
      // −ln σ(z) without overflow.
      return max(-logit, 0) + naturalLogarithm(1 + exponential(-abs(logit)))
    }
  }

  /// The losses that are known, in the order of the events.
  var losses: [Double] { part.scoredSteps.compactMap(loss) }

  private func parameters(_ number: Int, _ step: Int) -> SIMD4<Double> {
    let size = architecture.outputSize
    return architecture.parameters(number, in: outputs[step * size..<(step + 1) * size])
  }

  /// ln of how much less likely a number is than the likeliest; `nil` where it is missing.
  private func surprise(_ number: Int, _ step: Int) -> Double? {
    let value = part.value(number, step)
    guard value.isFinite else { return nil }
    return EventArchitecture.distribution.surprise(
      of: value, outputs: parameters(number, step), scale: 1)
  }

  /// What is said of one number of each scored event.
  func forecasts(of number: Int) -> [ExplainedForecast] {
    part.scoredSteps.map { step in
      let mode = EventArchitecture.distribution.mode(parameters(number, step), scale: 1)
      let value = part.column(number)[part.event(step)]
      let name = architecture.numberCount == 1 ? "" : "\(part.data.features.numbers[number].name), "
      return ExplainedForecast(
        step: step, label: name + part.time(step), middle: part.original(mode, number, step),
        interval: nil, outcome: value.isFinite ? value : nil, loss: surprise(number, step))
    }
  }

  /// What is said of all numbers, event by event.
  var forecasts: [ExplainedForecast] {
    let byNumber = (0..<architecture.numberCount).map(forecasts)
    return part.scoredSteps.indices.flatMap { place in
      byNumber.map { $0[place - part.scoredSteps.lowerBound] }
    }
  }

  /// The number whose surprises are largest together.
  var mostSurprising: Int {
    let sums = (0..<architecture.numberCount).map { number in
      part.scoredSteps.reduce(0.0) { $0 + (surprise(number, $1) ?? 0) }
    }
    return sums.indices.max { (sums[$0], $1) < (sums[$1], $0) } ?? 0
  }
}
