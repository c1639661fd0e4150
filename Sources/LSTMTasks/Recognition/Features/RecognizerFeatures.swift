import LSTMData
import LSTMFormats

/// How sound becomes what a recogniser's network reads, and what its classes mean: `features.json`.
struct RecognizerFeatures: Sendable, Equatable {
  /// What takes the voice and the microphone off the features.
  enum Normalization: String, Sendable, CaseIterable {
    /// Mean and deviation of the utterance.
    case utterance
    /// Those of what was heard so far, which is all that a stream knows.
    case running
  }

  /// What a frame is.
  var acoustics: AcousticOptions
  /// What voice and microphone are taken off by.
  var normalization: Normalization
  /// Frames that become one step.
  var stacking: FrameStacking
  /// Of all frames that were learned from: what a stream begins with.
  var statistics: FeatureStatistics
  /// What the classes are.
  var units: SpeechUnits
  /// How long what was learned from is, in seconds: the middle one, and the longest.
  var durations: Durations

  /// Lengths of utterances in seconds.
  struct Durations: Sendable, Equatable {
    var usual: Double
    var longest: Double

    /// The length from which on a recording is no longer like those that were learned from, and is cut.
    var longestWhole: Double { max(1, 1.25 * longest) }
  }

  /// Values of a step, F.
  var inputSize: Int { acoustics.width * stacking.count }
  /// The seconds of a step.
  var stepDuration: Double {
    Double(acoustics.hopCount * stacking.count) / Double(acoustics.sampleRate)
  }

  /// What is added to each deviation before it divides: features that hardly vary are noise.
  private static let offset = 0.3

  /// What takes running means off frames.
  var runningNormalizer: RunningNormalizer {
    RunningNormalizer(prior: statistics, width: acoustics.width, offset: Self.offset)
  }

  /// Frames with voice and microphone taken off.
  ///
  /// - Parameter analysis: ``acoustics``, or those of another vocal tract or tempo.
  func frames(of samples: [Float], _ analysis: AcousticAnalysis) -> AcousticFeatures {
    switch normalization {
    case .utterance:
      return analysis.features(of: samples).normalizedByUtterance(offset: Self.offset)
    case .running:
      // As a stream hears it.
      var (stream, normalizer) = (analysis.stream(), runningNormalizer)
      var frames = stream.append(samples)
      frames.append(stream.finish())
      return normalizer.normalize(frames)
    }
  }

  /// Steps that a sound has, T.
  func stepCount(sampleCount: Int) -> Int {
    let frames = sampleCount == 0 ? 0 : 1 + sampleCount / acoustics.hopCount
    return (frames + stacking.count - 1) / stacking.count
  }
}

extension RecognizerFeatures: JSONRepresentable {
  var json: JSONValue {
    [
      "acoustics": acoustics.json, "normalization": .string(normalization.rawValue),
      "stacking": stacking.count.json, "statistics": statistics.json, "units": units.json,
      "usualDuration": durations.usual.json, "longestDuration": durations.longest.json,
    ]
  }

  init(json: JSONReader) throws {
    acoustics = try AcousticOptions(json: json.member("acoustics"))
    let name = try json.member("normalization")
    guard let normalization = Normalization(rawValue: try name.string()) else {
      throw name.expected(
        "one of " + Normalization.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.normalization = normalization
    stacking = FrameStacking(count: try json.member("stacking").integer(in: 1...64))
    let statistics = try json.member("statistics")
    self.statistics = try FeatureStatistics(json: statistics)
    guard self.statistics.mean.count == acoustics.width else {
      throw statistics.expected("means of \(acoustics.width) features")
    }
    units = try SpeechUnits(json: json.member("units"))
    durations = Durations(
      usual: try json.member("usualDuration").double(in: 0...1e6),
      longest: try json.member("longestDuration").double(in: 0...1e6))
  }
}
