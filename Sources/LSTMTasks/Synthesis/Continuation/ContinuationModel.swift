import LSTMLayers
import LSTMTensor

/// Goes on with a recording: a language model whose tokens are frames of a codebook.
struct ContinuationModel: Module {
  /// The frames that stand for others, [K, M]; found before training, and not changed by it.
  var codebook: FrameCodebook
  /// The codes' language model.
  var model: LanguageModel

  /// The sizes of the codes' language model.
  ///
  /// - Parameters:
  ///   - size: units of its layer.
  ///   - codeCount: K.
  static func architecture(size: Int, codeCount: Int) -> LanguageModelArchitecture {
    LanguageModelArchitecture(
      vocabularySize: codeCount, embeddingSize: max(1, size / 2), hiddenSize: size, layerCount: 1,
      dropout: 0.2)
  }

  /// A model with new weights over a codebook.
  init(codebook: FrameCodebook, size: Int, using random: inout RandomGenerator) {
    self.codebook = codebook
    model = LanguageModel(
      Self.architecture(size: size, codeCount: codebook.codes.shape[0]), using: &random)
  }

  /// A model whose weights are about to be read from a file.
  init(unset size: Int, codeCount: Int, frameSize: Int) {
    codebook = FrameCodebook(codes: Tensor(uninitialized: [codeCount, frameSize]))
    model = LanguageModel(unset: Self.architecture(size: size, codeCount: codeCount))
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("codes", &codebook.codes)
    try model.visitParameters(under: "model", visit)
  }
}
