import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTensor

/// What a detector says of an event.
public struct EventScore: Sendable, Equatable {
  /// Whose event it is.
  public let id: String
  /// When it was.
  public let time: Timestamp
  /// The number of the event that its score is most about, or its first; `nil` where missing.
  public let value: Double?
  /// What that number should have been; `nil` where the model does not say.
  public let expected: Double?
  /// How likely it is an anomaly, or how unlikely its numbers are, in [0, 1].
  public let score: Double
  /// Whether the score reaches the threshold.
  public let isFlagged: Bool
}

/// A detector of events that has learned: it reads each entity's events one after the other.
///
/// With labels its score is the probability of an anomaly, as anomalies were weighed in training. Without, the score is
/// 1 − p(x) / p(mode) of the event's numbers x, by the Student-t distributions that it predicts of them.
///
/// ```swift
/// for score in try trained.scores(events.table) where score.isFlagged { print(score.id, score.time.text) }
/// ```
public struct TrainedEventDetector: Sendable {
  let model: EventModel
  let features: EventFeatures
  /// From this score on an event is flagged.
  public var threshold: Double

  init(model: EventModel, features: EventFeatures) {
    self.model = model
    self.features = features
    threshold = features.threshold
  }

  /// Whether it has learned from labels.
  public var isSupervised: Bool { features.isSupervised }
  /// The columns of numbers that it reads.
  public var numbers: [String] { features.numbers.map(\.name) }
  /// The columns of names that it reads.
  public var categories: [String] { features.categories }

  /// The events of a file as the model reads them.
  ///
  /// - Throws: what reading throws; `TableError` where a column is missing.
  public func events(_ source: DetectorSource) throws -> DetectorData.Events {
    try source.read(features)
  }

  /// The score of each event, in the order of the table's events.
  ///
  /// Each is scored by what came before it; labels are read, where there are any, when their delay is over.
  ///
  /// - Throws: ``DetectorTaskError/missingColumn(file:column:nearest:known:)``.
  public func scores(_ table: EventTable) throws -> [EventScore] {
    let data = try data(table)
    var scores: [EventScore?] = Array(repeating: nil, count: table.count)
    let numbers = try self.numbers(of: table)
    model.score(data.windows { _ in true }, data) { event, score, number, expected in
      let value = numbers.isEmpty ? Double.nan : numbers[number].values[event]
      let at = event * features.numbers.count + number
      let usual = numbers.isEmpty ? .nan : value - data.measures.distances[at]
      let says = usual + expected * (numbers.isEmpty ? 1 : data.measures.scales[at])
      scores[event] = EventScore(
        id: table.entities[Int(table.entityOfEvent[event])], time: table.times[event],
        value: value.isFinite ? value : nil, expected: says.isFinite ? says : nil, score: score,
        isFlagged: score >= threshold)
    }
    return scores.compactMap { $0 }
  }

  /// The events as the networks read them.
  func data(_ table: EventTable) throws -> EventData {
    EventData(
      table, numbers: try numbers(of: table),
      categories: try features.categories.map { try column($0, of: table.categories, in: table) },
      features: features, labels: labels(table))
  }

  private func numbers(of table: EventTable) throws -> [EventTable.Number] {
    try features.numbers.map { try column($0.name, of: table.numbers, in: table) }
  }

  private func column<Column: EventColumn>(
    _ name: String, of columns: [Column], in table: EventTable
  ) throws -> Column {
    guard let column = columns.first(where: { $0.name == name }) else {
      let known = table.numbers.map(\.name) + table.categories.map(\.name)
      throw DetectorTaskError.missingColumn(
        file: table.file, column: name, nearest: name.nearest(in: known), known: known)
    }
    return column
  }

  /// Whether each event is an anomaly, `nil` where it is not known.
  func labels(_ table: EventTable, normal: String? = nil) -> [Bool?] {
    guard let classes = table.classes, let normal = normal ?? features.normal else {
      return Array(repeating: nil, count: table.count)
    }
    return classes.map { one in one.map { $0 != normal } }
  }
}

/// A named column of events.
private protocol EventColumn {
  var name: String { get }
}

extension EventTable.Number: EventColumn {}
extension EventTable.Category: EventColumn {}

extension TrainedEventDetector {
  /// Reads a model folder.
  init(contentsOf folder: ModelFolder, _ configuration: ModelConfiguration) throws {
    let architecture = try EventArchitecture(
      json: JSONReader(configuration.architecture, document: "\(folder.path)/config.json"))
    let reader = JSONReader(
      try folder.vocabulary(named: TrainedDetector.featuresFile),
      document: "\(folder.path)/\(TrainedDetector.featuresFile)")
    let features = try EventFeatures(json: reader)
    guard
      features.inputSize == architecture.inputSize,
      features.contextSize == architecture.contextSize,
      architecture.numberCount == (features.isSupervised ? 0 : features.numbers.count)
    else {
      throw try reader.member("encodings").expected("\(architecture.inputSize) inputs in all")
    }
    var model = EventModel(unset: architecture)
    try folder.loadWeights(into: &model)
    self.init(model: model, features: features)
  }
}
