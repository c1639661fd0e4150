import LSTMData
import LSTMTensor
import LSTMTraining

/// A sequence, or a window of a series, that a detector gives back, and one of its networks.
public struct SequencePart: ExplainedPart {
  let data: DetectionSequences
  let window: SequenceWindow
  /// Which network.
  let member: Int
  /// What the sequence is called.
  let name: String
  /// What each step is called: a time, or its number.
  let labels: [String]
  /// What brings the values of a variable back to the data's unit.
  let scalers: [SeriesScaler]
  /// Where units are watched: windows that do not overlap, this one among them.
  let surveyed: [SequenceWindow]
  /// Steps of the encoder, and of the decoder.
  public var stepCount: Int { data.length }
  /// The window, and how to choose another.
  public let note: String
  /// A table is read as it is.
  public var replacements: [TextReplacement] { [] }

  /// A value that is missing is not checked.
  public var nothingPredicted: any ReportableError {
    ExplainedPartError.nothingKnown(series: name, time: labels.first ?? "")
  }

  /// The place of a name, of the first where nothing is said.
  static func place(_ name: String?, among names: [String], file: String) throws -> Int {
    guard !names.isEmpty else { throw ExplainedPartError.noSeries(file: file) }
    guard let name else { return 0 }
    guard let place = names.firstIndex(of: name) else {
      throw ExplainedPartError.noSuchSeries(file: file, name: name, known: names)
    }
    return place
  }

  /// One row.
  init(
    _ source: ExplainedSource, _ data: DetectionSequences, _ rows: SequenceRows,
    scalers: [SeriesScaler]
  ) throws {
    if source.from != nil {
      throw ExplainedPartError.optionOfOtherInput(option: "--from", input: "whole rows")
    }
    let place = try Self.place(source.series, among: rows.ids, file: rows.file)
    self.data = data
    self.scalers = scalers
    member = source.member ?? 0
    window = SequenceWindow(sequence: place, start: 0)
    name = rows.ids[place]
    labels = (0..<data.length).map {
      rows.steps.count == data.length ? rows.steps[$0] : "step \($0)"
    }
    let most = max(1, ExplainedInput.stepLimit / data.length)
    let others = data.values.indices.filter { $0 != place }.prefix(most - 1)
    surveyed = (others + [place]).sorted().map { SequenceWindow(sequence: $0, start: 0) }
    note =
      rows.ids.count == 1
      ? "" : "row \(name), one of \(rows.ids.count); choose another with --series NAME."
  }

  /// A window of a series: the last where nothing is said.
  init(
    _ source: ExplainedSource, _ data: DetectionSequences, _ table: SeriesTable,
    _ features: DetectorFeatures
  ) throws {
    let place = try Self.place(
      source.series, among: table.series.map(\.id), file: table.file)
    let series = table.series[place]
    guard series.count >= data.length else {
      throw ExplainedPartError.seriesTooShort(
        file: table.file, series: series.id, found: series.count, needed: data.length)
    }
    let last = series.count - data.length
    let start =
      try source.from.map { text in
        guard let time = Timestamp(text) else { throw ExplainedPartError.notATime(found: text) }
        guard let start = series.times.firstIndex(where: { $0 >= time }), start <= last,
          time >= series.times[0]
        else {
          throw ExplainedPartError.timeOutOfRange(
            file: table.file, series: series.id, time: text,
            first: table.text(of: series.times[0]), last: table.text(of: series.times[last]))
        }
        return start
      } ?? last
    self.data = data
    scalers = features.scalers(series.id, of: series.targets)
    member = source.member ?? 0
    window = SequenceWindow(sequence: place, start: start)
    name = series.id
    labels = (start..<start + data.length).map { table.text(of: series.times[$0]) }
    surveyed = stride(from: start, through: 0, by: -data.length)
      .prefix(max(1, ExplainedInput.stepLimit / data.length)).reversed()
      .map { SequenceWindow(sequence: place, start: $0) }
    note = """
      \(data.length) of \(series.count) rows of \(series.id), from \(labels[0]) on; choose others with \
      --from TIME\(table.series.count > 1 ? " and --series NAME" : "").
      """
  }
}
