import LSTMData
import LSTMFormats
import LSTMTensor
import LSTMTraining

/// Everything that a training of a classifier needs: what examples are read as, who learns from which.
struct ClassifierPlan: Sendable {
  let features: ClassifierFeatures
  let architecture: ClassifierArchitecture
  let inputs: ClassifierInputs
  let rows: FeatureRows
  let labels: [[Int]]
  let folds: ClassifierFolds
  /// How much each example counts.
  let weights: [Double]
  let classWeights: [Float]
  let material: ClassifierOptions.Material
  /// Examples to learn from; those behind them come from the validation file.
  let learnedCount: Int
  let name: String
  let digest: String
  /// What was found and chosen, a line each.
  let lines: [String]

  /// Plans a training.
  ///
  /// - Parameters:
  ///   - data: what is learned from.
  ///   - validation: what is held out; `nil`: a part of the data.
  init(_ data: ClassifierData, validation: ClassifierData?, _ options: ClassifierOptions) throws {
    try ClassifierError.checkClasses(of: data)
    let others = try validation.map { try $0.matched(to: data.classes, like: data) }
    learnedCount = data.count
    let labels = data.labels + (others?.labels ?? [])
    self.labels = labels
    let encoded = try Encoded(data, others?.data, options)
    (inputs, rows, material) = (encoded.inputs, encoded.rows, encoded.material)
    features = ClassifierFeatures(
      classes: data.classes, isMultilabel: data.isMultilabel, encoding: encoded.encoding,
      linear: encoded.linear, mix: .networksAlone)
    let counts = Self.counts(data)
    classWeights = Self.weights(
      options.classWeights, counts, exampleCount: data.count, isMultilabel: data.isMultilabel)
    let (kind, own) = (features.kind, classWeights)
    weights = labels.map { labels in
      kind.isOneOf ? labels.first.map { Double(own[$0]) } ?? 0 : 1
    }
    let memberCount = options.members(exampleCount: data.count)
    folds =
      others.map {
        ClassifierFolds(
          trainingCount: data.count, heldOutCount: $0.labels.count,
          memberCount: memberCount, seed: options.seed)
      }
      ?? ClassifierFolds(
        labels: data.labels, share: options.validationFraction, memberCount: memberCount,
        seed: options.seed)
    architecture = Self.architecture(
      encoded, classCount: data.classes.count, memberCount: memberCount, options)
    try TrainingMemory.check(parameterCount: architecture.parameterCount)
    (name, digest) = (data.name, data.digest + (others.map { "+" + $0.data.digest } ?? ""))
    lines = data.notes + encoded.notes + Self.lines(data, counts, folds)
  }

  /// The networks with new weights.
  func networks(_ options: ClassifierOptions) -> ClassifierModel {
    ClassifierModel(architecture, seed: options.seed)
  }

  /// The one trainer with these data.
  func trainer(_ options: ClassifierOptions) -> Trainer<ClassifierProblem> {
    Trainer(
      ClassifierProblem(
        inputs, labels: labels, folds: folds, kind: features.kind, classWeights: classWeights,
        smoothing: options.labelSmoothing, batchSize: options.batch(material), seed: options.seed),
      options: options.training(material))
  }

  private static func architecture(
    _ encoded: Encoded, classCount: Int, memberCount: Int, _ options: ClassifierOptions
  ) -> ClassifierArchitecture {
    let isText = encoded.material != .numbers
    let (size, drop): (Int, Float) =
      switch encoded.material {
      case .words: (100, 0.3)
      case .characters: (32, 0)
      case .numbers: (encoded.width, 0)
      }
    return ClassifierArchitecture(
      vocabularySize: isText ? encoded.width : 0,
      inputSize: isText ? options.embeddingSize ?? size : size, classCount: classCount,
      cell: options.cell, hiddenSize: options.hiddenSize, layerCount: options.layerCount,
      pooling: options.pooling, dropout: options.dropout(encoded.material),
      tokenDropout: isText ? options.tokenDropout ?? drop : 0,
      noise: isText ? 0 : options.noise, memberCount: memberCount)
  }

  private static func counts(_ data: ClassifierData) -> [Int] {
    var counts = Array(repeating: 0, count: data.classes.count)
    for labels in data.labels { for label in labels { counts[label] += 1 } }
    return counts
  }

  private static func weights(
    _ kind: ClassWeights, _ counts: [Int], exampleCount: Int, isMultilabel: Bool
  ) -> [Float] {
    guard kind == .balanced else { return counts.map { _ in 1 } }
    if isMultilabel {
      let having = counts.reduce(0, +)
      return [Float(exampleCount * counts.count - having) / Float(max(1, having))]
    }
    return counts.map { Float(exampleCount) / Float(counts.count * max(1, $0)) }
  }

  private static func lines(
    _ data: ClassifierData, _ counts: [Int], _ folds: ClassifierFolds
  ) -> [String] {
    let shown = zip(data.classes, counts).prefix(20).map { "\($0) \($1)" }
    let rest = data.classes.count > 20 ? " and \(data.classes.count - 20) more" : ""
    let heldOut = folds.heldOut.first?.count ?? 0
    return [
      "\(data.name): \(data.count) examples of \(data.classes.count) classes: "
        + "\(shown.joined(separator: ", "))\(rest).",
      "\(folds.training.count) networks; each holds out \(heldOut) examples"
        + (folds.distinct.count > 1 ? ", another part of them each." : "."),
    ]
  }
}

/// Examples as numbers, and what was chosen to make them so.
private struct Encoded {
  let encoding: ClassifierFeatures.Encoding
  let linear: LinearFeatures
  let inputs: ClassifierInputs
  let rows: FeatureRows
  let material: ClassifierOptions.Material
  /// Tokens, or numbers of a step.
  let width: Int
  let notes: [String]

  private static let longestSequence = 2048

  init(_ data: ClassifierData, _ others: ClassifierData?, _ options: ClassifierOptions) throws {
    switch (data, others) {
    case (.texts(let texts), let others):
      var all = texts.texts.map(\.text)
      if case .texts(let more) = others { all += more.texts.map(\.text) }
      let plan = try TextPlan(all, learnedCount: texts.texts.count, options)
      (encoding, linear, inputs) = (.text(plan.encoding), plan.linear, plan.inputs)
      (rows, material, notes) = (plan.rows, plan.material, plan.notes)
      width = plan.encoding.vocabularySize
    case (.sequences(let set, _), let others):
      let longest = set.sequences.reduce(1) { max($0, $1.count) }
      let own = SequenceEncoding(
        set, maximumLength: options.maximumLength ?? min(longest, Self.longestSequence))
      var values = set.sequences.map(own.values)
      if case .sequences(let more, _) = others { values += more.sequences.map(own.values) }
      let summary = LinearFeatures.summary(
        SequenceSummary(dimensionCount: set.dimensionCount))
      var rows = FeatureRows(columnCount: summary.count)
      for values in values { rows.append(summary.row(of: values, width: own.width)) }
      (encoding, linear, inputs) = (
        .sequence(own), summary, .values(values, width: own.width)
      )
      (self.rows, material, width) = (rows, .numbers, own.width)
      notes = [
        "Sequences of \(set.dimensionCount) values a step, up to \(longest) steps"
          + (own.hasMask ? "; some values are missing." : ".")
      ]
    }
  }
}
