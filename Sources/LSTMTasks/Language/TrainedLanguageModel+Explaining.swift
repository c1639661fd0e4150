import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedLanguageModel: Explainable {
  /// Steps whose predictions are held at a time: a row of logits is as long as the vocabulary.
  private static let predictedSteps = 256

  /// Recurrent layers, L.
  public var layerCount: Int { model.architecture.layerCount }
  /// Units of a layer, H.
  public var hiddenSize: Int { model.architecture.hiddenSize }
  /// Forward: a text is read as it is written.
  public var direction: Direction { .forward }

  /// A text as the model's tokens.
  public func encode(_ text: [UInt8]) -> EncodedText<Int32> {
    EncodedText(
      tokens: tokenizer.encode(text),
      replacements: tokenizer.substitutions(in: text).map {
        EncodedText.Replacement(
          original: String(decoding: $0.original, as: UTF8.self),
          standIn: tokenizer.vocabulary.displayText(of: $0.token))
      })
  }

  /// Reads a text from its beginning, and keeps everything that happens.
  public func read(_ tokens: [Int32], candidateCount: Int) throws -> ExplainedInput {
    guard model.architecture.cell == .lstm else {
      throw ExplanationError.otherCell(model.architecture.cell.rawValue)
    }
    let traces = model.trace(tokens)
    guard let hidden = traces.last?.hidden else { return ExplainedInput(steps: [], traces: []) }
    var candidates: [[ExplainedStep.Candidate]] = []
    var losses: [Double] = []
    forEachPart(of: hidden, tokens, through: model.output) { logits, targets in
      losses += logits.crossEntropies(targets: targets).values.map(Double.init)
      let probabilities = logits.softmax()
      for row in 0..<targets.values.count {
        candidates.append(best(candidateCount, of: probabilities.rows(row..<row + 1).values))
      }
    }
    let texts = self.texts(of: tokens)
    let steps = tokens.indices.map { step in
      ExplainedStep(
        label: tokenizer.vocabulary.displayText(of: tokens[step]), text: texts[step],
        candidates: candidates[step], loss: step + 1 < tokens.count ? losses[step] : nil)
    }
    return ExplainedInput(steps: steps, traces: traces)
  }

  /// −ln p of each token but the first, in the order of the text.
  public func losses(of tokens: [Int32], silencing unit: RecurrentUnit?) -> [Double] {
    var model = model
    if let unit { model.silence(unit) }
    let embedded = model.embedding(TokenIDs(tokens, shape: [tokens.count, 1]))
    let hidden = model.recurrent.read(embedded, states: nil, lengths: nil, phase: .inference)
    var losses: [Double] = []
    forEachPart(of: hidden.outputs, tokens, through: model.output) { logits, targets in
      losses += logits.crossEntropies(targets: targets).values.map(Double.init)
    }
    return losses.dropLast()
  }

  /// Hands on the logits of some steps at a time, [rows, V], and the tokens that came after these steps.
  private func forEachPart(
    of hidden: Tensor, _ tokens: [Int32], through output: Linear,
    _ body: (Tensor, TokenIDs) -> Void
  ) {
    for start in stride(from: 0, to: tokens.count, by: Self.predictedSteps) {
      let end = min(tokens.count, start + Self.predictedSteps)
      let rows = hidden.rows(start..<end).reshaped(to: [end - start, hiddenSize])
      let targets = (start..<end).map { $0 + 1 < tokens.count ? tokens[$0 + 1] : -1 }
      body(output(rows), TokenIDs(targets))
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

  /// What each token adds to the text.
  private func texts(of tokens: [Int32]) -> [String] {
    var previous: Int32?
    return tokens.map { token in
      var bytes: [UInt8] = []
      tokenizer.append(token, after: previous, to: &bytes)
      previous = token
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
