import LSTMData
import LSTMTensor

/// A detector by reconstruction that has learned: what it cannot give back as it was is unlike what it learned from.
///
/// ```swift
/// let rows = SequenceRows(try Table(contentsOf: "ECG5000_TRAIN.txt"), label: "column1")
/// let trained = try SequenceDetector().fit(.rows(rows))
/// for score in try trained.scores(rows) where score.isFlagged { print(score.id, score.score ?? 0) }
/// ```
public struct TrainedSequenceDetector: Sendable {
  let model: ReconstructionModel
  let features: DetectorFeatures
  /// From this score on a row is flagged.
  public var threshold = Self.defaultThreshold

  /// The score of an error that one in a hundred of the normal rows that were held out exceeds.
  public static let defaultThreshold = 0.5

  init(model: ReconstructionModel, features: DetectorFeatures) {
    self.model = model
    self.features = features
  }

  /// What its data are: rows or series.
  public var kind: DetectorKind { model.architecture.kind }
  /// Steps of a sequence or a window, T.
  public var sequenceLength: Int { model.architecture.sequenceLength }
  /// The variables that it watches.
  public var variables: [String] { features.variables }

  /// The data of a file as the model reads them.
  ///
  /// - Throws: what reading throws; ``DetectorTaskError`` where the file is of another form.
  public func data(_ source: DetectorSource) throws -> DetectorData {
    try source.read(as: kind, features)
  }

  func level(_ measure: ReconstructionModel.Measure) -> ErrorLevel {
    measure == .networks ? features.level : features.baselineLevel
  }
}

// MARK: - Rows

/// What a detector says of a sequence.
public struct SequenceScore: Sendable, Equatable {
  /// What the sequence is called: its number from 1, or the value of its id column.
  public let id: String
  /// How unlike the normal ones it is, in [0, 1]: e ÷ (e + level), of the error e with which it is given back and the
  /// error that one in a hundred normal ones exceeds; `nil` where all its values are missing.
  public let score: Double?
  /// Whether the score reaches the threshold.
  public let isFlagged: Bool
}

extension TrainedSequenceDetector {
  /// The score of each sequence.
  ///
  /// - Throws: ``DetectorTaskError`` where the sequences are not of the length learned from.
  public func scores(_ rows: SequenceRows) throws -> [SequenceScore] {
    zip(rows.ids, try scores(rows, .networks)).map { id, score in
      SequenceScore(id: id, score: score, isFlagged: (score ?? 0) >= threshold)
    }
  }

  /// A sequence and what is given back of it, by feature, in the unit of the data; NaN where a value is missing.
  ///
  /// - Parameter index: of the sequence, from zero.
  public func reconstruction(
    _ rows: SequenceRows, at index: Int
  ) throws -> [(value: [Double], expected: [Double])] {
    let data = try sequences(rows)
    var result: [(value: [Double], expected: [Double])] = []
    let window = SequenceWindow(sequence: index, start: 0)
    model.forEachWindow([window], data, .networks) { _, _, expected in
      let (features, scalers) = (data.featureCount, self.features.channels[0].scalers)
      result = (0..<features).map { feature in
        let steps = 0..<data.length
        return (
          steps.map { rows.set.sequences[index].values[$0 * features + feature] },
          steps.map { scalers[feature].original(expected[$0 * features + feature]) }
        )
      }
    }
    return result
  }

  func scores(
    _ rows: SequenceRows, _ measure: ReconstructionModel.Measure
  ) throws -> [Double?] {
    let data = try sequences(rows)
    let windows = data.values.indices.map { SequenceWindow(sequence: $0, start: 0) }
    return model.errors(windows, data, measure).map(level(measure).score)
  }

  func sequences(_ rows: SequenceRows) throws -> DetectionSequences {
    let (length, count) = (try rows.checkedLength(), rows.set.dimensionCount)
    guard length == sequenceLength, count == features.variables.count else {
      func words(_ length: Int, _ count: Int) -> String {
        "\(length) steps" + (count == 1 ? "" : " of \(count) values")
      }
      throw DetectorTaskError.otherShape(
        file: rows.file, found: words(length, count),
        expected: words(sequenceLength, features.variables.count))
    }
    let scalers = features.channels[0].scalers
    let values = rows.values
    return DetectionSequences(
      length: length, featureCount: count, values: values, scalers: values.map { _ in scalers })
  }
}

// MARK: - Series

extension TrainedSequenceDetector {
  /// What is unusual about each row of each series; nothing is said of series shorter than a window.
  public func detect(_ table: SeriesTable) -> [SeriesDetection] {
    let data = DetectionSequences(table, features, length: sequenceLength)
    return table.series.enumerated().map { place, series in
      let found = RowErrors(model, data, place, in: 0..<series.count, .networks)
      let scalers = features.scalers(series.id, of: series.targets)
      let count = data.featureCount
      let isRead = series.count >= sequenceLength
      let detections = (0..<series.count).map { row in
        let variable = found.variables[row]
        let score = features.level.score(of: found.errors[row])
        return Detection(
          expected: isRead
            ? scalers[variable].original(found.expected[row * count + variable]) : nil,
          score: score, kind: nil, isFlagged: (score ?? 0) >= threshold)
      }
      return SeriesDetection(
        series: series, names: table.targetNames, detections: detections,
        variables: found.variables)
    }
  }

  /// The score of each row of each series.
  func scores(_ table: SeriesTable, _ measure: ReconstructionModel.Measure) -> [[Double?]] {
    let data = DetectionSequences(table, features, length: sequenceLength)
    return table.series.indices.map { place in
      RowErrors(model, data, place, in: 0..<table.series[place].count, measure)
        .errors.map(level(measure).score)
    }
  }
}
