import LSTMData
import LSTMTensor
import LSTMTraining

/// Events of one owner as a detector reads them, and the one of its networks that is explained.
public struct EventPart: ExplainedPart {
  /// Whose events they are, in words: the column of owners and the name there.
  let owner: String
  /// Which network.
  let member: Int
  let data: EventData
  let table: EventTable
  /// The owner's events that are read; those from its first scored one on are scored.
  let window: EventData.Window
  /// What the whole model says of the scored ones, in their order.
  let scores: [Double]
  /// Windows over which units are looked at, this one among them.
  let surveyed: [EventData.Window]
  /// Which of the owner's events they are, and how to choose others.
  public let note: String

  /// Events that are read.
  public var stepCount: Int { window.events.count }
  /// Events have no parts that are read otherwise.
  public var replacements: [TextReplacement] { [] }
  /// Nothing is known of what the events are, or of their numbers.
  public var nothingPredicted: any ReportableError {
    data.features.isSupervised
      ? ExplainedPartError.noClassKnown(file: table.file, owner: owner)
      : ExplainedPartError.nothingKnown(series: owner, time: time(0))
  }

  init(
    _ source: ExplainedSource, _ table: EventTable, _ data: EventData, _ model: EventModel
  ) throws {
    member = source.member ?? 0
    guard model.members.indices.contains(member) else {
      throw ExplainedPartError.memberOutOfRange(member: member, count: model.members.count)
    }
    let place = try SequencePart.place(source.series, among: table.entities, file: table.file)
    let all = data.windows { _ in true }
    let own = all.filter { $0.entity == place }
    guard !own.isEmpty else { throw ExplainedPartError.noSeries(file: table.file) }
    let events = data.eventsOfEntity[place]
    let scored = Self.scores(own, data, model)
    let chosen = try source.from.map {
      try Self.window($0, own, events: events, table, owner: table.entities[place])
    }
    // Where nobody asks for a time, what stands out is worth a look: the first of equals.
    let best = own.indices.max {
      ((scored[$0].max() ?? 0), $1) < ((scored[$1].max() ?? 0), $0)
    }
    let number = chosen ?? best ?? 0
    (window, scores) = (own[number], scored[number])
    owner = data.features.id.map { "\($0) \(table.entities[place])" } ?? "the table"
    (self.data, self.table) = (data, table)
    surveyed = Self.surveyed(all, own[number])
    let others = table.entities.count > 1 ? " and --series NAME" : ""
    note =
      own.count == 1
      ? (table.entities.count == 1
        ? ""
        : "the events of \(owner), one of \(table.entities.count); choose another with --series NAME.")
      : """
      \(window.events.count) of \(events.count) events of \(owner), from \
      \(table.text(of: table.times[events[window.events.lowerBound]])) on; choose others with --from TIME\(others).
      """
  }

  /// The window that scores the first event from a time on.
  private static func window(
    _ text: String, _ windows: [EventData.Window], events: [Int], _ table: EventTable,
    owner: String
  ) throws -> Int {
    guard let time = Timestamp(text) else { throw ExplainedPartError.notATime(found: text) }
    let times = events.map { table.times[$0] }
    guard let place = times.firstIndex(where: { $0 >= time }), time >= times[0],
      let window = windows.firstIndex(where: { $0.events.upperBound > place })
    else {
      throw ExplainedPartError.timeOutOfRange(
        file: table.file, series: owner, time: text,
        first: times.first.map(table.text) ?? "", last: times.last.map(table.text) ?? "")
    }
    return window
  }

  /// What the model says of the scored events of each window.
  private static func scores(
    _ windows: [EventData.Window], _ data: EventData, _ model: EventModel
  ) -> [[Double]] {
    windows.map { window in
      var found: [Double] = []
      model.score([window], data) { _, score, _, _ in found.append(score) }
      return found
    }
  }

  /// The windows of all owners, as many as may be looked at, and one that is among them.
  private static func surveyed(
    _ all: [EventData.Window], _ own: EventData.Window
  ) -> [EventData.Window] {
    var (chosen, count) = ([EventData.Window](), own.events.count)
    for window in all where window != own && window.events.lowerBound == 0 {
      guard count + window.events.count <= ExplainedInput.stepLimit else { continue }
      chosen.append(window)
      count += window.events.count
    }
    return chosen + [own]
  }

  /// The number of the event of a step.
  func event(_ step: Int) -> Int {
    data.eventsOfEntity[window.entity][window.events.lowerBound + step]
  }

  /// The time of a step.
  func time(_ step: Int) -> String { table.text(of: table.times[event(step)]) }

  /// The steps whose events are scored.
  var scoredSteps: Range<Int> {
    window.firstScored - window.events.lowerBound..<window.events.count
  }

  /// Whether the event of a step is an anomaly; `nil` where that is not known.
  func isAnomaly(_ step: Int) -> Bool? {
    let label = data.labels[event(step)]
    return label.isNaN ? nil : label > 0
  }

  /// A number of the event of a step in its owner's scale, NaN where missing.
  func value(_ number: Int, _ step: Int) -> Double {
    let at = event(step) * data.features.numbers.count + number
    return data.measures.distances[at] / data.measures.scales[at]
  }

  /// A number of the event of a step, in the unit of the data, from its owner's scale: the usual and so many scales.
  func original(_ value: Double, _ number: Int, _ step: Int) -> Double {
    let at = event(step) * data.features.numbers.count + number
    return usual(number, step) + value * data.measures.scales[at]
  }

  /// What a number usually is for the owner at the time of a step.
  func usual(_ number: Int, _ step: Int) -> Double {
    let at = event(step) * data.features.numbers.count + number
    return column(number)[event(step)] - data.measures.distances[at]
  }

  /// The column of a number that the model reads.
  func column(_ number: Int) -> [Double] {
    let name = data.features.numbers[number].name
    return table.numbers.first { $0.name == name }?.values ?? []
  }
}
