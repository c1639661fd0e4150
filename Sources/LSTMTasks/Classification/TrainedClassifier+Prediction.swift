import LSTMData
import LSTMTensor

extension TrainedClassifier {
  /// What each text is.
  ///
  /// The answer to a text does not depend on the others, to the bit.
  ///
  /// - Throws: ``ClassifierError/otherForm(name:found:expected:)`` where the model reads sequences of numbers.
  public func predict(_ texts: [String]) throws -> [Classification] {
    try predict(texts: texts.map { Array($0.utf8) })
  }

  /// What each text of UTF-8 is.
  ///
  /// - Throws: ``ClassifierError/otherForm(name:found:expected:)`` where the model reads sequences of numbers.
  public func predict(texts: [[UInt8]]) throws -> [Classification] {
    guard let encoded = encoded(texts) else {
      throw ClassifierError.otherForm(
        name: "the input", found: "texts", expected: "sequences (.ts)")
    }
    return probabilities(encoded.inputs, encoded.rows).map(classification)
  }

  /// What each sequence is.
  ///
  /// - Parameters:
  ///   - set: sequences of the same values a step as those learned from.
  ///   - file: its name, for messages.
  /// - Throws: ``ClassifierError/otherForm(name:found:expected:)``.
  public func predict(_ set: SequenceSet, file: String = "the input") throws -> [Classification] {
    let encoded = try encoded(.sequences(set, file: file))
    return probabilities(encoded.inputs, encoded.rows).map(classification)
  }

  /// Examples as the model reads them.
  func encoded(_ data: ClassifierData) throws
    -> (inputs: ClassifierInputs, rows: [[FeatureRows.Entry]])
  {
    switch (data, features.encoding) {
    case (.texts(let texts), .text):
      return encoded(texts.texts.map(\.text)) ?? (.tokens([]), [])
    case (.sequences(let set, let file), .sequence(let encoding)):
      guard set.dimensionCount == encoding.dimensionCount else {
        throw ClassifierError.otherForm(
          name: file, found: "\(set.dimensionCount) values a step",
          expected: "\(encoding.dimensionCount)")
      }
      let values = set.sequences.map(encoding.values)
      return (
        .values(values, width: encoding.width),
        values.map { features.linear.row(of: $0, width: encoding.width) }
      )
    case (.texts, .sequence):
      throw ClassifierError.otherForm(
        name: data.name, found: "texts", expected: "sequences (.ts)")
    case (.sequences, .text):
      throw ClassifierError.otherForm(
        name: data.name, found: "sequences of numbers", expected: "texts")
    }
  }

  private func encoded(_ texts: [[UInt8]])
    -> (inputs: ClassifierInputs, rows: [[FeatureRows.Entry]])?
  {
    guard case .text(let encoding) = features.encoding else { return nil }
    let folded = texts.map { encoding.folded($0.trimmed) }
    return (
      .tokens(folded.map(encoding.tokens)), folded.map { features.linear.row(of: $0) }
    )
  }

  /// The probability of each class, from the mean of the networks' logits with the linear model's beside it.
  func probabilities(_ inputs: ClassifierInputs, _ rows: [[FeatureRows.Entry]]) -> [[Double]] {
    let examples = Array(0..<inputs.count)
    let size = features.classes.count
    var sums = Array(repeating: Array(repeating: 0.0, count: size), count: examples.count)
    for member in model.members.indices {
      let logits = model.logits(of: member, inputs, examples)
      for example in examples {
        for label in 0..<size { sums[example][label] += logits[example][label] }
      }
    }
    let count = Double(model.members.count)
    return zip(sums, linear.logits(rows)).map { sums, linear in
      features.kind.probabilities(
        features.mix.logits(network: sums.map { $0 / count }, linear: linear))
    }
  }

  /// The linear model's own probability of each class.
  func linearProbabilities(_ rows: [[FeatureRows.Entry]]) -> [[Double]] {
    linear.logits(rows).map(features.kind.probabilities)
  }

  func classification(_ probabilities: [Double]) -> Classification {
    // The first of several as likely.
    let best = probabilities.indices.reversed().max { probabilities[$0] < probabilities[$1] } ?? 0
    let chosen =
      isMultilabel ? probabilities.indices.filter { probabilities[$0] >= 0.5 } : [best]
    return Classification(
      label: chosen.map { classes[$0] }.joined(separator: ","),
      probability: probabilities[best], probabilities: probabilities)
  }
}
