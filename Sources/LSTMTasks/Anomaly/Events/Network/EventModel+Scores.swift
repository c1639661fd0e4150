import LSTMLayers
import LSTMTensor

extension EventModel {
  /// Windows that are scored at a time.
  static let batchSize = 32

  /// The loss of some windows by one network: the cross-entropy of the labels, of which anomalies count more, or the negative
  /// log-likelihood of the numbers.
  func loss(
    of member: Int, _ windows: [EventData.Window], _ data: EventData, positiveWeight: Float,
    phase: Phase
  ) -> Tensor {
    let outputs = members[member](data.inputs(windows), phase: phase)
    guard !architecture.isSupervised else {
      return outputs.binaryCrossEntropy(
        targets: data.targets(windows) { data.labels[$0] }, positiveWeight: positiveWeight)
    }
    let (numbers, width) = (architecture.numberCount, EventArchitecture.distribution.outputCount)
    let losses = (0..<numbers).map { number in
      let values = data.targets(windows) { event in
        let at = event * numbers + number
        return Float(data.measures.distances[at] / data.measures.scales[at])
      }
      return outputs.columns(number * width..<(number + 1) * width).negativeLogLikelihood(
        of: values, scales: Tensor(repeating: 1, shape: [values.count]),
        under: EventArchitecture.distribution)
    }
    return losses.meanLoss
  }

  /// Says of each scored event of windows how likely it is an anomaly, or how much less likely its numbers are than the
  /// likeliest, and which number of it is the least likely one and what it should be, in its entity's scale.
  func score(
    _ windows: [EventData.Window], _ data: EventData,
    _ say: (_ event: Int, _ score: Double, _ number: Int, _ expected: Double) -> Void
  ) {
    for start in stride(from: 0, to: windows.count, by: Self.batchSize) {
      let batch = Array(windows[start..<min(windows.count, start + Self.batchSize)])
      let inputs = data.inputs(batch)
      let outputs = members.map { $0(inputs, phase: .inference).values }
      for (row, event) in data.scored(batch) {
        if architecture.isSupervised {
          let sum = outputs.reduce(0.0) { $0 + logistic(Double($1[row])) }
          say(event, sum / Double(members.count), 0, .nan)
        } else {
          let found = surprise(outputs, row, event, data)
          say(event, 1 - exponential(-found.sum), found.number, found.expected)
        }
      }
    }
  }

  /// The surprise of an event's numbers together, by the mean of the networks, and the most surprising one.
  private func surprise(
    _ outputs: [[Float]], _ row: Int, _ event: Int, _ data: EventData
  ) -> (sum: Double, number: Int, expected: Double) {
    let (numbers, distribution) = (architecture.numberCount, EventArchitecture.distribution)
    let width = distribution.outputCount
    var (sum, most, result) = (0.0, -1.0, (number: 0, expected: Double.nan))
    for number in 0..<numbers {
      let at = event * numbers + number
      let value = data.measures.distances[at] / data.measures.scales[at]
      var (surprise, location) = (0.0, 0.0)
      for output in outputs {
        var parameters = SIMD4<Double>.zero
        for place in 0..<width {
          parameters[place] = Double(output[(row * numbers + number) * width + place])
        }
        location += distribution.mode(parameters, scale: 1) / Double(outputs.count)
        guard value.isFinite else { continue }
        surprise +=
          distribution.surprise(of: value, outputs: parameters, scale: 1) / Double(outputs.count)
      }
      sum += surprise
      if surprise > most { (most, result) = (surprise, (number, location)) }
    }
    return (sum, result.number, result.expected)
  }
}
