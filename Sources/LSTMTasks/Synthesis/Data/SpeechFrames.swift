import LSTMData
import LSTMFormats
import LSTMTensor

/// How sound becomes the numbers that a synthesiser learns, and back.
public struct SpeechFrames: Sendable, Equatable {
  /// What the frames are.
  public let features: AcousticOptions
  /// Mean and deviation of each value.
  public let statistics: FeatureStatistics
  /// The units of texts.
  public let units: SpokenUnits
  /// The voices, by name.
  public let speakers: [String]
  /// The log-mel frame of each speaker's silence, [speakers][M].
  public let silences: [[Double]]

  /// Normalised frames.
  func normalized(_ features: AcousticFeatures) -> [Float] {
    statistics.normalize(features).values
  }

  /// Log-mel frames from normalised ones.
  func restored(_ values: [Float]) -> AcousticFeatures {
    let width = features.melCount
    let (mean, deviation) = (statistics.mean, statistics.deviation)
    return AcousticFeatures(
      width: width,
      values: values.enumerated().map { place, value in
        Float(Double(value) * max(deviation[place % width], 1e-4) + mean[place % width])
      })
  }

  /// Frames of silence, as a speaker's recordings have it.
  func silence(of speaker: Int, count: Int) -> AcousticFeatures {
    let frame = silences[speaker].map { Float($0) }
    return AcousticFeatures(
      width: frame.count, values: (0..<count).flatMap { _ in frame })
  }

  /// The number of a speaker; `nil`: the first.
  ///
  /// - Throws: ``SynthesisError/unknownSpeaker(name:speakers:)``.
  func speaker(named name: String?) throws(SynthesisError) -> Int {
    guard let name else { return 0 }
    guard let place = speakers.firstIndex(of: name) else {
      throw .unknownSpeaker(name: name, speakers: speakers)
    }
    return place
  }

  /// The mean of the quietest twentieth of frames.
  static func silence(of frames: [ArraySlice<Float>]) -> [Double] {
    let sums = frames.map { $0.reduce(Float(0), +) }
    let order = frames.indices.sorted { (sums[$0], $0) < (sums[$1], $1) }
    let quiet = order.prefix(max(1, frames.count / 20))
    var mean = [Double](repeating: 0, count: frames.first?.count ?? 0)
    for frame in quiet {
      for (place, value) in frames[frame].enumerated() { mean[place] += Double(value) }
    }
    return mean.map { $0 / Double(max(1, quiet.count)) }
  }
}

extension SpeechFrames: JSONRepresentable {
  /// The contents of `features.json`.
  public var json: JSONValue {
    [
      "features": features.json, "statistics": statistics.json, "units": units.json,
      "speakers": speakers.json, "silences": .array(silences.map(\.json)),
    ]
  }

  /// Reads the contents of `features.json`.
  ///
  /// - Throws: `JSONError` where a member is missing or of another type or size.
  public init(json: JSONReader) throws {
    features = try AcousticOptions(json: json.member("features"))
    statistics = try FeatureStatistics(json: json.member("statistics"))
    units = try SpokenUnits(json: json.member("units"))
    speakers = try [String](json: json.member("speakers"))
    let silences = try json.member("silences")
    self.silences = try silences.elements().map { try [Double](json: $0) }
    let width = features.melCount
    guard statistics.mean.count == width else {
      throw try json.member("statistics").expected("\(width) means, as many as values of a frame")
    }
    guard !speakers.isEmpty, self.silences.count == speakers.count,
      self.silences.allSatisfy({ $0.count == width })
    else { throw silences.expected("\(width) values for each speaker, one speaker at least") }
  }
}
