import LSTMData
import LSTMTensor

/// Everything that a training of a detector of events needs: which columns, which events are learned from, which are held out.
struct EventPlan: Sendable {
  let data: EventData
  let training: [EventData.Window]
  let validation: [EventData.Window]
  let features: EventFeatures
  let architecture: EventArchitecture
  let table: EventTable
  /// Whether each event is an anomaly, `nil` where it is not known.
  let labels: [Bool?]
  /// The first event that is held out; those of one time are on one side.
  let firstHeldOut: Int
  /// What a reader should know about the choices.
  let notes: [String]

  /// Events below which there is nothing to learn from.
  static let fewestEvents = 100
  /// Anomalies among those learned from below which their labels say too little.
  static let fewestAnomalies = 5

  init(_ events: DetectorData.Events, _ options: DetectorOptions) throws {
    let table = events.table
    let normal = try NormalClass(options.normalClass, among: table.classes, file: table.file)
    let isSupervised = table.classes != nil && !options.isUnsupervised
    let labels: [Bool?] =
      table.classes?.map { one in one.map { $0 != normal.name } }
      ?? Array(repeating: nil, count: table.count)
    let heldOut = Self.firstHeldOut(table, options.validationShare(.events))
    guard heldOut >= Self.fewestEvents else {
      throw DetectorTaskError.tooFewEvents(
        file: table.file, found: table.count, learned: heldOut, needed: Self.fewestEvents)
    }
    if isSupervised {
      let known = labels[..<heldOut].count { $0 == true }
      guard known >= Self.fewestAnomalies else {
        throw DetectorTaskError.tooFewAnomalies(
          file: table.file, found: known, needed: Self.fewestAnomalies)
      }
    }
    let columns = EventColumns(table, labels: labels, areChosen: events.areColumnsChosen)
    guard isSupervised || !columns.numbers.isEmpty else {
      throw DetectorTaskError.noNumbers(file: table.file)
    }
    var features = EventFeatures(
      id: events.id, label: events.label, normal: normal.name, isSupervised: isSupervised,
      labelDelay: options.labelDelay,
      numbers: columns.numbers.map {
        EventNumber(name: $0.name, values: $0.values[..<heldOut])
      },
      categories: columns.categories.map(\.name), encodings: [], threshold: 0.5)
    let data = EventData(
      table, numbers: columns.numbers, categories: columns.categories, features: features,
      labels: labels)
    features.encodings = (0..<features.measureCount).map { measure in
      PiecewiseEncoding(
        fittedOn: (0..<heldOut).map { data.measures.values[$0 * features.measureCount + measure] })
    }
    self.data = data.replacing(features)
    training = self.data.windows { $0 < heldOut }
    validation = self.data.windows { $0 >= heldOut }
    architecture = EventArchitecture(
      inputSize: features.inputSize, contextSize: features.contextSize,
      numberCount: isSupervised ? 0 : columns.numbers.count, cell: options.cell,
      hiddenSize: options.hiddenSize, layerCount: options.layerCount, dropout: Self.dropout,
      memberCount: options.memberCount)
    try TrainingMemory.check(parameterCount: architecture.parameterCount)
    (self.features, self.table, self.labels, firstHeldOut) = (features, table, labels, heldOut)
    notes = table.notes + [normal.note].compactMap { $0 } + columns.notes
  }

  private static let dropout: Float = 0.3

  /// The last events are held out, as those that will come are.
  private static func firstHeldOut(_ table: EventTable, _ share: Double) -> Int {
    let wanted = Int(Double(table.count) * (1 - share))
    guard wanted < table.count else { return table.count }
    return table.times.firstIndex { $0 >= table.times[wanted] } ?? wanted
  }
}

/// The columns of events that say something of an event before its label does.
private struct EventColumns {
  var numbers: [EventTable.Number]
  var categories: [EventTable.Category]
  var notes: [String] = []

  /// A column of few values, each of which goes with one label alone, was written by whoever knew the label.
  private static let fewValues = 50

  init(_ table: EventTable, labels: [Bool?], areChosen: Bool) {
    (numbers, categories) = (table.numbers, table.categories)
    guard !areChosen, labels.contains(true), labels.contains(false) else { return }
    let leaking =
      numbers.filter { Self.tells(labels, $0.values.map(\.bitPattern)) }.map(\.name)
      + categories.filter { Self.tells(labels, $0.codes) }.map(\.name)
    numbers.removeAll { leaking.contains($0.name) }
    categories.removeAll { leaking.contains($0.name) }
    notes = leaking.map {
      "Column \"\($0)\" tells the class by itself and is left out; name it in --target if it is known before the class is."
    }
  }

  private static func tells(_ labels: [Bool?], _ values: [some Hashable]) -> Bool {
    var found: [AnyHashable: Bool] = [:]
    for (value, label) in zip(values, labels) {
      guard let label else { continue }
      if let known = found[value], known != label { return false }
      found[value] = label
      guard found.count <= fewValues else { return false }
    }
    return true
  }
}
