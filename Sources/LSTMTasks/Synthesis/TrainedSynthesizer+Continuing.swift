import LSTMData
import LSTMTensor

extension TrainedSynthesizer {
  /// Whether the model can go on with recordings.
  public var canContinue: Bool { codes != nil }

  /// Goes on with a recording in its manner, without a text.
  ///
  /// - Parameters:
  ///   - recording: at any sample rate, a tenth of a second at least.
  ///   - name: what messages call it.
  ///   - seconds: how long to go on.
  ///   - temperature: below 1 more usual sounds, above 1 more unusual ones.
  ///   - options: the phases' search and the seed.
  /// - Returns: the sound that follows the recording.
  /// - Throws: ``SynthesisError``, where the recording is too short or the model cannot go on.
  public func continuation(
    of recording: Waveform, named name: String = "The recording", seconds: Double,
    temperature: Float = 1, _ options: SpeakingOptions = SpeakingOptions()
  ) throws -> Waveform {
    guard let prepared = codes, let codebook = model.continuation?.codebook else {
      throw SynthesisError.noContinuation
    }
    guard recording.duration >= 0.1 else {
      throw SynthesisError.shortRecording(file: name, seconds: recording.duration)
    }
    // What was said long ago changes nothing.
    let end = recording.samples.suffix(Int(Self.longestMemory * Double(recording.sampleRate)))
    let sound = Resampler.resample(
      Waveform(sampleRate: recording.sampleRate, samples: Array(end)), to: sampleRate)
    let heard = frames.normalized(analysis.features(of: sound.samples))
    let width = frames.features.melCount
    let codes = codebook.codes(of: Tensor(heard, shape: [heard.count / width, width]))
    var stream = prepared.stream()
    for code in codes { stream.read(code) }
    // All codes may follow: the few that end a pause are unlikely in each of its steps.
    var sampler = Sampler(try SamplingOptions(temperature: temperature), seed: options.seed)
    let count = 1 + Int((max(0, seconds) / frames.features.hopDuration).rounded(.up))
    var said: [Int32] = []
    for _ in 0..<count {
      let code = sampler.next(stream.logits)
      said.append(code)
      stream.read(code)
    }
    let values = codebook.codes.gathering(TokenIDs(said)).values
    var result = self.sound(of: frames.restored(values), options)
    let wanted = Int((max(0, seconds) * Double(sampleRate)).rounded())
    result.samples = Array(result.samples.prefix(wanted))
    return result
  }

  /// The seconds of a recording that are read before going on.
  private static let longestMemory = 60.0
}
