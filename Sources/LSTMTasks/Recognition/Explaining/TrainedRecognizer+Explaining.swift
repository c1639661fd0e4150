import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedRecognizer: Explainable {
  /// Units that are silenced between two reports of progress.
  private static let silencedUnits = 16

  /// Recurrent layers, L.
  public var layerCount: Int { model.architecture.layerCount }
  /// Units of a layer and a direction, H.
  public var hiddenSize: Int { model.architecture.hiddenSize }
  /// Both ways, or forward of a model that recognises speech while it comes.
  public var direction: Direction { model.architecture.direction }
  /// The cell's name if there is no trace of it.
  public var untracedCell: String? {
    model.members[0].recurrent.isTraced ? nil : model.architecture.cell.rawValue
  }
  /// Losses are −ln p of what the network says.
  public var lossUnit: String { "nats" }

  /// A recording: its first seconds, or those that are asked for.
  ///
  /// - Throws: `WAVError`, `ExplainedPartError`.
  public func part(
    of source: ExplainedSource, progress: (Double) -> Void
  ) throws -> RecordingPart {
    try RecordingPart(source, self, progress: progress)
  }

  /// Reads a recording, and keeps everything that happens.
  public func read(_ part: RecordingPart, candidateCount: Int) -> ExplainedInput {
    let network = model.members[part.member]
    let traces = network.recurrent.trace(part.inputs.sequence, states: part.memory)
    let logits = network.logits(of: part.inputs, from: part.memory)
    let sound = sound(part, logits.softmax().values)
    var steps = (0..<part.stepCount).map { step in
      ExplainedStep(
        label: label(ofStep: step, in: sound), text: "",
        candidates: candidates(candidateCount, ofStep: step, in: sound), loss: nil)
    }
    if !steps.isEmpty { steps[steps.count - 1].loss = loss(logits, part) }
    var input = ExplainedInput(
      steps: steps, traces: traces, content: .sound(sound),
      survey: UnitSurvey(
        features: SoundFeature.all(of: sound, stepCount: part.stepCount), traces: traces))
    input.remarks = part.remarks + remarks(part)
    return input
  }

  /// −ln p of what the network says of the whole part, over all ways to align it.
  public func losses(of part: RecordingPart) -> [Double] {
    [loss(model.members[part.member].logits(of: part.inputs, from: part.memory), part)]
  }

  /// The same without each of some units.
  public func losses(
    of part: RecordingPart, silencing units: [RecurrentUnit], progress: (Double) -> Void
  ) -> [[Double]] {
    var losses: [[Double]] = []
    for start in stride(from: 0, to: units.count, by: Self.silencedUnits) {
      let some = units[start..<min(units.count, start + Self.silencedUnits)]
      losses += SideBySide.map(some.count) { place in
        var network = model.members[part.member]
        network.silence(some[start + place])
        return [loss(network.logits(of: part.inputs, from: part.memory), part)]
      }
      progress(Double(losses.count) / Double(units.count))
    }
    return losses
  }

  /// What is said, all at once.
  public func name(ofPrediction number: Int, in part: RecordingPart) -> PredictionName {
    let text = units.text(of: part.target)
    return PredictionName(
      place: "the sound", subject: text.isEmpty ? "silence" : "the text \(text.quotedForMessage)")
  }

  /// ‖∂L ÷ ∂h‖ and ‖∂L ÷ ∂C‖ for L = −ln p of the last unit at its spike, by layer; `nil` of layers that read in both
  /// directions, whose states behind the spike matter, too.
  public func gradients(of part: RecordingPart) -> LossGradients? {
    let network = model.members[part.member]
    guard isStreaming, let last = part.said.last else { return nil }
    let probabilities = network.logits(of: part.inputs, from: part.memory).softmax().values
    let classes = model.architecture.classCount
    func probability(_ step: Int) -> Float { probabilities[step * classes + Int(last.unit)] }
    // The first of the surest.
    guard let spike = last.frames.max(by: { (probability($0), $1) < (probability($1), $0) })
    else { return nil }
    var loss = 0.0
    let delay = model.architecture.delay
    let found = network.recurrent.stateGradients(
      // What is said of a step follows from what comes up to the delay behind it.
      reading: SpeechBatch([part.inputs]).inputs(tail: delay).rows(0..<spike + delay + 1),
      from: part.memory ?? network.recurrent.zeroStates(batchSize: 1)
    ) { hidden in
      let result = network.output(hidden).crossEntropy(
        targets: TokenIDs([last.unit], shape: [1, 1]))
      loss = Double(result.scalar)
      return result
    }
    return LossGradients(
      next: name(of: Int(last.unit)), loss: loss,
      layers: found.layerGradients(hasCell: network.recurrent.cell.variant != nil))
  }
}

extension TrainedRecognizer {
  /// −ln p of what the network says of a part.
  ///
  /// - Parameter logits: [T, V].
  private func loss(_ logits: Tensor, _ part: RecordingPart) -> Double {
    let steps = part.stepCount
    return logits.reshaped(to: [steps, 1, model.architecture.classCount]).ctcLoss(
      targets: [part.target], lengths: [steps], blank: SpeechUnits.blank, normalization: .none
    ).nats[0]
  }

  /// What a class is called.
  private func name(of unit: Int) -> String {
    let symbol = units.symbol(Int32(unit))
    return unit == Int(SpeechUnits.blank) ? "blank" : symbol == " " ? "␣" : symbol
  }

  private func sound(_ part: RecordingPart, _ probabilities: [Float]) -> ExplainedSound {
    let acoustics = features.acoustics
    return ExplainedSound(
      name: part.name, energies: part.energies, frequencies: part.frequencies,
      hop: Double(acoustics.hopCount) / Double(acoustics.sampleRate),
      framesPerStep: features.stacking.count, start: part.start,
      outputs: ExplainedSound.Outputs(
        names: (0..<units.classCount).map(name), blank: Int(SpeechUnits.blank),
        probabilities: probabilities),
      words: words(part.said, from: part.start).map {
        ExplainedSound.Word(
          $0.word, start: $0.start, end: $0.end, confidence: Double($0.confidence))
      })
  }

  /// The time in the middle of a step; half a frame needs a digit more.
  private func label(ofStep step: Int, in sound: ExplainedSound) -> String {
    "\(sound.time(ofStep: step).text(sound.framesPerStep.isMultiple(of: 2) ? 3 : 2)) s"
  }

  /// The likeliest units; of equally likely ones the first.
  private func candidates(
    _ count: Int, ofStep step: Int, in sound: ExplainedSound
  ) -> [ExplainedStep.Candidate] {
    let names = sound.outputs.names
    let row = Array(
      sound.outputs.probabilities[step * names.count..<(step + 1) * names.count])
    return row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(count).map {
      ExplainedStep.Candidate(label: names[$0], probability: Double(row[$0]))
    }
  }

  private func remarks(_ part: RecordingPart) -> [String] {
    let count = model.members.count
    guard count > 1 else { return [] }
    return [
      "This is network \(part.member) of 0 to \(count - 1), and what it says alone; --member chooses another."
    ]
  }
}
