import LSTMData
import LSTMFormats

/// Which columns a detector reads and how, and what errors mean: the contents of `features.json`.
struct DetectorFeatures: Sendable, Equatable {
  /// How the values of one series are scaled, a scaler a variable.
  struct Channel: Sendable, Equatable {
    var id: String
    var scalers: [SeriesScaler]
  }

  /// The variables of a step, F.
  var variables: [String]
  /// The columns that are the steps of a row; none for series and files of sequences.
  var steps: [String]
  /// The column of the class, where there is one.
  var label: String?
  /// The class learned from, where there are classes.
  var normal: String?
  /// How series are scaled; rows have one scale for all.
  var channels: [Channel]
  /// The error at which rows are flagged, once it is known.
  var level: ErrorLevel
  /// The same for the distance from the mean sequence.
  var baselineLevel: ErrorLevel

  /// The scalers of a series of this name.
  ///
  /// - Parameter values: what a series that the model has not seen is scaled by.
  func scalers(_ id: String, of values: [SeriesValues]) -> [SeriesScaler] {
    if let own = channels.first(where: { $0.id == id }) { return own.scalers }
    if channels.count == 1 { return channels[0].scalers }
    return values.map { SeriesScaler(fittedOn: $0) }
  }
}

extension DetectorFeatures: JSONRepresentable {
  var json: JSONValue {
    [
      "variables": variables.json, "steps": steps.json, "label": label.json, "normal": normal.json,
      "channels": channels.json, "threshold": .number(TrainedSequenceDetector.defaultThreshold),
      "errorAtThreshold": level.error.json, "baselineAtThreshold": baselineLevel.error.json,
    ]
  }

  init(json: JSONReader) throws {
    let positive = Double.leastNonzeroMagnitude...Double.greatestFiniteMagnitude
    variables = try [String](json: try json.member("variables"))
    steps = try [String](json: try json.member("steps"))
    label = try json.memberIfPresent("label")?.string()
    normal = try json.memberIfPresent("normal")?.string()
    channels = try [Channel](json: try json.member("channels"))
    level = ErrorLevel(error: try json.member("errorAtThreshold").double(in: positive))
    baselineLevel = ErrorLevel(error: try json.member("baselineAtThreshold").double(in: positive))
    let count = variables.count
    guard count > 0, !channels.isEmpty, channels.allSatisfy({ $0.scalers.count == count }) else {
      throw try json.member("channels").expected("a scaler for each of the \(count) variables")
    }
  }
}

extension DetectorFeatures.Channel: JSONRepresentable {
  var json: JSONValue { ["id": id.json, "scalers": scalers.json] }

  init(json: JSONReader) throws {
    id = try json.member("id").string()
    scalers = try [SeriesScaler](json: try json.member("scalers"))
  }
}
