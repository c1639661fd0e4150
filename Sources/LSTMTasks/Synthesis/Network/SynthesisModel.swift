import LSTMLayers
import LSTMTensor

/// What a synthesiser has learned: a voice, and how recordings go on.
public struct SynthesisModel: Module {
  /// The sizes.
  public let architecture: SynthesisArchitecture
  var voice: VoiceModel
  /// How far each speaker's cepstra lie from their means in recordings, beside what the voice says instead,
  /// [speakers, M]; 1 until training is done.
  var variance: Tensor
  /// `nil`: the model cannot go on with recordings.
  var continuation: ContinuationModel?

  /// A model with new weights.
  ///
  /// - Parameters:
  ///   - architecture: the sizes.
  ///   - codebook: the frames that stand for others.
  ///   - random: the source of chance.
  init(
    _ architecture: SynthesisArchitecture, codebook: FrameCodebook?,
    using random: inout RandomGenerator
  ) {
    self.architecture = architecture
    voice = VoiceModel(architecture, using: &random)
    variance = Tensor(
      repeating: 1, shape: [architecture.speakerCount, architecture.frameSize])
    continuation = codebook.map {
      ContinuationModel(codebook: $0, size: architecture.continuationSize, using: &random)
    }
  }

  /// A model whose weights are about to be read from a file.
  init(unset architecture: SynthesisArchitecture) {
    self.architecture = architecture
    voice = VoiceModel(unset: architecture)
    variance = Tensor(uninitialized: [architecture.speakerCount, architecture.frameSize])
    if architecture.continuationSize > 0 {
      continuation = ContinuationModel(
        unset: architecture.continuationSize, codeCount: architecture.codeCount,
        frameSize: architecture.frameSize)
    }
  }

  /// Visits the voice, its variance, then the continuation.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try voice.visitParameters(under: "voice", visit)
    try visit("variance", &variance)
    if var continuation {
      try continuation.visitParameters(under: "continuation", visit)
      self.continuation = continuation
    }
  }
}
