import LSTMData
import LSTMTensor

extension TrainedSynthesizer {
  /// Texts of a speaker that are said to see how much is missing.
  private static let saidTexts = 40

  /// How far the cepstra of each speaker's recordings lie from their means, beside what the model says instead,
  /// [speakers, M]: 1 to 3.
  ///
  /// - Parameter utterances: what was learned.
  func missingVariance(_ utterances: [Utterance]) -> Tensor {
    let width = frames.features.melCount
    let measure = GlobalVariance(frameSize: width)
    var factors: [Float] = []
    for speaker in speakers.indices {
      var (real, said) = (
        [Double](repeating: 0, count: width), [Double](repeating: 0, count: width)
      )
      let own = utterances.filter { $0.speaker == speaker }
      // Recordings far from each other in their order, so that many texts are among them.
      let stride = max(1, own.count / Self.saidTexts)
      for (number, place) in Swift.stride(from: 0, to: own.count, by: stride).enumerated() {
        var options = SpeakingOptions()
        options.emphasis = 0
        var random = RandomGenerator(seed: RandomGenerator.key(0x4756, UInt64(number)))
        let spoken = say(
          own[place].units, voice: speaker, latent: latent(options, using: &random), options,
          using: &random
        ).features
        let heard = frames.restored(own[place].steps)
        for (cepstrum, value) in measure.variances(spoken).enumerated() { said[cepstrum] += value }
        for (cepstrum, value) in measure.variances(heard).enumerated() { real[cepstrum] += value }
      }
      factors += zip(real, said).map { real, said in
        Float(min(max((real / max(said, 1e-9)).squareRoot(), 1), 3))
      }
    }
    return Tensor(factors, shape: [speakers.count, width])
  }
}
