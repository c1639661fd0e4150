import LSTMData
import LSTMTensor

/// Events as the networks read them: each entity's in order, in windows side by side.
struct EventData: Sendable {
  /// Some events of an entity, one after the other.
  struct Window: Sendable, Equatable {
    let entity: Int
    /// Places among the entity's events; those before ``firstScored`` only bring the state about.
    let events: Range<Int>
    let firstScored: Int
  }

  let features: EventFeatures
  let measures: EventMeasures
  /// [entities][…], the events of each in order.
  let eventsOfEntity: [[Int]]
  /// [R], whether each is an anomaly; NaN where that is not known.
  let labels: [Float]

  /// Events of a window at most; of longer histories a window begins in the middle.
  static let longest = 256
  /// Events at the beginning of a window in the middle of a history that are read and not scored.
  static let warmUp = 64

  init(
    _ table: EventTable, numbers: [EventTable.Number], categories: [EventTable.Category],
    features: EventFeatures, labels: [Bool?]
  ) {
    self.features = features
    measures = EventReader(features).measures(
      table, numbers: numbers, categories: categories, labels: labels)
    var events = [[Int]](repeating: [], count: table.entities.count)
    for event in 0..<table.count { events[Int(table.entityOfEvent[event])].append(event) }
    eventsOfEntity = events
    self.labels = labels.map { $0.map { $0 ? 1 : 0 } ?? .nan }
  }

  private init(_ other: EventData, _ features: EventFeatures) {
    self.features = features
    (measures, eventsOfEntity, labels) = (other.measures, other.eventsOfEntity, other.labels)
  }

  /// The same events with measures encoded otherwise.
  func replacing(_ features: EventFeatures) -> EventData { EventData(self, features) }

  /// Windows that score each of some events once.
  ///
  /// - Parameter isScored: whether an event is scored; those of an entity are neighbours.
  func windows(_ isScored: (Int) -> Bool) -> [Window] {
    eventsOfEntity.enumerated().flatMap { entity, events -> [Window] in
      let scored = events.indices.filter { isScored(events[$0]) }
      guard let first = scored.first, let last = scored.last else { return [] }
      return stride(from: first, through: last, by: Self.longest - Self.warmUp).map { start in
        let end = min(last + 1, start + Self.longest - Self.warmUp)
        return Window(
          entity: entity, events: max(0, start - Self.warmUp)..<end, firstScored: start)
      }
    }
  }

  /// The inputs of windows, [T, N, F]; zero behind the end of a shorter one.
  func inputs(_ windows: [Window]) -> Tensor {
    let steps = windows.map(\.events.count).max() ?? 0
    let width = features.inputSize
    let nothing = [Float](repeating: 0, count: width)
    var inputs: [Float] = []
    inputs.reserveCapacity(steps * windows.count * width)
    for step in 0..<steps {
      for window in windows {
        if let event = event(window, step) {
          features.encode(measures[event], to: &inputs)
        } else {
          inputs += nothing
        }
      }
    }
    return Tensor(inputs, shape: [steps, windows.count, width])
  }

  /// The event at a step of a window; `nil` behind its end.
  private func event(_ window: Window, _ step: Int) -> Int? {
    step < window.events.count
      ? eventsOfEntity[window.entity][window.events.lowerBound + step] : nil
  }

  /// The events of windows that are scored, with their rows among [T · N].
  func scored(_ windows: [Window]) -> [(row: Int, event: Int)] {
    windows.enumerated().flatMap { place, window in
      (window.firstScored..<window.events.upperBound).map { at in
        (
          (at - window.events.lowerBound) * windows.count + place,
          eventsOfEntity[window.entity][at]
        )
      }
    }
  }

  /// A target a row of [T · N], NaN where nothing is scored.
  func targets(_ windows: [Window], _ value: (Int) -> Float) -> Tensor {
    let steps = windows.map(\.events.count).max() ?? 0
    var targets = [Float](repeating: .nan, count: steps * windows.count)
    for (row, event) in scored(windows) { targets[row] = value(event) }
    return Tensor(targets)
  }
}
