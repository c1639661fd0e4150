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
    features.stacking.stack(features.frames(of: samples, analysis))
  }

  /// What is said in an utterance at the networks' rate.
  ///
  /// - Parameters:
  ///   - decoder: one that has heard nothing.
  ///   - choices: the units of texts of which one is said; `nil`: any may be.
  func units(
    of samples: [Float], _ decoder: any FrameDecoder, choices: [[Int32]]? = nil
  ) -> [DecodedUnit] {
    let inputs = inputs(of: samples)
    guard inputs.count > 0 else { return [] }
    let logits = networks.map { $0.logits(of: inputs) }
    if let choices {
      let scores = Self.meanLogProbabilities(of: choices, logits)
      guard let best = Self.best(scores) else { return [] }
      return logits[0].alignedUnits(choices[best])
    }
    var decoder = decoder
    decoder.read(logits[0])
    guard networks.count > 1 else { return decoder.candidates(1)[0].units }
    // What one network finds likely all of them judge, with what language model and hot words add.
    let hypotheses = decoder.candidates(Self.judgedHypotheses)
    let heard = Self.meanLogProbabilities(of: hypotheses.map { $0.units.map(\.unit) }, logits)
    let scores = zip(hypotheses, heard).map { $0.score - $0.logProbability + $1 }
    return Self.best(scores).map { hypotheses[$0].units } ?? []
  }

  /// The mean over networks of ln p of each text.
  private static func meanLogProbabilities(of texts: [[Int32]], _ logits: [Tensor]) -> [Double] {
    var sums = [Double](repeating: 0, count: texts.count)
    for logits in logits {
      for (place, nats) in logits.negativeLogProbabilities(of: texts).enumerated() {
        sums[place] -= nats
      }
    }
    return sums.map { $0 / Double(max(1, logits.count)) }
  }

  /// The place of the greatest number, of equal ones the first.
  private static func best(_ scores: [Double]) -> Int? {
    scores.indices.reversed().max { scores[$0] < scores[$1] }
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
  /// The units of a text in their most probable alignment with logits [T, V].
  fileprivate func alignedUnits(_ text: [Int32]) -> [DecodedUnit] {
    guard let alignment = ctcAlignment(to: text, blank: SpeechUnits.blank) else { return [] }
    return text.indices.map { place in
      DecodedUnit(
        unit: text[place], frames: alignment.frames[place],
        confidence: alignment.confidences[place])
    }
  }

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
