import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor

/// A synthesiser with the frames that it was trained on.
///
/// ```swift
/// let synthesizer = try TrainedSynthesizer(contentsOf: folder)
/// let sound = try synthesizer.speak("three one four", speaker: "theo", seed: 1)
/// ```
public struct TrainedSynthesizer: Sendable {
  /// The name of the task in `config.json`.
  public static let task = "synthesizer"
  /// The file of frames, units and speakers in a model folder.
  static let framesFile = "features.json"

  /// The network.
  public private(set) var model: SynthesisModel
  /// How sound becomes frames and back; the units and the speakers.
  public let frames: SpeechFrames
  let voice: PreparedVoice
  let reconstruction: WaveformReconstruction
  let analysis: AcousticAnalysis
  let variance: GlobalVariance
  let codes: PreparedLanguageModel?

  init(model: SynthesisModel, frames: SpeechFrames) throws(AcousticOptionError) {
    self.model = model
    self.frames = frames
    voice = PreparedVoice(model.voice)
    reconstruction = try WaveformReconstruction(frames.features)
    analysis = try AcousticAnalysis(frames.features)
    variance = GlobalVariance(frameSize: frames.features.melCount)
    codes = model.continuation.map { PreparedLanguageModel($0.model) }
  }

  /// A model that was just trained, and how much less it varies than what it has learned from.
  init(
    model: SynthesisModel, frames: SpeechFrames, learned: [Utterance]
  ) throws(AcousticOptionError) {
    try self.init(model: model, frames: frames)
    self.model.variance = missingVariance(learned)
  }

  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init(contentsOf folder: ModelFolder) throws {
    let configuration = try folder.configuration()
    guard configuration.task == Self.task else {
      throw SynthesisError.otherTask(model: folder.path, task: configuration.task)
    }
    let architecture = try SynthesisArchitecture(
      json: JSONReader(configuration.architecture, document: "\(folder.path)/config.json"))
    let frames = try SpeechFrames(
      json: JSONReader(
        try folder.vocabulary(named: Self.framesFile),
        document: "\(folder.path)/\(Self.framesFile)"))
    for (what, found, expected) in [
      ("units", frames.units.count, architecture.unitCount),
      ("speakers", frames.speakers.count, architecture.speakerCount),
      ("values of a frame", frames.features.melCount, architecture.frameSize),
    ] where found != expected {
      throw SynthesisError.mismatch(
        model: folder.path, what: what, found: found, expected: expected)
    }
    var model = SynthesisModel(unset: architecture)
    try folder.loadWeights(into: &model)
    try self.init(model: model, frames: frames)
  }

  /// The voices, by name.
  public var speakers: [String] { frames.speakers }
  /// Samples a second of what is said.
  public var sampleRate: Int { frames.features.sampleRate }
}
