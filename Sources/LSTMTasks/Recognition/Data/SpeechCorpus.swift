import LSTMData
import LSTMTensor

/// What a recogniser learns from: sound and the units that it says.
struct SpeechCorpus: Sendable {
  /// An utterance to learn from.
  struct Utterance: Sendable {
    let waveform: Waveform
    let target: [Int32]
    let speaker: String?
  }

  let utterances: [Utterance]
  let features: RecognizerFeatures
  let variation: SpeechVariation
  let joining: SpeechJoining
  private let plain: AcousticAnalysis
  /// The ways to take features that may be drawn.
  private let analyses: [AcousticAnalysis]
  /// One for each speed that may be drawn.
  private let speeds: [Resampler]
  /// The places of each speaker's utterances.
  private let places: [String: [Int]]
  /// The inputs of each utterance, where they never change.
  private var unchanged: [AcousticFeatures] = []

  /// - Throws: `AcousticOptionError`, where an option is out of its range.
  init(
    _ utterances: [Utterance], _ features: RecognizerFeatures, _ variation: SpeechVariation,
    _ joining: SpeechJoining
  ) throws {
    self.utterances = utterances
    self.features = features
    self.variation = variation
    self.joining = joining
    plain = try AcousticAnalysis(features.acoustics)
    analyses = try variation.analyses(like: features.acoustics)
    speeds = variation.speeds.map { Waveform.resampler(forSpeed: $0) }
    var places: [String: [Int]] = [:]
    for (place, utterance) in utterances.enumerated() {
      places[utterance.speaker ?? "", default: []].append(place)
    }
    self.places = places
    if variation == .none, joining.longest == 1 {
      unchanged = inputs(of: Array(utterances.indices))
    }
  }

  /// Utterances as they are.
  func batch(_ chosen: [Int]) -> (batch: SpeechBatch, targets: [[Int32]]) {
    let inputs = unchanged.isEmpty ? inputs(of: chosen) : chosen.map { unchanged[$0] }
    return (SpeechBatch(inputs), chosen.map { utterances[$0].target })
  }

  /// Utterances varied by chance, alone or with others of their speaker behind them.
  ///
  /// - Parameter keys: what the draws follow from, one for each.
  func varied(_ chosen: [Int], keys: [UInt64]) -> (batch: SpeechBatch, targets: [[Int32]]) {
    guard unchanged.isEmpty else { return batch(chosen) }
    let varied = SideBySide.map(chosen.count) { place in
      self.varied(chosen[place], key: keys[place])
    }
    return (SpeechBatch(varied.map(\.inputs)), varied.map(\.target))
  }

  private func varied(_ place: Int, key: UInt64) -> (inputs: AcousticFeatures, target: [Int32]) {
    var random = RandomGenerator(seed: key)
    let others = places[utterances[place].speaker ?? ""] ?? []
    let row = joining.places(first: place, among: others, using: &random)
    let isVaried = Double(random.uniform()) < variation.share
    let analysis = analyses[random.index(below: analyses.count)]
    let speed = speeds[random.index(below: speeds.count)]
    var sound = joining.join(row.map { utterances[$0].waveform }, using: &random)
    let target = joined(row.map { utterances[$0].target })
    guard isVaried else { return (inputs(of: sound, plain), target) }
    sound = variation.waveform.apply(
      to: sound.resampled(by: speed), key: RandomGenerator.key(key, 1))
    var frames = features.frames(of: sound.samples, analysis)
    if let masks = variation.masks {
      frames = masks.apply(
        to: frames, groups: 1 + features.acoustics.deltaOrder, key: RandomGenerator.key(key, 2))
    }
    return (features.stacking.stack(frames), target)
  }

  private func joined(_ targets: [[Int32]]) -> [Int32] {
    let between = features.units.separator.map { [$0] } ?? []
    return Array(targets.joined(separator: between))
  }

  private func inputs(of chosen: [Int]) -> [AcousticFeatures] {
    SideBySide.map(chosen.count) { place in
      inputs(of: utterances[chosen[place]].waveform, plain)
    }
  }

  private func inputs(of sound: Waveform, _ analysis: AcousticAnalysis) -> AcousticFeatures {
    features.stacking.stack(features.frames(of: sound.samples, analysis))
  }
}
