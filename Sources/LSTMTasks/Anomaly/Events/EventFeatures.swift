import LSTMData
import LSTMFormats
import LSTMTensor

/// Which columns a detector of events reads and how: the contents of `features.json`.
struct EventFeatures: Sendable, Equatable {
  /// The column of the events' owner, where there is one.
  var id: String?
  /// The column of the class, where there is one.
  var label: String?
  /// The class that is no anomaly, where there are classes.
  var normal: String?
  /// Whether labels are learned from, and those known are read.
  var isSupervised: Bool
  /// Days after which the label of an event is known.
  var labelDelay: Double
  var numbers: [EventNumber]
  /// Columns of names.
  var categories: [String]
  /// How each measure is encoded.
  var encodings: [PiecewiseEncoding]
  /// From this score on an event is flagged.
  var threshold: Double

  /// Measures of an event by its time and owner.
  var entityMeasures: Int { 8 + (isSupervised ? KnownLabels.memories.count : 0) }
  /// Measures of an event by a category.
  var categoryMeasures: Int { 2 + (isSupervised ? 2 * KnownLabels.memories.count + 2 : 0) }
  /// Measures of an event by a number.
  static let numberMeasures = 5

  /// Measures of an event that do not look at its numbers; they come first.
  var contextMeasures: Int { entityMeasures + categories.count * categoryMeasures }
  /// Measures of an event.
  var measureCount: Int { contextMeasures + numbers.count * Self.numberMeasures }

  /// Inputs of the network, F.
  var inputSize: Int { encodings.reduce(0) { $0 + $1.width } }
  /// Those that do not look at the event's numbers; they come first.
  var contextSize: Int { encodings.prefix(contextMeasures).reduce(0) { $0 + $1.width } }

  /// Appends the inputs of an event, F.
  func encode(_ measures: ArraySlice<Float>, to inputs: inout [Float]) {
    for (encoding, measure) in zip(encodings, measures) {
      encoding.encode(measure, to: &inputs)
    }
  }
}

extension EventFeatures: JSONRepresentable {
  var json: JSONValue {
    [
      "id": id.json, "label": label.json, "normal": normal.json,
      "isSupervised": isSupervised.json, "labelDelayDays": labelDelay.json,
      "numbers": numbers.json, "categories": categories.json, "encodings": encodings.json,
      "threshold": threshold.json,
    ]
  }

  init(json: JSONReader) throws {
    id = try json.memberIfPresent("id")?.string()
    label = try json.memberIfPresent("label")?.string()
    normal = try json.memberIfPresent("normal")?.string()
    isSupervised = try json.member("isSupervised").boolean()
    labelDelay = try json.member("labelDelayDays").double(in: 0...Double.greatestFiniteMagnitude)
    numbers = try [EventNumber](json: try json.member("numbers"))
    categories = try [String](json: try json.member("categories"))
    encodings = try [PiecewiseEncoding](json: try json.member("encodings"))
    threshold = try json.member("threshold").double(in: 0...1)
    guard encodings.count == measureCount else {
      throw try json.member("encodings").expected("\(measureCount) encodings, one a measure")
    }
  }
}
