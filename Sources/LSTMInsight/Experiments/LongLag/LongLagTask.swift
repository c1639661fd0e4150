import LSTMTensor

/// A sequence whose answer depends on what was seen long before.
public struct LongLagExample: Sendable {
  /// The features of all steps, [T, I] row by row.
  public var inputs: [Float]
  /// T.
  public var steps: Int
  /// Wanted outputs at the last step, O numbers in [0, 1].
  public var targets: [Float]
}

/// One of the tasks of Hochreiter and Schmidhuber (1997, section 5) that ask for an answer at the end of a
/// sequence.
public struct LongLagTask: Sendable {
  /// Which of the tasks.
  public enum Kind: Sendable, Equatable {
    /// 2c: an early symbol among distractors decides; `lag` symbols at least lie between.
    case distractors(count: Int, lag: Int)
    /// 3a and 3b: the sign of the first `informative` elements, then noise; with noise on them too, 3b.
    case twoSequence(informative: Int, isNoisy: Bool)
    /// 4: the sum of two marked numbers.
    case adding
    /// 5: the product of two marked numbers.
    case multiplication
    /// 6a and 6b: the order of two or three marked symbols.
    case temporalOrder(marks: Int)
  }

  /// Which of the tasks.
  public let kind: Kind
  /// T: sequences have T to T + T ÷ 10 steps; twice drawn positions scale with it.
  public let length: Int

  /// A task.
  public init(_ kind: Kind, length: Int) {
    self.kind = kind
    self.length = length
  }

  /// I.
  public var inputSize: Int {
    switch kind {
    case .distractors(let count, _): count + 4
    case .twoSequence: 1
    case .adding, .multiplication: 2
    case .temporalOrder: 8
    }
  }

  /// O.
  public var outputSize: Int {
    switch kind {
    case .distractors: 2
    case .twoSequence, .adding, .multiplication: 1
    case .temporalOrder(let marks): 1 << marks
    }
  }

  /// Draws a sequence.
  public func example(using random: inout RandomGenerator) -> LongLagExample {
    switch kind {
    case .distractors(let count, let lag): distractors(count, lag, &random)
    case .twoSequence(let informative, let isNoisy): twoSequence(informative, isNoisy, &random)
    case .adding: marked(&random, isSum: true)
    case .multiplication: marked(&random, isSum: false)
    case .temporalOrder(let marks): temporalOrder(marks, &random)
    }
  }

  private func drawnLength(_ random: inout RandomGenerator) -> Int {
    length + random.index(below: length / 10 + 1)
  }

  /// b, x or y, `lag` distractors, then distractors until with probability 1 ÷ 10 an e ends them.
  private func distractors(
    _ count: Int, _ lag: Int, _ random: inout RandomGenerator
  ) -> LongLagExample {
    let (start, end, first) = (count, count + 1, count + 2)
    let answer = random.index(below: 2)
    var symbols = [start, first + answer]
    for _ in 0..<lag { symbols.append(random.index(below: count)) }
    while random.index(below: 10) > 0 { symbols.append(random.index(below: count)) }
    symbols.append(end)
    return oneHot(symbols, targets: (0..<2).map { $0 == answer ? 1 : 0 })
  }

  private func oneHot(_ symbols: [Int], targets: [Float]) -> LongLagExample {
    var inputs = [Float](repeating: 0, count: symbols.count * inputSize)
    for (step, symbol) in symbols.enumerated() { inputs[step * inputSize + symbol] = 1 }
    return LongLagExample(inputs: inputs, steps: symbols.count, targets: targets)
  }

  /// Noise has variance 0.2.
  private func twoSequence(
    _ informative: Int, _ isNoisy: Bool, _ random: inout RandomGenerator
  ) -> LongLagExample {
    let (steps, isFirst) = (drawnLength(&random), random.index(below: 2) == 0)
    let deviation = Float(0.2).squareRoot()
    let inputs = (0..<steps).map { step -> Float in
      let noise = step >= informative || isNoisy ? deviation * random.normal() : 0
      return (step < informative ? (isFirst ? 1 : -1) : 0) + noise
    }
    return LongLagExample(inputs: inputs, steps: steps, targets: [isFirst ? 1 : 0])
  }

  /// Pairs of a number and a marker.
  ///
  /// The marker is 1 at one of the first ten pairs and at one of the first T ÷ 2 − 1 others, −1 at both ends where
  /// these are not marked, else 0. A marked first pair holds the neutral number.
  private func marked(_ random: inout RandomGenerator, isSum: Bool) -> LongLagExample {
    let steps = drawnLength(&random)
    let first = random.index(below: min(10, length / 2 - 1))
    var second = random.index(below: length / 2 - 2)
    if second >= first { second += 1 }
    var inputs = [Float](repeating: 0, count: 2 * steps)
    for step in 0..<steps {
      inputs[2 * step] = isSum ? 2 * random.uniform() - 1 : random.uniform()
    }
    for end in [0, steps - 1] { inputs[2 * end + 1] = -1 }
    for mark in [first, second] { inputs[2 * mark + 1] = 1 }
    if inputs[1] == 1 { inputs[0] = isSum ? 0 : 1 }
    let (x, y) = (inputs[2 * first], inputs[2 * second])
    return LongLagExample(
      inputs: inputs, steps: steps, targets: [isSum ? 0.5 + (x + y) / 4 : x * y])
  }

  /// E, distractors a to d with X or Y at the marked places, B at the end.
  private func temporalOrder(_ marks: Int, _ random: inout RandomGenerator) -> LongLagExample {
    let steps = drawnLength(&random)
    // The paper's places, as they are at T = 100.
    let places = marks == 2 ? [(10, 20), (50, 60)] : [(10, 20), (33, 43), (66, 76)]
    var symbols = [0] + (1..<steps - 1).map { _ in 4 + random.index(below: 4) } + [1]
    var answer = 0
    for (low, high) in places {
      let place = (low + random.index(below: high - low + 1)) * length / 100
      let mark = random.index(below: 2)
      symbols[place] = 2 + mark
      answer = 2 * answer + mark
    }
    return oneHot(symbols, targets: (0..<outputSize).map { $0 == answer ? 1 : 0 })
  }
}
