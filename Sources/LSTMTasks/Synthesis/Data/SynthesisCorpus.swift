import LSTMData
import LSTMTensor

/// Where a synthesiser's recordings come from.
public enum SynthesisSource: Sendable {
  /// A folder of recordings.
  case set(RecordingSet)
  /// Recordings that are in memory.
  case recordings(SpokenRecordings)

  func read(sampleRate: Int?) throws -> SpokenRecordings {
    switch self {
    case .set(let set): try SpokenRecordings(set, sampleRate: sampleRate)
    case .recordings(let recordings): recordings
    }
  }
}

/// The recordings of a training: read, split, turned into units and frames.
struct SynthesisCorpus: Sendable {
  let recordings: SpokenRecordings
  let frames: SpeechFrames
  let training: [Utterance]
  let validation: [Utterance]
  /// Recordings that were passed over: longer texts than frames, or nothing to say.
  let passedOver: Int

  /// The name of who speaks where nothing says it.
  static let unnamedSpeaker = "voice"
  /// The least that anything could be learned from.
  private static let leastRecordings = 4

  /// - Parameters:
  ///   - recordings: all of them.
  ///   - validation: the share to validate on.
  ///   - options: of the training.
  init(_ recordings: SpokenRecordings, validation share: Double, _ options: SynthesisOptions) throws
  {
    self.recordings = recordings
    let features = SynthesisOptions.features(sampleRate: recordings.sampleRate)
    _ = try WaveformReconstruction(features)
    let analysis = try AcousticAnalysis(features)
    let all = recordings.recordings
    let sounds = SideBySide.map(all.count) { analysis.features(of: all[$0].waveform.samples) }
    let texts = all.map { SpokenText.words(of: $0.text) }
    let names = all.map { $0.speaker ?? Self.unnamedSpeaker }
    let speakers = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let units = SpokenUnits(of: texts)
    var statistics = FeatureStatistics(width: features.melCount)
    for sound in sounds { statistics.add(sound) }
    frames = SpeechFrames(
      features: features, statistics: statistics, units: units, speakers: speakers,
      silences: speakers.map { speaker in
        SpeechFrames.silence(
          of: all.indices.filter { names[$0] == speaker }.flatMap { place in
            (0..<sounds[place].count).map { sounds[place][$0] }
          })
      })
    var utterances: [Utterance] = []
    for place in all.indices where !texts[place].isEmpty {
      let steps = Self.steps(
        frames.normalized(sounds[place]), width: features.melCount, together: options.framesPerStep)
      let encoded = try units.encode(texts[place])
      let count = steps.count / (features.melCount * options.framesPerStep)
      guard count >= encoded.count else { continue }
      utterances.append(
        Utterance(
          units: encoded, speaker: Int32(speakers.firstIndex(of: names[place]) ?? 0), steps: steps,
          stepCount: count))
    }
    passedOver = all.count - utterances.count
    guard utterances.count >= Self.leastRecordings else {
      throw SynthesisError.tooFewRecordings(
        folder: recordings.name, found: utterances.count, needed: Self.leastRecordings)
    }
    var random = RandomGenerator(seed: RandomGenerator.key(options.seed, 0x5641_4C49))
    let order = utterances.indices.shuffled(using: &random)
    let held = max(1, Int(Double(order.count) * share))
    self.validation = order.prefix(held).sorted().map { utterances[$0] }
    training = order.dropFirst(held).sorted().map { utterances[$0] }
  }

  /// Frames that are said together, the last one again where some are missing.
  private static func steps(_ values: [Float], width: Int, together: Int) -> [Float] {
    let missing = (together - values.count / width % together) % together
    return values + (0..<missing).flatMap { _ in values.suffix(width) }
  }

  /// What was found, in lines.
  var lines: [String] {
    var lines = [
      "\(training.count) recordings to learn from, \(validation.count) to validate on, "
        + "\(recordings.duration.text(0)) s at \(recordings.sampleRate) samples a second",
      "\(frames.speakers.count == 1 ? "1 voice" : "\(frames.speakers.count) voices"): "
        + frames.speakers.joined(separator: ", "),
      "\(frames.units.characters.count) characters: "
        + frames.units.characters.map { $0 == " " ? "space" : $0 }.joined(separator: " "),
    ]
    if passedOver > 0 {
      lines.append(
        "\(passedOver == 1 ? "1 recording" : "\(passedOver) recordings") passed over: nothing to say, or too short for the text"
      )
    }
    return lines + recordings.notes
  }
}
