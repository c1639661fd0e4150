import LSTMLayers
import LSTMTensor

/// A voice for inference, its weights laid out for the kernels once for all that is said.
struct PreparedVoice: Sendable {
  private let model: VoiceModel
  private let encoder: PreparedLSTM
  private let decoder: PreparedLSTM

  init(_ model: VoiceModel) {
    self.model = model
    encoder = PreparedLSTM(stack: model.encoder)
    decoder = PreparedLSTM(stack: model.decoder)
  }

  /// Reads one text, with the bits of ``VoiceModel/encode(_:counts:speakers:phase:)``.
  func encode(_ units: [Int32], speaker: Int32) -> VoiceModel.Encoded {
    let ids = TokenIDs(units, shape: [units.count, 1])
    return model.voiced(encoder.read(model.units(ids)).outputs, speakers: [speaker])
  }

  /// Location and spread of ln of each unit's duration, [S, 1, 2].
  func durations(_ encoded: VoiceModel.Encoded, latent: Tensor?) -> Tensor {
    model.durations(encoded, latent: latent)
  }

  /// Says one text's steps, [T, 1, R · M].
  func decode(
    _ encoded: VoiceModel.Encoded, durations: [Int], speaker: Int32, latent: Tensor?
  ) -> Tensor {
    let inputs = model.inputs(
      encoded, StepPlan([durations]), speakers: [speaker], latent: latent)
    return model.output(decoder.read(inputs).outputs)
  }
}
