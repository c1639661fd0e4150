import LSTMData
import LSTMTensor

/// What is said of each event, from it and from what came before it alone.
struct EventMeasures: Sendable {
  /// Measures of an event.
  let width: Int
  /// [R, width].
  private(set) var values: [Float] = []
  /// [R, numbers]: how far each number is from what is usual for its entity, NaN where missing.
  private(set) var distances: [Double] = []
  /// [R, numbers]: what distances usually are, for its entity.
  private(set) var scales: [Double] = []

  init(width: Int) {
    self.width = width
  }

  /// The measures of an event.
  subscript(event: Int) -> ArraySlice<Float> { values[event * width..<(event + 1) * width] }

  fileprivate mutating func append(_ measures: [Double]) {
    assert(measures.count == width, "\(measures.count) measures, \(width) expected")
    values += measures.map { Float($0) }
  }

  fileprivate mutating func append(distance: Double, scale: Double) {
    distances.append(distance)
    scales.append(scale)
  }
}

/// Goes through events in the order of time and measures each by what came before it.
///
/// A label is looked at only when the delay since its event is over, as the result of an inquiry would be.
struct EventReader {
  private struct Entity {
    var times = RecentTimes(span: 7)
    var last: Double?
    var count = 0
    var values: [RecentValues]
    /// By category column, how often each name came.
    var names: [[Int32: Int]]
    var labels: KnownLabels
  }

  private struct Name {
    var times = RecentTimes(span: 28)
    var labels: KnownLabels
  }

  private let features: EventFeatures

  init(_ features: EventFeatures) {
    self.features = features
  }

  /// The measures of all events of a table.
  ///
  /// - Parameters:
  ///   - numbers: the columns of the features' numbers, in their order.
  ///   - categories: the columns of the features' categories, in their order.
  ///   - labels: whether each event is an anomaly, `nil` where it is not known.
  func measures(
    _ table: EventTable, numbers: [EventTable.Number], categories: [EventTable.Category],
    labels: [Bool?]
  ) -> EventMeasures {
    var found = EventMeasures(width: features.measureCount)
    let fresh = KnownLabels(delay: features.labelDelay)
    var entities = [Entity](
      repeating: Entity(
        values: features.numbers.map(RecentValues.init),
        names: Array(repeating: [:], count: categories.count), labels: fresh),
      count: table.entities.count)
    var names = categories.map {
      [Name](repeating: Name(labels: fresh), count: $0.vocabulary.count)
    }
    guard let start = table.times.first?.microseconds else { return found }
    for event in 0..<table.count {
      let owner = Int(table.entityOfEvent[event])
      let time = Double(table.times[event].microseconds &- start) / 86_400e6
      if features.isSupervised { entities[owner].labels.advance(to: time) }
      var measures = self.measures(of: entities[owner], table.times[event], time)
      for (place, column) in categories.enumerated() {
        let code = column.codes[event]
        if code >= 0, features.isSupervised { names[place][Int(code)].labels.advance(to: time) }
        measures += self.measures(
          of: code < 0 ? nil : names[place][Int(code)],
          seen: entities[owner].names[place][code] ?? 0, time)
        guard code >= 0 else { continue }
        entities[owner].names[place][code, default: 0] += 1
        names[place][Int(code)].times.append(time)
        if let label = labels[event] { names[place][Int(code)].labels.append(label, at: time) }
      }
      for place in numbers.indices {
        let value = numbers[place].values[event]
        let usual = entities[owner].values[place]
        measures += self.measures(of: value, usual, features.numbers[place])
        found.append(distance: value - usual.median, scale: usual.deviation)
        if value.isFinite { entities[owner].values[place].append(value) }
      }
      found.append(measures)
      entities[owner].times.append(time)
      entities[owner].last = time
      entities[owner].count += 1
      if let label = labels[event] { entities[owner].labels.append(label, at: time) }
    }
    return found
  }

  private static func logarithm(_ count: Int) -> Double { naturalLogarithm(1 + Double(count)) }

  /// ``EventFeatures/entityMeasures``: when it is, how long since the last, how many lately; what is known of its owner.
  private func measures(of entity: Entity, _ stamp: Timestamp, _ time: Double) -> [Double] {
    let minutes = entity.last.map { (time - $0) * 1440 } ?? Self.longestGap
    let day = 2 * Double.pi * Double(stamp.timeOfDay) / 86_400e6
    let week = 2 * Double.pi * (Double(stamp.dayOfWeek) + Double(stamp.timeOfDay) / 86_400e6) / 7
    var measures = [
      naturalLogarithm(1 + max(0, min(minutes, Self.longestGap))),
      Self.logarithm(entity.times.count(within: 1, before: time)),
      Self.logarithm(entity.times.count(within: 7, before: time)),
      Self.logarithm(entity.count),
      cosine(day - .pi / 2), cosine(day), cosine(week - .pi / 2), cosine(week),
    ]
    if features.isSupervised { measures += entity.labels.anomalyWeights }
    return measures
  }

  /// A quarter of a year, in minutes: what is longer ago says no more.
  private static let longestGap = 90.0 * 1440

  /// ``EventFeatures/categoryMeasures``: whether the name is new to its entity, how many events it had lately, and what is known of
  /// them.
  private func measures(of name: Name?, seen: Int, _ time: Double) -> [Double] {
    var measures = [
      Self.logarithm(seen), Self.logarithm(name?.times.count(within: 28, before: time) ?? 0),
    ]
    if features.isSupervised {
      let labels = name?.labels ?? KnownLabels(delay: features.labelDelay)
      measures += labels.anomalyWeights + labels.normalWeights
      measures += [labels.endsWithAnomaly ? 1 : 0, labels.chainAge]
    }
    return measures
  }

  /// ``EventFeatures/numberMeasures``: how large, and beside what is usual for its entity; nothing unusual where missing.
  private func measures(
    of value: Double, _ usual: RecentValues, _ number: EventNumber
  ) -> [Double] {
    guard value.isFinite else { return [number.level(usual.median), 0, 0, 0, 0] }
    let level = number.level(value)
    return [
      level, level - number.level(usual.median), level - number.level(usual.mean),
      naturalLogarithm(usual.shareAbove(value)), level - number.level(usual.largest),
    ]
  }
}
