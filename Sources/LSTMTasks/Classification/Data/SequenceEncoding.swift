import LSTMData

/// How a sequence of numbers becomes what networks read: each value standardised, and where values can be missing, whether
/// each is there.
struct SequenceEncoding: Sendable, Equatable {
  /// One a value of a step.
  let scalers: [SeriesScaler]
  /// Whether a step says which of its values are there.
  let hasMask: Bool
  /// Steps that are read of a sequence at most.
  let maximumLength: Int

  /// Values of a step, D.
  var dimensionCount: Int { scalers.count }
  /// What networks read of a step, F.
  var width: Int { dimensionCount * (hasMask ? 2 : 1) }

  /// Learns the scales of sequences.
  init(_ set: SequenceSet, maximumLength: Int) {
    let dimensions = set.dimensionCount
    scalers = (0..<dimensions).map { dimension in
      let values = set.sequences.flatMap { sequence in
        (0..<sequence.count).map { sequence.values[$0 * dimensions + dimension] }
      }
      return SeriesScaler(
        fittedOn: SeriesValues(
          values: values.map { $0.isFinite ? $0 : 0 }, isObserved: values.map(\.isFinite)))
    }
    hasMask = set.sequences.contains { $0.values.contains { !$0.isFinite } }
    self.maximumLength = maximumLength
  }

  init(scalers: [SeriesScaler], hasMask: Bool, maximumLength: Int) {
    self.scalers = scalers
    self.hasMask = hasMask
    self.maximumLength = maximumLength
  }

  /// A sequence as networks read it, [T, F]; a missing value is the mean.
  func values(_ sequence: SequenceSet.Sequence) -> [Float] {
    let dimensions = dimensionCount
    var result: [Float] = []
    for step in 0..<min(sequence.count, maximumLength) {
      let row = sequence.values[step * dimensions..<(step + 1) * dimensions]
      result += zip(row, scalers).map { $0.isFinite ? $1.scaled($0) : 0 }
      if hasMask { result += row.map { $0.isFinite ? 1 : 0 } }
    }
    return result
  }
}
