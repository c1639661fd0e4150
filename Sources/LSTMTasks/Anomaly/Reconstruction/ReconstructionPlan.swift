import LSTMData
import LSTMTensor

/// Everything that a training of a detector by reconstruction needs: which windows are learned from, which are held out.
struct ReconstructionPlan: Sendable {
  let data: DetectionSequences
  let training: [SequenceWindow]
  let validation: [SequenceWindow]
  /// The rows of other classes than the normal one; of series none.
  let others: [SequenceWindow]
  /// The rows of each series that are held out; of rows none.
  let heldOut: [(sequence: Int, rows: Range<Int>)]
  /// Which of the rows of each series are normal.
  let isNormal: [[Bool]]
  let features: DetectorFeatures
  let architecture: ReconstructionArchitecture
  let file: String
  /// The SHA-256 of all that is learned from.
  let digest: String
  /// What a reader should know about the choices.
  let notes: [String]

  static let trainingWindows = 200_000
  static let validationWindows = 2_000
  /// Sequences below which there is nothing to learn from and to hold out.
  static let fewestSequences = 20

  init(_ data: DetectorData, _ options: DetectorOptions) throws {
    switch data {
    case .rows(let rows): try self.init(rows, options)
    case .series(let table, let label): try self.init(table, label: label, options)
    case .events(let events): throw DetectorTaskError.areEvents(file: events.table.file)
    }
  }

  /// The mean of the windows learned from, [T, F]; zero, the mean of all, where nothing was observed.
  var mean: Tensor {
    let size = data.length * data.featureCount
    var (sums, counts) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
    for window in training {
      let first = window.start * data.featureCount
      for place in 0..<size where data.isObserved[window.sequence][first + place] {
        sums[place] += Double(data.values[window.sequence][first + place])
        counts[place] += 1
      }
    }
    return Tensor(
      zip(sums, counts).map { Float($0 / max(1, $1)) }, shape: [data.length, data.featureCount])
  }

}

extension ReconstructionArchitecture {
  /// The sizes for some data.
  ///
  /// - Throws: ``TrainingMemoryError``.
  init(
    _ kind: DetectorKind, _ data: DetectionSequences, references: Int = 0,
    _ options: DetectorOptions
  ) throws {
    self.init(
      kind: kind, sequenceLength: data.length, featureCount: data.featureCount,
      cell: options.cell, hiddenSize: options.hiddenSize, layerCount: options.layerCount,
      latentSize: options.latentSize, memberCount: options.memberCount,
      referenceCount: references)
    try TrainingMemory.check(parameterCount: parameterCount)
  }
}
