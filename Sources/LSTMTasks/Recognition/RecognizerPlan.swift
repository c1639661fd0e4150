import LSTMData
import LSTMFormats
import LSTMTensor
import LSTMTraining

/// Everything that a training of a recogniser needs, found good before a file is written.
struct RecognizerPlan: Sendable {
  let features: RecognizerFeatures
  let architecture: RecognizerArchitecture
  let training: SpeechCorpus
  let validation: SpeechCorpus?
  /// The text of each recording that is not learned from, and its sound.
  let heldOut: SpokenRecordings?
  let batchSize: Int
  let name: String
  let digest: String
  /// The text that most recordings have.
  let commonest: String
  /// What was found and chosen, a line each.
  let lines: [String]

  /// Words that are learned as units are heard so often, on average, and are no more than this many.
  private static let (leastRepetitions, mostWords) = (8, 500)

  /// Plans a training.
  ///
  /// - Parameters:
  ///   - data: what is learned from.
  ///   - validation: what is held out; `nil`: a part of the data.
  init(
    _ data: SpokenRecordings, validation: SpokenRecordings?, _ options: RecognizerOptions
  ) throws {
    let texts = data.recordings.map(\.text)
    let units = try SpeechUnits(
      of: texts, kind: Self.kind(of: texts, options), pronunciations: options.pronunciations)
    let acoustics = Self.acoustics(sampleRate: data.sampleRate, options)
    let analysis = try AcousticAnalysis(acoustics)
    features = RecognizerFeatures(
      acoustics: acoustics, normalization: options.isStreaming ? .running : .utterance,
      stacking: FrameStacking(count: options.chosenStacking(units.kind)),
      statistics: Self.statistics(data, analysis), units: units,
      durations: Self.durations(data, longestRow: options.longestRow))
    architecture = RecognizerArchitecture(
      inputSize: features.inputSize, classCount: units.classCount, cell: options.cell,
      isStreaming: options.isStreaming,
      delay: options.isStreaming ? Int((options.delay / features.stepDuration).rounded()) : 0,
      hiddenSize: options.hiddenSize,
      layerCount: options.layerCount, dropout: options.dropout, noise: options.noise,
      memberCount: options.memberCount)
    let split = Self.split(data.recordings.count, options)
    let learned = validation == nil ? data.part(split.learned) : data
    let kept = validation ?? (split.heldOut.isEmpty ? nil : data.part(split.heldOut))
    let utterances = try Self.utterances(of: learned, units)
    training = try SpeechCorpus(
      utterances, features, options.variation, SpeechJoining(longest: options.longestRow))
    heldOut = kept
    let own = features
    self.validation = try kept.map {
      try SpeechCorpus(Self.utterances(of: $0, units), own, .none, SpeechJoining(longest: 1))
    }
    batchSize = options.chosenBatchSize(learned.recordings.count)
    let longest = utterances.reduce(0) { max($0, $1.waveform.samples.count) }
    try TrainingMemory.check(
      parameterCount: architecture.parameterCount,
      steps: batchSize * options.longestRow * features.stepCount(sampleCount: longest),
      row: architecture.layerCount * 6 * architecture.featureCount)
    name = data.name
    digest = data.digest + (validation.map { "+" + $0.digest } ?? "")
    commonest = Self.commonest(of: texts)
    lines =
      data.notes + (validation?.notes ?? []) + Self.lines(data, units, kept)
      + (try Self.tooShort(utterances, features, name: data.name))
  }

  private static func acoustics(
    sampleRate: Int, _ options: RecognizerOptions
  ) -> AcousticOptions {
    var acoustics = AcousticOptions(sampleRate: sampleRate)
    acoustics.melCount = options.melCount
    // What lies below is hum, and the filters of recorders fall above.
    acoustics.lowestFrequency = 60
    acoustics.highestFrequency = 0.475 * Double(sampleRate)
    // Sixteen bits carry little below, and rooms differ in what lies far below speech.
    acoustics.floor = 1e-7
    acoustics.dynamicRange = 9
    (acoustics.deltaOrder, acoustics.deltaWidth) = (options.deltaOrder, 5)
    if let count = options.cepstrumCount { acoustics.kind = .cepstrum(count: count) }
    return acoustics
  }

  /// The one trainer with these data.
  func trainer(_ options: RecognizerOptions) -> Trainer<RecognizerProblem> {
    Trainer(
      RecognizerProblem(
        training: training, validation: validation, batchSize: batchSize, seed: options.seed),
      options: options.training)
  }

  private static func kind(of texts: [String], _ options: RecognizerOptions) -> SpeechUnits.Kind {
    if let units = options.units { return units }
    if options.pronunciations != nil { return .phones }
    let words = texts.flatMap { $0.split(separator: " ") }
    let distinct = Set(words).count
    return distinct <= mostWords && words.count >= leastRepetitions * distinct
      ? .words : .characters
  }

  private static func utterances(
    of data: SpokenRecordings, _ units: SpeechUnits
  ) throws -> [SpeechCorpus.Utterance] {
    try data.recordings.map { recording in
      SpeechCorpus.Utterance(
        waveform: recording.waveform,
        target: try units.encode(recording.text, place: recording.name),
        speaker: recording.speaker)
    }
  }

  private static func durations(
    _ data: SpokenRecordings, longestRow: Int
  ) -> RecognizerFeatures.Durations {
    let durations = data.recordings.map(\.waveform.duration).sorted()
    // Rows are of one recording up to so many.
    return .init(
      usual: durations[durations.count / 2] * Double(1 + longestRow) / 2,
      longest: (durations.last ?? 0) * Double(longestRow))
  }

  private static func statistics(
    _ data: SpokenRecordings, _ analysis: AcousticAnalysis
  ) -> FeatureStatistics {
    let frames = SideBySide.map(data.recordings.count) { place in
      var stream = analysis.stream()
      var frames = stream.append(data.recordings[place].waveform.samples)
      frames.append(stream.finish())
      return frames
    }
    var statistics = FeatureStatistics(width: analysis.options.width)
    for frames in frames { statistics.add(frames) }
    return statistics
  }

  /// Which recordings are learned from; one at least, and one at least is not where a share is asked for.
  private static func split(
    _ count: Int, _ options: RecognizerOptions
  ) -> (learned: [Int], heldOut: [Int]) {
    var random = RandomGenerator(seed: RandomGenerator.key(options.seed, 0x5EEC4))
    let wanted = Int((Double(count) * options.validationFraction).rounded())
    let kept = options.validationFraction > 0 ? min(max(1, wanted), count - 1) : 0
    let order = (0..<count).shuffled(using: &random)
    return (order.dropFirst(kept).sorted(), order.prefix(kept).sorted())
  }

  private static func commonest(of texts: [String]) -> String {
    var counts: [String: Int] = [:]
    for text in texts { counts[text, default: 0] += 1 }
    let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return best?.key ?? ""
  }

  private static func lines(
    _ data: SpokenRecordings, _ units: SpeechUnits, _ heldOut: SpokenRecordings?
  ) -> [String] {
    let speakers = data.speakers.count
    let who =
      speakers == 0 ? "" : " by \(speakers == 1 ? "one speaker" : "\(speakers) speakers")"
    let shown = units.symbols.prefix(20).map(\.quotedForMessage).joined(separator: " ")
    let rest = units.symbols.count > 20 ? " and \(units.symbols.count - 20) more" : ""
    return [
      "\(data.name): \(data.recordings.count) recordings\(who), \(data.duration.text(0)) seconds at "
        + "\(data.sampleRate) samples a second.",
      "Units are \(units.symbols.count) \(units.kind.rawValue): \(shown)\(rest).",
      heldOut.map { "\($0.recordings.count) recordings are not learned from." }
        ?? "All recordings are learned from; none is left to measure by.",
    ]
  }

  /// A line about recordings with fewer steps than their texts need; all of them are an error.
  private static func tooShort(
    _ utterances: [SpeechCorpus.Utterance], _ features: RecognizerFeatures, name: String
  ) throws -> [String] {
    let short = utterances.count { utterance in
      let repeats = zip(utterance.target, utterance.target.dropFirst()).count { $0 == $1 }
      let steps = features.stepCount(sampleCount: utterance.waveform.samples.count)
      return steps < utterance.target.count + repeats
    }
    guard short > 0 else { return [] }
    guard short < utterances.count else {
      throw RecognizerError.allTooShort(name: name, count: short)
    }
    let step = (1000 * features.stepDuration).text(0)
    return [
      "\(short) recordings have fewer steps of \(step) ms than their texts have units: they teach nothing. A smaller "
        + "--stacking makes steps shorter."
    ]
  }
}
