import LSTMData
import LSTMTensor
import LSTMTraining

/// The window of a series that a forecast is made from, and one of the networks that read it.
public struct ForecastPart: ExplainedPart {
  let data: ForecastData
  let table: SeriesTable
  /// The window that is explained.
  let window: ForecastWindow
  /// Which network.
  let member: Int
  /// Where losses are measured: the window and those before it, one horizon apart, in the order of time.
  let scored: [ForecastWindow]
  /// Where units are watched: the window and those before it, side by side, in the order of time.
  let surveyed: [ForecastWindow]
  /// Steps of the network.
  public let stepCount: Int
  /// The window, and how to choose another.
  public let note: String
  /// A table is read as it is.
  public var replacements: [TextReplacement] { [] }

  /// Windows whose losses are measured at most.
  private static let scoredLimit = 64

  var channel: ForecastChannel { data.channels[window.channel] }

  /// A time as the table writes it.
  func text(of time: Timestamp) -> String { table.text(of: time) }

  /// A forecast is checked by what came.
  public var nothingPredicted: any ReportableError {
    ExplainedPartError.nothingKnown(
      series: channel.id, time: text(of: channel.times[window.origin]))
  }

  /// The window that is asked for: the last whose forecast can be checked where nothing is said.
  ///
  /// - Parameter network: which reads it.
  init(
    _ source: ExplainedSource, _ data: ForecastData, _ table: SeriesTable,
    _ network: any ExplainedForecastNetwork
  ) throws {
    (self.data, self.table, member) = (data, table, network.member)
    guard !data.channels.isEmpty else { throw ExplainedPartError.noSeries(file: table.file) }
    let names = data.channels.map(\.id)
    guard let place = source.series.map({ names.firstIndex(of: $0) }) ?? 0 else {
      throw ExplainedPartError.noSuchSeries(
        file: table.file, name: source.series ?? "", known: names)
    }
    let channel = data.channels[place]
    let (horizon, needed) = (data.shape.horizon, network.valuesPerStep)
    guard channel.count >= needed else {
      throw ExplainedPartError.seriesTooShort(
        file: table.file, series: channel.id, found: channel.count, needed: needed)
    }
    let newest = max(needed, channel.count - horizon)
    let origin =
      try source.from.map {
        try Self.origin(at: $0, channel, from: needed, table)
      } ?? newest
    window = ForecastWindow(channel: place, origin: origin)
    stepCount = network.steps(of: window, data).count
    let length = network.windowLength
    func windows(apart: Int, from first: Int, limit: Int, where isGood: (Int) -> Bool)
      -> [ForecastWindow]
    {
      stride(from: origin, through: first, by: -apart).filter(isGood).prefix(limit).reversed()
        .map { ForecastWindow(channel: place, origin: $0) }
    }
    scored = windows(apart: horizon, from: needed, limit: Self.scoredLimit) { origin in
      (origin..<origin + horizon).contains { !channel.target(at: $0).isNaN }
    }
    let whole = windows(
      apart: length, from: length,
      limit: max(1, ExplainedInput.stepLimit / network.surveySteps.count)
    ) { _ in true }
    surveyed = whole.isEmpty ? [window] : whole
    let of = names.count > 1 ? "\(channel.id), one of \(names.count) series" : channel.id
    note = """
      \(stepCount) steps of \(network.stepName) before a forecast from \
      \(table.text(of: channel.times[origin])) on, of \(of); choose another with --from TIME\
      \(names.count > 1 ? " and --series NAME" : "").
      """
  }

  /// The first step at a time or behind it.
  private static func origin(
    at text: String, _ channel: ForecastChannel, from first: Int, _ table: SeriesTable
  ) throws -> Int {
    guard let time = Timestamp(text) else { throw ExplainedPartError.notATime(found: text) }
    let place = channel.times.firstIndex { $0 >= time }
    guard let place, (first...channel.count).contains(place) else {
      throw ExplainedPartError.timeOutOfRange(
        file: table.file, series: channel.id, time: text,
        first: table.text(of: channel.times[first]),
        last: table.text(of: channel.times[channel.count]))
    }
    return place
  }
}
