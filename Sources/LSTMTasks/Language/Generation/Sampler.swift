import LSTMTensor

/// Chooses tokens by chance, the same ones for the same seed.
public struct Sampler: Sendable {
  /// How tokens are chosen.
  public let options: SamplingOptions
  /// The source of chance.
  public private(set) var random: RandomGenerator
  private var weights: [Float] = []
  private var order: [Int32] = []
  /// What has been chosen and noted; only where repetition is restrained.
  private var history: RepetitionHistory?

  /// A sampler.
  public init(_ options: SamplingOptions, seed: UInt64) {
    self.options = options
    random = RandomGenerator(seed: seed)
    history = RepetitionHistory(options.repetition)
  }

  /// Takes tokens for a part of the text that it did not choose, a prompt: they count as repeated when they come again.
  public mutating func note(_ tokens: some Sequence<Int32>) {
    guard history != nil else { return }
    for token in tokens { history?.note(token) }
  }

  /// Draws a token, and takes it for the text's next.
  ///
  /// - Parameter logits: one value a token, any shape.
  public mutating func next(_ logits: Tensor) -> Int32 {
    guard history != nil else { return choose(logits) }
    var restrained = logits.reshaped(to: [1, logits.shape.count])
    history?.restrain(&restrained)
    let token = choose(restrained)
    history?.note(token)
    return token
  }

  private mutating func choose(_ logits: Tensor) -> Int32 {
    guard options.temperature > 0 else { return Self.likeliest(logits) }
    fillWeights(logits)
    if options.topK == nil, options.topP == nil {
      return draw(from: weights.indices.lazy.map(Int32.init), total: weights.reduce(0, +))
    }
    // Ties go to the smaller token, so that the choice never depends on how sorting works.
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: weights.indices.lazy.map(Int32.init))
    order.sort { (weights[Int($1)], $0) < (weights[Int($0)], $1) }
    var kept = min(options.topK ?? order.count, order.count)
    if let topP = options.topP {
      let goal = topP * order.prefix(kept).reduce(0) { $0 + weights[Int($1)] }
      var sum: Float = 0
      kept =
        (order.prefix(kept).firstIndex { token in
          sum += weights[Int(token)]
          return sum >= goal
        } ?? kept - 1) + 1
    }
    let total = order.prefix(kept).reduce(0) { $0 + weights[Int($1)] }
    return draw(from: order.prefix(kept), total: total)
  }

  private static func likeliest(_ logits: Tensor) -> Int32 {
    logits.withBuffer { buffer in
      var best = 0
      for index in buffer.indices where buffer[index] > buffer[best] { best = index }
      return Int32(best)
    }
  }

  /// e^((logit − largest) / temperature).
  private mutating func fillWeights(_ logits: Tensor) {
    let temperature = options.temperature
    weights.removeAll(keepingCapacity: true)
    logits.withBuffer { buffer in
      let largest = buffer.max() ?? 0
      for logit in buffer { weights.append((logit - largest) / temperature) }
    }
    exponentiate(&weights)
  }

  private mutating func draw(from tokens: some Collection<Int32>, total: Float) -> Int32 {
    var rest = random.uniform() * total
    var last: Int32 = 0
    for token in tokens where weights[Int(token)] > 0 {
      last = token
      rest -= weights[Int(token)]
      if rest < 0 { break }
    }
    return last
  }
}
