import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedLanguageModel: Explainable {
  /// Steps whose predictions are held at a time: a row of logits is as long as the vocabulary.
  private static let predictedSteps = 256
  /// Steps that are read at a time where only the state after them matters.
  private static let rememberedSteps = 1024

  /// Recurrent layers, L.
  public var layerCount: Int { model.architecture.layerCount }
  /// Units of a layer that others read: features of its hidden state.
  public var hiddenSize: Int { model.recurrent.hiddenStateSize }
  /// Forward: a text is read as it is written.
  public var direction: Direction { .forward }

  /// The cell's name if there is no trace of it.
  public var untracedCell: String? {
    model.recurrent.isTraced ? nil : model.architecture.cell.rawValue
  }

  /// Losses are −ln p.
  public var lossUnit: String { "nats" }

  /// A text as the model's tokens, and what of it could not be said with them.
  public func encode(_ text: [UInt8]) -> (tokens: [Int32], replacements: [TextReplacement]) {
    (
      tokenizer.encode(text),
      tokenizer.substitutions(in: text).map {
        TextReplacement(
          original: String(decoding: $0.original, as: UTF8.self),
          standIn: tokenizer.vocabulary.displayText(of: $0.token))
      }
    )
  }

  /// The part of a text that is asked for, once the model has read what comes before it.
  public func part(
    of source: ExplainedSource, progress: (Double) -> Void
  ) throws -> TokenPart<Int32, [Tensor]> {
    let encoded = encode(try source.readText())
    return try TokenPart(
      of: encoded.tokens, source, limit: ExplainedInput.stepLimit,
      replacements: encoded.replacements
    ) { memory(after: $0, progress: progress) }
  }

  /// The recurrent states after tokens, [L, 1, H] each; of none: what the model begins with.
  ///
  /// - Parameter progress: called with the share done.
  func memory(after tokens: [Int32], progress: (Double) -> Void) -> [Tensor] {
    var states = model.zeroStates(batchSize: 1)
    let packed = model.recurrent.packed()
    for start in stride(from: 0, to: tokens.count, by: Self.rememberedSteps) {
      let part = Array(tokens[start..<min(tokens.count, start + Self.rememberedSteps)])
      let embedded = model.embedding(TokenIDs(part, shape: [part.count, 1]))
      states =
        model.recurrent.infer(embedded, states: states, lengths: nil, packed: packed).states
      progress(Double(start + part.count) / Double(tokens.count))
    }
    return states
  }

  /// Reads a text, and keeps everything that happens.
  public func read(
    _ part: TokenPart<Int32, [Tensor]>, candidateCount: Int
  ) -> ExplainedInput {
    let (tokens, memory) = (part.tokens, part.memory)
    let embedded = model.embedding(TokenIDs(tokens, shape: [tokens.count, 1]))
    let traces = model.recurrent.trace(embedded, states: memory)
    guard let hidden = traces.last?.hidden else { return ExplainedInput(steps: [], traces: []) }
    var candidates: [[ExplainedStep.Candidate]] = []
    var losses: [Double] = []
    forEachPart(of: hidden, tokens) { logits, targets in
      losses += logits.crossEntropies(targets: targets).values.map(Double.init)
      let probabilities = logits.softmax()
      for row in 0..<targets.values.count {
        candidates.append(best(candidateCount, of: probabilities.rows(row..<row + 1).values))
      }
    }
    let texts = tokenizer.additions(of: tokens)
    let steps = tokens.indices.map { step in
      ExplainedStep(
        label: tokenizer.vocabulary.displayText(of: tokens[step]), text: texts[step],
        candidates: candidates[step], loss: step + 1 < tokens.count ? losses[step] : nil)
    }
    let previous = tokenizer.additions(of: part.previous).joined()
    return ExplainedInput(
      steps: steps, traces: traces, content: .text(previous: previous),
      survey: UnitSurvey(features: TextFeature.all(of: texts, after: previous), traces: traces))
  }

  /// ‖∂L ÷ ∂h‖ and ‖∂L ÷ ∂C‖ for L = −ln p of the last token, by layer.
  public func gradients(of part: TokenPart<Int32, [Tensor]>) -> LossGradients? {
    let tokens = part.tokens
    guard let last = tokens.last, tokens.count > 1 else { return nil }
    let read = tokens.dropLast()
    let embedded = model.embedding(TokenIDs(Array(read), shape: [read.count, 1]))
    var loss = 0.0
    let found = model.recurrent.stateGradients(reading: embedded, from: part.memory) { hidden in
      let result = model.output(hidden).crossEntropy(targets: TokenIDs([last], shape: [1, 1]))
      loss = Double(result.scalar)
      return result
    }
    return LossGradients(
      next: tokenizer.vocabulary.displayText(of: last), loss: loss,
      layers: found.layerGradients(hasCell: model.recurrent.cell.variant != nil))
  }

  /// A prediction by its step, and by the tokens that it follows.
  public func name(
    ofPrediction number: Int, in part: TokenPart<Int32, [Tensor]>
  ) -> PredictionName {
    let vocabulary = tokenizer.vocabulary
    let context = part.tokens[max(0, number - 11)...number]
      .map { vocabulary.displayText(of: $0) }.joined()
    return PredictionName(
      place: "step \(number)",
      subject: "\(vocabulary.displayText(of: part.tokens[number + 1])) after \"\(context)\"")
  }

  /// Hands on the logits of some steps at a time, [rows, V], and the tokens that came after these steps.
  func forEachPart(
    of hidden: Tensor, _ tokens: [Int32], _ body: (Tensor, TokenIDs) -> Void
  ) {
    for start in stride(from: 0, to: tokens.count, by: Self.predictedSteps) {
      let end = min(tokens.count, start + Self.predictedSteps)
      let rows = hidden.rows(start..<end)
        .reshaped(to: [end - start, hidden.shape.columnCount])
      let targets = (start..<end).map { $0 + 1 < tokens.count ? tokens[$0 + 1] : -1 }
      body(model.output(rows), TokenIDs(targets))
    }
  }

  /// The likeliest tokens; of equally likely ones the first.
  private func best(_ count: Int, of probabilities: [Float]) -> [ExplainedStep.Candidate] {
    var best: [(token: Int, probability: Float)] = []
    for (token, probability) in probabilities.enumerated() {
      if best.count == count, probability <= best.last?.probability ?? .infinity { continue }
      let place = best.firstIndex { $0.probability < probability } ?? best.count
      best.insert((token, probability), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map {
      ExplainedStep.Candidate(
        label: tokenizer.vocabulary.displayText(of: Int32($0.token)),
        probability: Double($0.probability))
    }
  }
}
