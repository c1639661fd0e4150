import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedEventDetector {
  /// What units may follow: what is measured of each event, by this owner's events and those of others.
  func survey(_ part: EventPart) -> UnitSurvey {
    let windows = part.surveyed
    let network = model.members[part.member]
    let traces = network.recurrent.trace(
      part.data.inputs(windows), lengths: windows.map(\.events.count))
    let events = windows.flatMap { window in
      window.events.map { part.data.eventsOfEntity[window.entity][$0] }
    }
    func feature(_ key: String, _ name: String, _ place: Int) -> InputFeature {
      InputFeature(
        key: key, name: name, isPresence: false,
        values: events.map { event in
          let measures = part.data.measures[event]
          return measures[measures.startIndex + place]
        })
    }
    var found = measured.map(feature)
    if isSupervised {
      found.append(
        InputFeature(
          key: "anomaly", name: "events that are anomalies", isPresence: true,
          values: events.map { part.data.labels[$0] > 0 ? 1 : 0 }))
    }
    let owners = Set(windows.map(\.entity)).count
    return UnitSurvey(
      features: found, traces: traces, sampleName: "events",
      note: """
        Measured on \(events.count) events of \(owners) owner\(owners == 1 ? "" : "s"), these among them; the network \
        begins each history from nothing.
        """)
  }

  /// Measures that can be named, with their places: as ``EventReader`` makes them.
  private var measured: [(key: String, name: String, place: Int)] {
    var all = [
      ("gap", "the time since the event before", 0), ("lastDay", "the events of the last day", 1),
      ("lastWeek", "the events of the last week", 2), ("count", "the events so far", 3),
    ]
    if isSupervised {
      all.append(("knownAnomalies", "anomalies of the owner that are known by then", 8))
    }
    for (number, name) in features.categories.enumerated() {
      let first = features.entityMeasures + number * features.categoryMeasures
      all.append(("seen.\(name)", "how often the owner had this \(name) before", first))
      all.append(("events.\(name)", "the events of this \(name) lately", first + 1))
      if isSupervised {
        all.append(
          ("knownAnomalies.\(name)", "anomalies of this \(name) that are known by then", first + 2))
      }
    }
    for (number, value) in features.numbers.enumerated() {
      let first = features.contextMeasures + number * EventFeatures.numberMeasures
      all.append(("level.\(value.name)", "the level of \(value.name)", first))
      all.append(("unusual.\(value.name)", "\(value.name) beside what is usual", first + 1))
    }
    return all.map { (key: $0.0, name: $0.1, place: $0.2) }
  }
}
