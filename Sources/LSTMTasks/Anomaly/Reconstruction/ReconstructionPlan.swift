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

  private static let trainingWindows = 200_000
  private static let validationWindows = 2_000
  /// Sequences below which there is nothing to learn from and to hold out.
  static let fewestSequences = 20

  init(_ data: DetectorData, _ options: DetectorOptions) throws {
    switch data {
    case .rows(let rows): try self.init(rows, options)
    case .series(let table, let label): try self.init(table, label: label, options)
    }
  }

  // MARK: - Rows

  private init(_ rows: SequenceRows, _ options: DetectorOptions) throws {
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
    let heldOut = max(4, Int(Double(order.count) * options.validationFraction))
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
    architecture = try ReconstructionArchitecture(.rows, data, options)
    (file, digest) = (rows.file, rows.digest)
    notes = [normal.note].compactMap { $0 }
  }

  // MARK: - Series

  private init(_ table: SeriesTable, label: String?, _ options: DetectorOptions) throws {
    let classes = table.classes(label: label)
    let normal = try NormalClass(
      options.normalClass, among: classes?.flatMap { $0 }, file: table.file)
    isNormal = table.series.enumerated().map { place, series in
      (0..<series.count).map { normal.contains(classes?[place][$0]) }
    }
    let longest = table.series.map(\.count).max() ?? 0
    let length =
      options.sequenceLength ?? Self.length(season: table.frequency.seasonLength, rows: longest)
    let ends = table.series.map { series in
      let held = max(length, Int(Double(series.count) * options.validationFraction))
      return series.count >= held + length ? series.count - held : 0
    }
    let channels = zip(table.series, ends).compactMap { series, end in
      end == 0
        ? nil
        : DetectorFeatures.Channel(
          id: series.id, scalers: series.targets.map { SeriesScaler(fittedOn: $0[0..<end]) })
    }
    let needed = 2 * length + Self.fewestSequences
    let short = DetectorTaskError.tooShort(
      file: table.file, found: longest, needed: needed, length: length)
    guard !channels.isEmpty else { throw short }
    features = DetectorFeatures(
      variables: table.targetNames, steps: [], label: label, normal: normal.name,
      channels: channels, level: ErrorLevel(error: 1), baselineLevel: ErrorLevel(error: 1))
    data = DetectionSequences(table, features, length: length)
    let cut = NormalWindows(data, isNormal)
    training = cut.windows(limit: Self.trainingWindows) { 0..<ends[$0] }
    validation = cut.windows(limit: Self.validationWindows) {
      ends[$0] > 0 ? ends[$0]..<table.series[$0].count : 0..<0
    }
    guard training.count >= Self.fewestSequences, !validation.isEmpty else { throw short }
    others = []
    heldOut = ends.enumerated().filter { $0.element > 0 }
      .map { ($0.offset, $0.element..<table.series[$0.offset].count) }
    architecture = try ReconstructionArchitecture(.series, data, options)
    file = table.file
    digest = table.digest
    notes =
      [normal.note].compactMap { $0 }
      + (channels.count < ends.count
        ? ["\(ends.count - channels.count) of \(ends.count) series are too short to learn from."]
        : [])
  }

  /// The window where nothing is said: a season that a network can learn whole, a few of short ones.
  private static func length(season: Int, rows: Int) -> Int {
    let (usual, longest, several) = (64, 400, 48)
    let wanted =
      switch season {
      case ...1: usual
      case ..<several: season * ((several + season - 1) / season)
      case ...longest: season
      default: 2 * several
      }
    return max(2, min(wanted, rows / 6))
  }
}

/// Windows without a row of another class.
private struct NormalWindows {
  let data: DetectionSequences
  /// By series, how many of the rows before each are of another class.
  let before: [[Int]]

  init(_ data: DetectionSequences, _ isNormal: [[Bool]]) {
    self.data = data
    before = isNormal.map { rows in
      rows.reduce(into: [0]) { counts, isNormal in
        counts.append((counts.last ?? 0) + (isNormal ? 0 : 1))
      }
    }
  }

  /// As many as there may be, spread evenly.
  ///
  /// - Parameter rows: of a series, where windows may lie.
  func windows(limit: Int, in rows: (Int) -> Range<Int>) -> [SequenceWindow] {
    let all = before.indices.flatMap { sequence in
      data.windows(sequence, in: rows(sequence), stride: 1).filter {
        before[sequence][$0.start] == before[sequence][$0.start + data.length]
      }
    }
    let stride = max(1, (all.count + limit - 1) / max(1, limit))
    return Swift.stride(from: 0, to: all.count, by: stride).map { all[$0] }
  }
}

extension ReconstructionArchitecture {
  /// The sizes for some data.
  ///
  /// - Throws: ``DetectorTaskError/tooLarge``.
  init(
    _ kind: DetectorKind, _ data: DetectionSequences, _ options: DetectorOptions
  ) throws {
    self.init(
      kind: kind, sequenceLength: data.length, featureCount: data.featureCount,
      cell: options.cell, hiddenSize: options.hiddenSize, layerCount: options.layerCount,
      latentSize: options.latentSize, memberCount: options.memberCount)
    guard parameterCount != nil else { throw DetectorTaskError.tooLarge }
  }
}

extension DetectionSequences {
  /// The series of a table as a model reads them.
  init(_ table: SeriesTable, _ features: DetectorFeatures, length: Int) {
    self.init(
      length: length, featureCount: table.targetNames.count, values: table.series.map(\.targets),
      scalers: table.series.map { features.scalers($0.id, of: $0.targets) })
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
