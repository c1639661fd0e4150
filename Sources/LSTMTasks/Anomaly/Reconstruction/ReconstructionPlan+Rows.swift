import LSTMData
import LSTMTensor

extension ReconstructionPlan {
  /// The plan for sequences: normal ones that chance draws are held out.
  init(_ rows: SequenceRows, _ options: DetectorOptions) throws {
    let classes = rows.classes
    let normal = try NormalClass(
      options.normalClass, among: rows.set.classes.isEmpty ? nil : classes, file: rows.file)
    let length = try rows.checkedLength()
    let values = rows.values
    let usable = values.indices.filter { row in
      normal.contains(classes[row]) && values[row].contains { $0.isObserved.contains(true) }
    }
    guard usable.count >= Self.fewestSequences else {
      throw DetectorTaskError.tooFewSequences(
        file: rows.file, found: usable.count, needed: Self.fewestSequences, normal: normal.name)
    }
    var random = RandomGenerator(seed: RandomGenerator.key(options.seed, 0x5350_4C49_54))
    let order = usable.shuffled(using: &random)
    let heldOut = max(4, Int(Double(order.count) * options.validationShare(.rows)))
    let learned = order[min(heldOut, order.count - 4)...].sorted()
    let held = order[..<min(heldOut, order.count - 4)].sorted()
    let scalers = (0..<rows.set.dimensionCount).map { feature in
      SeriesScaler(
        fittedOn: SeriesValues(
          values: learned.flatMap { values[$0][feature].values },
          isObserved: learned.flatMap { values[$0][feature].isObserved }))
    }
    data = DetectionSequences(
      length: length, featureCount: scalers.count, values: values,
      scalers: values.map { _ in scalers })
    training = learned.map { SequenceWindow(sequence: $0, start: 0) }
    validation = held.prefix(Self.validationWindows).map { SequenceWindow(sequence: $0, start: 0) }
    others = values.indices.filter { classes[$0] != nil && !normal.contains(classes[$0]) }
      .map { SequenceWindow(sequence: $0, start: 0) }
    self.heldOut = []
    isNormal = []
    features = DetectorFeatures(
      variables: scalers.count == 1 ? ["value"] : scalers.indices.map { "dimension\($0 + 1)" },
      steps: rows.steps, label: rows.label, normal: normal.name,
      channels: [.init(id: "rows", scalers: scalers)], level: ErrorLevel(error: 1),
      baselineLevel: ErrorLevel(error: 1))
    architecture = try ReconstructionArchitecture(
      .rows, data, references: min(training.count, LatentNeighbors.most), options)
    (file, digest) = (rows.file, rows.digest)
    notes = [normal.noteOfOneClass].compactMap { $0 }
  }
}

extension SequenceRows {
  /// The length that all sequences have, T.
  ///
  /// - Throws: ``DetectorTaskError`` where they differ, or have no two steps.
  func checkedLength() throws -> Int {
    let length = set.sequences.first?.count ?? 0
    if let place = set.sequences.firstIndex(where: { $0.count != length }) {
      throw DetectorTaskError.unequalLengths(
        file: file, sequence: place + 1, found: set.sequences[place].count, expected: length)
    }
    guard length > 1 else { throw DetectorTaskError.noSteps(file: file) }
    return length
  }
}
