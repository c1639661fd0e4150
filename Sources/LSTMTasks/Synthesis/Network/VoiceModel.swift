import LSTMLayers
import LSTMTensor

/// A voice: units of text and a speaker become frames.
///
/// A bidirectional encoder reads the units; each has a duration, learned from the alignment that its own mean frames make
/// with the recordings; a bidirectional decoder reads a row for each step, the unit and the place within it, and says the
/// frames (the duration-based LSTM of Zen and others 2016, here without an aligner of another kind). What differs between
/// takes of one text is learned as a few latent numbers (Kingma and Welling 2014), read off the take in training and drawn
/// when speaking, so that frames need not be the mean over all takes.
struct VoiceModel: Module {
  let architecture: SynthesisArchitecture
  /// [U, E].
  var units: Embedding
  /// [speakers, P].
  var speakers: Embedding
  /// E → 2E.
  var encoder: RecurrentStack
  /// The mean frame of a unit, [2E + P] → [R · M].
  var means: Linear
  /// [2E + P + Z] → [E] → location and spread of the logarithm of a unit's duration.
  var durationHidden: Linear
  var duration: Linear
  /// What a take's latent numbers are read with, R · M → 2E.
  var reference: RecurrentStack?
  /// [2E] → means and logarithms of deviations, [2Z].
  var latent: Linear?
  /// 2E + P + Z + 4 → 2H.
  var decoder: RecurrentStack
  /// [2H] → [R · M].
  var output: Linear

  /// A model with new weights.
  init(_ architecture: SynthesisArchitecture, using random: inout RandomGenerator) {
    self.architecture = architecture
    let a = architecture
    let encoded = 2 * a.embeddingSize
    func stack(
      _ inputs: Int, _ size: Int, _ layers: Int, _ random: inout RandomGenerator
    ) -> RecurrentStack {
      RecurrentStack(
        .lstm, inputSize: inputs, hiddenSize: size, layerCount: layers, direction: .bidirectional,
        dropout: a.dropout, hasBias: true, hasTrainableState: false,
        initialization: RecurrentInitialization(), using: &random)
    }
    func linear(_ inputs: Int, _ outputs: Int, _ random: inout RandomGenerator) -> Linear {
      Linear(inputSize: inputs, outputSize: outputs, using: &random)
    }
    units = Embedding(vocabularySize: a.unitCount, embeddingSize: a.embeddingSize, using: &random)
    speakers = Embedding(
      vocabularySize: a.speakerCount, embeddingSize: a.speakerSize, using: &random)
    encoder = stack(a.embeddingSize, a.embeddingSize, 1, &random)
    means = linear(encoded + a.speakerSize, a.stepSize, &random)
    durationHidden = linear(encoded + a.conditionSize, a.embeddingSize, &random)
    duration = linear(a.embeddingSize, 2, &random)
    if a.latentSize > 0 {
      reference = stack(a.stepSize, a.embeddingSize, 1, &random)
      latent = linear(encoded, 2 * a.latentSize, &random)
    }
    decoder = stack(a.decoderInputSize, a.hiddenSize, a.layerCount, &random)
    output = linear(2 * a.hiddenSize, a.stepSize, &random)
  }

  /// A model whose weights are about to be read from a file.
  init(unset architecture: SynthesisArchitecture) {
    self.architecture = architecture
    let a = architecture
    let encoded = 2 * a.embeddingSize
    func stack(_ inputs: Int, _ size: Int, _ layers: Int) -> RecurrentStack {
      RecurrentStack(
        unset: .lstm, inputSize: inputs, hiddenSize: size, layerCount: layers,
        direction: .bidirectional, dropout: a.dropout)
    }
    func linear(_ inputs: Int, _ outputs: Int) -> Linear {
      Linear(
        weight: Tensor(uninitialized: [outputs, inputs]), bias: Tensor(uninitialized: [outputs]))
    }
    units = Embedding(weight: Tensor(uninitialized: [a.unitCount, a.embeddingSize]))
    speakers = Embedding(weight: Tensor(uninitialized: [a.speakerCount, a.speakerSize]))
    encoder = stack(a.embeddingSize, a.embeddingSize, 1)
    means = linear(encoded + a.speakerSize, a.stepSize)
    durationHidden = linear(encoded + a.conditionSize, a.embeddingSize)
    duration = linear(a.embeddingSize, 2)
    if a.latentSize > 0 {
      reference = stack(a.stepSize, a.embeddingSize, 1)
      latent = linear(encoded, 2 * a.latentSize)
    }
    decoder = stack(a.decoderInputSize, a.hiddenSize, a.layerCount)
    output = linear(2 * a.hiddenSize, a.stepSize)
  }

  /// Visits the tables, the encoder, the durations, the reference and the decoder.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try units.visitParameters(under: "units", visit)
    try speakers.visitParameters(under: "speakers", visit)
    try encoder.visitParameters(under: "encoder", visit)
    try means.visitParameters(under: "means", visit)
    try durationHidden.visitParameters(under: "durationHidden", visit)
    try duration.visitParameters(under: "duration", visit)
    if var reference, var latent {
      try reference.visitParameters(under: "reference", visit)
      try latent.visitParameters(under: "latent", visit)
      (self.reference, self.latent) = (reference, latent)
    }
    try decoder.visitParameters(under: "decoder", visit)
    try output.visitParameters(under: "output", visit)
  }
}

extension SynthesisArchitecture {
  /// What steps and durations know beside the unit: speaker and latent numbers.
  var conditionSize: Int { speakerSize + latentSize }
  var decoderInputSize: Int { 2 * embeddingSize + conditionSize + StepPlan.positionSize }
}
