import LSTMData

/// Which columns a forecaster reads and how: what `features.json` keeps of a training.
struct ForecastFeatures: Sendable, Equatable {
  /// A column beside the target.
  struct Column: Sendable, Equatable {
    var name: String
    /// The words of categories, one input each; `nil`: numbers, one input.
    var vocabulary: [String]?
    var scaler: SeriesScaler

    var inputCount: Int { vocabulary?.count ?? 1 }
  }

  /// What is kept of a channel.
  struct Channel: Sendable, Equatable {
    var id: String
    var scaling: ChannelScaling
    /// The last time that the model learned from.
    var end: Timestamp
    /// The mean absolute error of the seasonal naive forecast within the training part.
    var scale: Double?
  }

  var targets: [String]
  var frequency: Frequency
  var season: Int
  var transform: ForecastTransform
  /// Whether no value of the training was below zero, and so no forecast is.
  var isNonNegative: Bool
  var covariates: [Column]
  /// The columns whose values to come are read too; they are among the covariates as well.
  var known: [Column] = []
  var statics: [Column]
  var channels: [Channel]

  /// The places of the channels by their names.
  var places: [String: Int] {
    Dictionary(channels.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The name of a channel.
  static func id(_ series: TimeSeries, _ table: SeriesTable, target: Int) -> String {
    if table.targetNames.count == 1 { return series.id }
    let name = table.targetNames[target]
    return table.series.count == 1 ? name : "\(series.id)/\(name)"
  }
}

extension ForecastFeatures.Column {
  /// A column as a table has it, scaled by all of its values.
  init(_ covariate: Covariate, _ values: SeriesValues) {
    self.init(
      name: covariate.name, vocabulary: covariate.vocabulary,
      scaler: SeriesScaler(fittedOn: values))
  }

  /// The inputs [T · inputs] of a column of another table, whose words may be others.
  ///
  /// A word that the model does not know, and what is missing, is zero in all inputs.
  func inputs(_ values: SeriesValues, vocabulary other: [String]?) -> [Float] {
    guard let vocabulary else {
      return zip(values.values, values.isObserved).map { value, isObserved in
        isObserved ? min(max(scaler.scaled(value), -10), 10) : 0
      }
    }
    let places = (other ?? []).map { word in vocabulary.firstIndex(of: word) }
    var inputs = [Float](repeating: 0, count: values.values.count * vocabulary.count)
    for (step, value) in values.values.enumerated() where values.isObserved[step] {
      guard let code = Int(exactly: value), places.indices.contains(code), let place = places[code]
      else { continue }
      inputs[step * vocabulary.count + place] = 1
    }
    return inputs
  }
}
