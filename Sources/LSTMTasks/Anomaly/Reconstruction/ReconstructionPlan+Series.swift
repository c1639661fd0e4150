import LSTMData

extension ReconstructionPlan {
  /// The plan for series: the end of each is held out.
  init(_ table: SeriesTable, label: String?, _ options: DetectorOptions) throws {
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
      let held = max(length, Int(Double(series.count) * options.validationShare(.series)))
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
      [normal.noteOfOneClass].compactMap { $0 }
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

extension DetectionSequences {
  /// The series of a table as a model reads them.
  init(_ table: SeriesTable, _ features: DetectorFeatures, length: Int) {
    self.init(
      length: length, featureCount: table.targetNames.count, values: table.series.map(\.targets),
      scalers: table.series.map { features.scalers($0.id, of: $0.targets) })
  }
}
