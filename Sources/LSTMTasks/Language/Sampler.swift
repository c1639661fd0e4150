import LSTMTensor

/// How the next token is chosen from a model's logits.
public struct SamplingOptions: Sendable, Equatable {
  /// Divides the logits: below 1 safer, above 1 bolder; 0 always takes the likeliest token.
  public var temperature: Float
  /// Chooses among this many likeliest tokens; `nil`: all.
  public var topK: Int?
  /// Chooses among the fewest tokens whose probabilities reach this sum (Holtzman and others 2020); `nil`:
  /// all.
  public var topP: Float?

  /// Options, checked.
  ///
  /// - Throws: ``SamplingError`` for a value out of its range.
  public init(temperature: Float = 1, topK: Int? = nil, topP: Float? = nil) throws {
    guard temperature >= 0, temperature.isFinite else {
      throw SamplingError.temperature(temperature)
    }
    if let topK, topK < 1 { throw SamplingError.topK(topK) }
    if let topP, !(topP > 0 && topP <= 1) { throw SamplingError.topP(topP) }
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }
}

/// A sampling option out of its range.
public enum SamplingError: ReportableError, Equatable {
  /// Below zero, infinite or not a number.
  case temperature(Float)
  /// Below one.
  case topK(Int)
  /// Not in (0, 1].
  case topP(Float)

  /// Usage.
  public var kind: FailureKind { .usage }

  /// What was given, what is possible.
  public var description: String {
    switch self {
    case .temperature(let value):
      """
      --temperature is \(value); it must be a number from 0 up. 0 always takes the likeliest token, \
      1 follows the model, smaller values play safe.
      """
    case .topK(let value):
      "--top-k is \(value); it must be 1 or more: how many of the likeliest tokens to choose from."
    case .topP(let value):
      """
      --top-p is \(value); it must be above 0 and at most 1: the share of probability to choose from.
      """
    }
  }
}

/// Chooses tokens by chance, the same ones for the same seed.
public struct Sampler: Sendable {
  /// How tokens are chosen.
  public let options: SamplingOptions
  /// The source of chance.
  public private(set) var random: RandomGenerator
  private var weights: [Float] = []
  private var order: [Int32] = []

  /// A sampler.
  public init(_ options: SamplingOptions, seed: UInt64) {
    self.options = options
    random = RandomGenerator(seed: seed)
  }

  /// Draws a token.
  ///
  /// - Parameter logits: one value a token, any shape.
  public mutating func next(_ logits: Tensor) -> Int32 {
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
