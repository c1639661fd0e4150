import LSTMLayers
import LSTMTensor

/// Tokens or numbers → recurrent layers in both directions → pooling → logits of the classes.
struct ClassifierNetwork: Module {
  let architecture: ClassifierArchitecture
  var embedding: Embedding?
  var recurrent: RecurrentStack
  /// What scores the steps, where attention pools them.
  var attention: Attention?
  var output: Linear

  /// Additive attention with a query that is learned: vᵀ tanh(W h + b).
  struct Attention: Module {
    var hidden: Linear
    var score: Linear

    /// The scores [T, N] of states [T, N, F].
    func callAsFunction(_ states: Tensor) -> Tensor {
      score(tanh(hidden(states))).reshaped(to: [states.shape[0], states.shape[1]])
    }

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      try hidden.visitParameters(under: "hidden", visit)
      try score.visitParameters(under: "score", visit)
    }
  }

  /// A network with new weights.
  init(_ architecture: ClassifierArchitecture, using random: inout RandomGenerator) {
    self.architecture = architecture
    if architecture.vocabularySize > 0 {
      embedding = Embedding(
        vocabularySize: architecture.vocabularySize, embeddingSize: architecture.inputSize,
        initializer: .normal(Self.embeddingDeviation), using: &random)
    }
    recurrent = RecurrentStack(
      architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: architecture.inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .bidirectional,
      dropout: architecture.dropout, hasBias: true, hasTrainableState: false,
      initialization: RecurrentInitialization(), using: &random)
    let size = architecture.featureCount
    if architecture.pooling == .attention {
      attention = Attention(
        hidden: Linear(inputSize: size, outputSize: architecture.hiddenSize, using: &random),
        score: Linear(
          inputSize: architecture.hiddenSize, outputSize: 1, hasBias: false, using: &random))
    }
    output = Linear(inputSize: size, outputSize: architecture.classCount, using: &random)
  }

  private static let embeddingDeviation: Float = 0.1

  /// A network whose weights are about to be read from a file.
  init(unset architecture: ClassifierArchitecture) {
    self.architecture = architecture
    if architecture.vocabularySize > 0 {
      embedding = Embedding(
        weight: Tensor(uninitialized: [architecture.vocabularySize, architecture.inputSize]))
    }
    recurrent = RecurrentStack(
      unset: architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: architecture.inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .bidirectional,
      dropout: architecture.dropout)
    let (size, hidden) = (architecture.featureCount, architecture.hiddenSize)
    if architecture.pooling == .attention {
      attention = Attention(
        hidden: Linear(
          weight: Tensor(uninitialized: [hidden, size]), bias: Tensor(uninitialized: [hidden])),
        score: Linear(weight: Tensor(uninitialized: [1, hidden]), bias: nil))
    }
    output = Linear(
      weight: Tensor(uninitialized: [architecture.classCount, size]),
      bias: Tensor(uninitialized: [architecture.classCount]))
  }

  /// The logits [N, K] of a batch.
  func callAsFunction(_ batch: ClassifierInputs.Batch, phase: Phase) -> Tensor {
    // Parts of the phase name masks: the layers between take 1…L-1.
    let part = architecture.layerCount
    let dropout = Dropout(rate: architecture.dropout)
    let inputs = dropout(features(of: batch, phase: phase.part(part)), phase: phase.part(part + 1))
    let run = recurrent.read(inputs, states: nil, lengths: batch.lengths, phase: phase)
    return output(dropout(pooled(run, lengths: batch.lengths), phase: phase.part(part + 2)))
  }

  private func pooled(
    _ run: (outputs: Tensor, states: [Tensor]), lengths: [Int]
  ) -> Tensor {
    switch architecture.pooling {
    case .max: return run.outputs.maximumOverSteps(lengths: lengths)
    case .mean: return run.outputs.meanOverSteps(lengths: lengths)
    case .attention:
      guard let attention else { return run.outputs.meanOverSteps(lengths: lengths) }
      return run.outputs.weightedSumOverSteps(
        attention(run.outputs).softmaxOverSteps(lengths: lengths))
    case .last:
      let last = 2 * architecture.layerCount
      let directions = [last - 2, last - 1].map { place in
        run.states[0].rows(place..<place + 1)
          .reshaped(to: [lengths.count, run.states[0].shape[2]])
      }
      return Tensor.concatenatingColumns(directions)
    }
  }

  /// What the layers read, [T, N, F]: in training some tokens are hidden, and numbers are blurred.
  private func features(of batch: ClassifierInputs.Batch, phase: Phase) -> Tensor {
    switch (batch.values, embedding, phase) {
    case (.numbers(let numbers), _, .training(let source)) where architecture.noise > 0:
      return numbers + blur(like: numbers, source)
    case (.numbers(let numbers), _, _): return numbers
    case (.tokens(let tokens), .some(let embedding), .training(let source))
    where architecture.tokenDropout > 0:
      var random = RandomGenerator(seed: source.key)
      let blank = Int32(architecture.vocabularySize - 1)
      let rate = architecture.tokenDropout
      return embedding(
        TokenIDs(
          tokens.values.map { random.uniform() < rate ? blank : $0 }, shape: tokens.shape))
    case (.tokens(let tokens), .some(let embedding), _): return embedding(tokens)
    case (.tokens(let tokens), .none, _):
      return .zeros(Shape(tokens.shape.array + [architecture.inputSize]))
    }
  }

  /// Noise of each number, and of each sequence as a whole: as from another instrument, or another day.
  private func blur(like numbers: Tensor, _ source: MaskSource) -> Tensor {
    var random = RandomGenerator(seed: source.key)
    let (steps, deviation) = (numbers.shape[0], architecture.noise)
    let own = Tensor.normal(numbers.shape, deviation: deviation, using: &random)
    let shift = Tensor.normal(
      [numbers.shape[1] * numbers.shape[2]], deviation: deviation, using: &random)
    return own + Tensor.stacking(Array(repeating: shift, count: steps)).reshaped(to: numbers.shape)
  }

  /// Visits the embedding, the recurrent layers, what pools their states, and the output layer.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    if var embedding {
      try embedding.visitParameters(under: "embedding", visit)
      self.embedding = embedding
    }
    try recurrent.visitParameters(under: architecture.cell.parameterPath, visit)
    if var attention {
      try attention.visitParameters(under: "attention", visit)
      self.attention = attention
    }
    try output.visitParameters(under: "output", visit)
  }
}

/// Networks side by side, each of which has learned from other parts of the data.
struct ClassifierModel: Module {
  var architecture: ClassifierArchitecture
  var members: [ClassifierNetwork]

  /// Examples that are read at a time.
  static let batchSize = 64

  /// Networks with new weights, each from its own part of the seed.
  init(_ architecture: ClassifierArchitecture, seed: UInt64) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { member in
      var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(member)))
      return ClassifierNetwork(architecture, using: &random)
    }
  }

  /// Networks whose weights are about to be read from a file.
  init(unset architecture: ClassifierArchitecture) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { _ in ClassifierNetwork(unset: architecture) }
  }

  /// A network's logits of examples, a row each.
  func logits(of member: Int, _ inputs: ClassifierInputs, _ examples: [Int]) -> [[Double]] {
    let classes = architecture.classCount
    // Of one length in a batch as far as possible: what fills up is computed for nothing.
    let order = examples.indices.sorted {
      (inputs.length(of: examples[$0]), $0) < (inputs.length(of: examples[$1]), $1)
    }
    var result = Array(repeating: [Double](), count: examples.count)
    for start in stride(from: 0, to: order.count, by: Self.batchSize) {
      let chosen = Array(order[start..<min(order.count, start + Self.batchSize)])
      let logits = members[member](
        inputs.batch(chosen.map { examples[$0] }), phase: .inference
      ).values
      for (row, place) in chosen.enumerated() {
        result[place] = logits[row * classes..<(row + 1) * classes].map { Double($0) }
      }
    }
    return result
  }

  /// Visits the networks in order.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    for member in members.indices {
      try members[member].visitParameters(under: "member.\(member)", visit)
    }
  }
}
