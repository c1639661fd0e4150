import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedTranslator: Explainable {
  /// The layers of the encoder, then those of the decoder.
  public var layerCount: Int { 2 * model.architecture.layerCount }
  /// Units of a layer and a direction, H.
  public var hiddenSize: Int { model.architecture.hiddenSize }
  /// The encoder reads both ways; the decoder writes forward.
  public var direction: Direction { .bidirectional }
  /// Those of the encoder in both directions, then those of the decoder.
  public var units: [RecurrentUnit] {
    let count = model.architecture.layerCount
    return units(ofLayers: 0..<count, .bidirectional)
      + units(ofLayers: count..<2 * count, .forward)
  }
  /// None: its layers are LSTMs.
  public var untracedCell: String? { model.encoder.isTraced ? nil : "\(model.encoder.cell)" }
  /// Losses are −ln p of what the model itself writes.
  public var lossUnit: String { "nats" }

  /// A sentence: the one that is given, or a line of a file; and its translation.
  ///
  /// - Throws: what reading throws, `ExplainedPartError`, `ExplanationError`.
  public func part(
    of source: ExplainedSource, progress: (Double) -> Void
  ) throws -> TranslationPart {
    try TranslationPart(source, self)
  }

  /// Reads a sentence, writes its translation, and keeps everything that happens.
  ///
  /// The steps of the encoder come first, those of the decoder after them.
  public func read(_ part: TranslationPart, candidateCount: Int) -> ExplainedInput {
    let trace = model.trace([part.sentence])
    let logits = model.logits(trace.vectors, model.packedOutput)
    let losses = logits.crossEntropies(targets: TokenIDs(part.sentence.writes)).values
    let candidates = best(candidateCount, of: logits.softmax())
    let sourceTexts = tokenizer.additions(of: part.sentence.source) + [""]
    var steps = zip(names(part.sentence.source, isEnded: true), sourceTexts).map {
      ExplainedStep(label: $0, text: $1, candidates: [], loss: nil)
    }
    let written = names(part.sentence.writes)
    let targetTexts = [""] + tokenizer.additions(of: part.sentence.reads)
    for place in written.indices {
      var step = ExplainedStep(
        label: place == 0 ? "<s>" : written[place - 1], text: targetTexts[place],
        candidates: candidates[place], loss: Double(losses[place]))
      step.outcome = written[place]
      steps.append(step)
    }
    var input = ExplainedInput(
      steps: steps, traces: trace.encoder + trace.decoder,
      content: .translation(translation(part, trace.weights)))
    let count = model.architecture.layerCount
    input.stacks = [
      ExplainedStack("encoder", layers: 0..<count, steps: 0..<part.sourceSteps),
      ExplainedStack(
        "decoder", layers: count..<2 * count, steps: part.sourceSteps..<part.stepCount),
    ]
    input.surveys = surveys(part)
    input.remarks = remarks(part)
    return input
  }

  /// −ln p of each token of the translation, and of its end.
  public func losses(of part: TranslationPart) -> [Double] {
    model.losses(part.sentence, model.packedOutput)
  }

  /// The same without each of some units, of the same translation.
  public func losses(
    of part: TranslationPart, silencing units: [RecurrentUnit], progress: (Double) -> Void
  ) -> [[Double]] {
    let output = model.packedOutput
    return units.enumerated().map { number, unit in
      defer { progress(Double(number + 1) / Double(units.count)) }
      var network = model
      network.silence(unit)
      return network.losses(part.sentence, output)
    }
  }

  /// A token of the translation by its step, and by those before it.
  public func name(ofPrediction number: Int, in part: TranslationPart) -> PredictionName {
    let written = names(part.sentence.writes)
    let context = written[max(0, number - 11)..<number].joined()
    return PredictionName(
      place: "step \(part.sourceSteps + number)",
      subject: context.isEmpty
        ? "\(written[number]), the first" : "\(written[number]) after \"\(context)\"")
  }

  /// None: the whole source is before every token alike.
  public func gradients(of part: TranslationPart) -> LossGradients? { nil }
}

extension TrainedTranslator {
  /// Tokens as people see them.
  ///
  /// - Parameter isEnded: whether an end follows them.
  private func names(_ tokens: [Int32], isEnded: Bool = false) -> [String] {
    tokens.map {
      $0 == model.architecture.boundary ? "</s>" : tokenizer.vocabulary.displayText(of: $0)
    } + (isEnded ? ["</s>"] : [])
  }

  /// The likeliest tokens of each row of probabilities [T, V + 1]; of equally likely ones the first.
  private func best(_ count: Int, of probabilities: Tensor) -> [[ExplainedStep.Candidate]] {
    let (rows, classes) = (probabilities.shape[0], probabilities.shape[1])
    return probabilities.withBuffer { values in
      (0..<rows).map { row in
        values[row * classes..<(row + 1) * classes].largest(count).map { token, probability in
          ExplainedStep.Candidate(
            label: names([token])[0], probability: Double(probability))
        }
      }
    }
  }

  /// - Parameter weights: [T, 1, S].
  private func translation(_ part: TranslationPart, _ weights: Tensor) -> ExplainedTranslation {
    let (rows, columns) = (part.targetSteps, part.sourceSteps)
    let values = weights.values
    let target = part.sentence.writes.filter { $0 != model.architecture.boundary }
    return ExplainedTranslation(
      source: part.source,
      text: TranslationText.restored(tokenizer.decode(target)),
      sourceTokens: names(part.sentence.source, isEnded: true),
      targetTokens: names(part.sentence.writes),
      attention: (0..<rows).map { row in
        values[row * columns..<(row + 1) * columns].map(Double.init)
      })
  }

  private func remarks(_ part: TranslationPart) -> [String] {
    let count = model.architecture.layerCount
    func layers(_ first: Int) -> String {
      count == 1 ? "layer \(first)" : "layers \(first) to \(first + count - 1)"
    }
    return [
      """
      The encoder (\(layers(0)), in both directions) reads the sentence in the steps 0 to \(part.sourceSteps - 1); the \
      decoder (\(layers(count))) writes in the steps \(part.sourceSteps) to \(part.stepCount - 1), and attends to what was \
      read. Losses are those of the model's own translation, the one that lstm translate finds.
      """
    ]
  }

  /// What units may follow, of the encoder in the sentences and of the decoder in their translations.
  private func surveys(_ part: TranslationPart) -> [UnitSurvey] {
    let trace = model.trace(part.surveyed)
    let sources = part.surveyed.map { tokenizer.additions(of: $0.source) + [""] }
    let targets = part.surveyed.map { [""] + tokenizer.additions(of: $0.reads) }
    let others = """
      Measured on \(part.surveyed.count) sentences of the input and their translations, this one among them.
      """
    return [(trace.encoder, sources), (trace.decoder, targets)].map { traces, texts in
      var survey = UnitSurvey(
        features: Self.features(of: texts), traces: traces, sampleName: "tokens",
        note: part.surveyed.count == 1 ? "" : others)
      survey.texts = texts.flatMap { $0.dropLast() + [($0.last ?? "") + "\n"] }
      return survey
    }
  }

  /// What units may follow in texts, one after the other.
  private static func features(of texts: [[String]]) -> [InputFeature] {
    var features = TextFeature.all(of: [], after: "")
    for text in texts {
      for (place, feature) in TextFeature.all(of: text, after: "").enumerated() {
        features[place].values += feature.values
      }
    }
    // A sentence is a line of its own: nobody speaks in it but who wrote it.
    features.removeAll { $0.key == "\(TextFeature.speakerName)" }
    for place in features.indices where features[place].key == "\(TextFeature.positionInLine)" {
      features[place].name = "the position in the sentence"
    }
    return features + [
      InputFeature(
        key: "tokensLeft", name: "the tokens left to the end", isPresence: false,
        values: texts.flatMap { text in text.indices.map { Float(text.count - 1 - $0) } })
    ]
  }
}
