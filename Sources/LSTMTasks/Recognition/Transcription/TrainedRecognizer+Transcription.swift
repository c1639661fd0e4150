import LSTMData
import LSTMTensor

extension TrainedRecognizer {
  /// Hypotheses that all networks judge.
  private static let judgedHypotheses = 8

  /// What is said in a recording.
  ///
  /// - Parameters:
  ///   - waveform: of any rate and length; what is silent gives no words.
  ///   - options: how to search.
  /// - Throws: ``RecognizerError``, where a hot word or a language model does not fit the units.
  public func transcribe(
    _ waveform: Waveform, _ options: RecognitionOptions = RecognitionOptions()
  ) throws(RecognizerError) -> [TimedWord] {
    var stream = try stream(options, sampleRate: waveform.sampleRate)
    return stream.append(waveform.samples) + stream.finish()
  }

  /// Speech that is transcribed while it comes.
  ///
  /// - Parameters:
  ///   - options: how to search.
  ///   - sampleRate: of the sound.
  /// - Throws: ``RecognizerError``, where a hot word or a language model does not fit the units.
  public func stream(
    _ options: RecognitionOptions = RecognitionOptions(), sampleRate: Int
  ) throws(RecognizerError) -> RecognitionStream {
    try RecognitionStream(self, options, sampleRate: sampleRate)
  }

  /// The steps that the networks read of an utterance.
  func inputs(of samples: [Float]) -> AcousticFeatures {
    features.stacking.stack(features.normalized(analysis.features(of: samples)))
  }

  /// What is said in an utterance at the networks' rate.
  func units(of samples: [Float], _ decoder: any FrameDecoder) -> [DecodedUnit] {
    let inputs = inputs(of: samples)
    guard inputs.count > 0, let first = networks.first else { return [] }
    var decoder = decoder
    decoder.read(first.logits(of: inputs))
    guard networks.count > 1 else { return decoder.candidates(1)[0].units }
    return chosen(among: decoder.candidates(Self.judgedHypotheses), inputs)
  }

  /// The hypothesis that all networks together take for most likely: the mean of ln p, with what language model and hot words
  /// add.
  private func chosen(
    among hypotheses: [RecognitionHypothesis], _ inputs: AcousticFeatures
  ) -> [DecodedUnit] {
    let targets = hypotheses.map { $0.units.map(\.unit) }
    var scores = hypotheses.map { $0.score - $0.logProbability }
    for network in networks {
      let nats = network.logits(of: inputs).negativeLogProbabilities(of: targets)
      for place in scores.indices { scores[place] -= nats[place] / Double(networks.count) }
    }
    let best = scores.indices.reversed().max { scores[$0] < scores[$1] } ?? 0
    return hypotheses[best].units
  }

  /// The words that units spell, from a moment on.
  func words(_ units: [DecodedUnit], from start: Double) -> [TimedWord] {
    DecodedWord.words(of: units, separator: self.units.separator).compactMap { word in
      let text = self.units.text(of: word.units)
      guard !text.isEmpty else { return nil }
      // A step stands for the frames that it stacks, the first of which lies half a hop behind its time.
      return TimedWord(
        text, start: start + Double(word.frames.lowerBound) * stepDuration,
        end: start + Double(word.frames.upperBound) * stepDuration, confidence: word.confidence)
    }
  }
}

extension Tensor {
  /// −ln p of several targets, each of the same logits [T, V].
  fileprivate func negativeLogProbabilities(of targets: [[Int32]]) -> [Double] {
    let (steps, classes) = (shape[0], shape[1])
    let values = values
    var rows: [Float] = []
    rows.reserveCapacity(values.count * targets.count)
    for step in 0..<steps {
      for _ in targets { rows += values[step * classes..<(step + 1) * classes] }
    }
    let logits = Tensor(rows, shape: [steps, targets.count, classes])
    return logits.ctcLoss(
      targets: targets, lengths: targets.map { _ in steps }, blank: SpeechUnits.blank,
      normalization: .none
    ).nats
  }
}
