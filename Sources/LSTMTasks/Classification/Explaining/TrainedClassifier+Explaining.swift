import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedClassifier: Explainable {
  /// Texts up to this many tokens are judged again after each of them.
  private static let judgedSteps = 256

  /// Recurrent layers, L.
  public var layerCount: Int { model.architecture.layerCount }
  /// Units of a layer and a direction, H.
  public var hiddenSize: Int { model.architecture.hiddenSize }
  /// Both ways.
  public var direction: Direction { .bidirectional }
  /// The cell's name if there is no trace of it.
  public var untracedCell: String? {
    model.members[0].recurrent.isTraced ? nil : model.architecture.cell.rawValue
  }
  /// Losses are −ln p of the verdict.
  public var lossUnit: String { "nats" }

  /// A text: the one that is given, or a line of a file.
  ///
  /// - Throws: what reading throws, `ExplainedPartError`, `ExplanationError`, ``ClassifierError`` where the model reads no texts.
  public func part(
    of source: ExplainedSource, progress: (Double) -> Void
  ) throws -> ClassifiedTextPart {
    guard case .text(let encoding) = features.encoding else {
      throw ClassifierError.noTextToExplain
    }
    return try ClassifiedTextPart(source, self, encoding)
  }

  /// Reads a text, and keeps everything that happens.
  public func read(_ part: ClassifiedTextPart, candidateCount: Int) -> ExplainedInput {
    let network = model.members[part.member]
    let count = part.tokens.count
    let traces = network.recurrent.trace(network.features(ofTokens: part.tokens))
    let judged = count <= Self.judgedSteps ? Array(0..<count) : [count - 1]
    let said = probabilities(of: part.member, judged.map { Array(part.tokens[...$0]) })
    guard let whole = said.last, case .text(let encoding) = features.encoding else {
      return ExplainedInput(steps: [], traces: [])
    }
    let texts = encoding.tokenizer.additions(of: part.tokens)
    var steps = part.tokens.indices.map { step in
      ExplainedStep(
        label: encoding.tokenizer.vocabulary.displayText(of: part.tokens[step]), text: texts[step],
        candidates: [], loss: nil)
    }
    for (step, probabilities) in zip(judged, said) {
      steps[step].candidates = Array(candidates(probabilities).prefix(candidateCount))
    }
    steps[count - 1].loss = -naturalLogarithm(whole[part.verdict])
    var input = ExplainedInput(
      steps: steps, traces: traces, content: .text(previous: ""),
      survey: UnitSurvey(features: TextFeature.all(of: texts, after: ""), traces: traces))
    input.remarks = [remark(part, whole)]
    return input
  }

  /// −ln p of the network's own verdict.
  public func losses(of part: ClassifiedTextPart) -> [Double] {
    [-naturalLogarithm(probabilities(of: part.member, [part.tokens])[0][part.verdict])]
  }

  /// The same without each of some units.
  public func losses(
    of part: ClassifiedTextPart, silencing units: [RecurrentUnit], progress: (Double) -> Void
  ) -> [[Double]] {
    units.enumerated().map { number, unit in
      defer { progress(Double(number + 1) / Double(units.count)) }
      var silenced = self
      silenced.model.members[part.member].silence(unit)
      return silenced.losses(of: part)
    }
  }

  /// The verdict, behind the last step.
  public func name(ofPrediction number: Int, in part: ClassifiedTextPart) -> PredictionName {
    PredictionName(place: "the whole text", subject: "the verdict \"\(classes[part.verdict])\"")
  }

  /// None: the verdict pools what every step shows, so that no state is at a distance from it.
  public func gradients(of part: ClassifiedTextPart) -> LossGradients? { nil }
}

extension TrainedClassifier {
  /// What one network says of texts, a probability for each class.
  func probabilities(of member: Int, _ texts: [[Int32]]) -> [[Double]] {
    model.logits(of: member, .tokens(texts), Array(texts.indices)).map(features.kind.probabilities)
  }

  /// Classes, the likeliest first, of those as likely the first.
  private func candidates(_ probabilities: [Double]) -> [ExplainedStep.Candidate] {
    let order = probabilities.indices.sorted {
      (probabilities[$1], $0) < (probabilities[$0], $1)
    }
    return order.map { .init(label: classes[$0], probability: probabilities[$0]) }
  }

  private func remark(_ part: ClassifiedTextPart, _ whole: [Double]) -> String {
    let count = model.members.count
    let others =
      count == 1
      ? "" : " It is network \(part.member) of 0 to \(count - 1); --member chooses another."
    return """
      The whole model says \(part.answer.label.quotedForMessage) (\(part.answer.probability.text(3))); this network alone \
      \(classes[part.verdict].quotedForMessage) (\(whole[part.verdict].text(3))). What stands behind a step is what this \
      network says of the text up to there.\(others)
      """
  }
}

extension ClassifierNetwork {
  /// What the layers read of a text, [T, 1, F].
  func features(ofTokens tokens: [Int32]) -> Tensor {
    let ids = TokenIDs(tokens, shape: [tokens.count, 1])
    return embedding.map { $0(ids) } ?? .zeros([tokens.count, 1, architecture.inputSize])
  }

  /// Holds a unit at zero: nothing reads it.
  mutating func silence(_ unit: RecurrentUnit) {
    recurrent.silence(unit)
    guard unit.layer == architecture.layerCount - 1 else { return }
    let place = (unit.isReverse ? architecture.hiddenSize : 0) + unit.index
    attention?.hidden.silence(input: place)
    output.silence(input: place)
  }
}
