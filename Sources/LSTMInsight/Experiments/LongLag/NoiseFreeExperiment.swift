import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Experiment 2a of Hochreiter and Schmidhuber (1997): the next symbol of two sequences of 101 that differ in
/// the first and the last symbol only.
public struct NoiseFreeExperiment: PaperAndToday {
  /// What `lstm reproduce` calls it.
  public let name = "noise-free-100"
  /// What is asked of the network.
  public let title = "The last of 101 symbols is the first, all between are always the same"
  /// Section and table of the paper.
  public let source = "Hochreiter and Schmidhuber 1997, experiment 2a, table 2"
  /// Share of the paper's trials that learned the task.
  public let paperSuccessRate = 1.0
  /// Sequences that the paper's trials took on average.
  public let paperSequences = 5040
  /// Trials of the paper.
  public let paperSeeds = 18
  /// Trials of a run that ends in about a minute.
  public let quickSeeds = 6
  /// Seconds that they take.
  public let seconds = 50.0

  /// p, and with it symbols: a_1 to a_{p-1}, x and y.
  static let (length, size) = (100, 101)
  /// An output is right when it is off by less.
  private static let tolerance = 0.25
  /// Sequences whose mean error is compared to see whether the network without its cell learns no more.
  private static let span = 100

  /// The one there is.
  public init() {}

  /// x or y, a_1 to a_{p-1}, and the first symbol once more.
  static func sequence(_ first: Int) -> [Int] {
    [length - 1 + first] + Array(0..<length - 1) + [length - 1 + first]
  }

  /// One training of the paper's network, weights changed after every symbol; the cell comes when the mean error of a
  /// hundred sequences has fallen by less than a hundredth.
  public func originalTrial(seed: UInt64, limit: Int? = nil) -> LongLagTrial {
    var random = RandomGenerator(seed: seed)
    var network = NoiseFreeNetwork(size: Self.size, using: &random)
    var (curve, sum, before) = (ErrorCurve(), 0.0, Double.infinity)
    let limit = limit ?? self.limit
    for count in 1...max(1, limit) {
      let largest = network.read(Self.sequence(random.index(below: 2)), learningAt: 1)
      curve.record(largest)
      sum += largest
      if count % Self.span == 0, !network.hasCell {
        if sum > 0.99 * before { network.addCell() }
        (before, sum) = (sum, 0)
      }
      // Of two sequences, each is right or not: what 10,000 drawn by chance would show.
      if largest < Self.tolerance, (0..<2).allSatisfy({ network.isRight(Self.sequence($0)) }) {
        return LongLagTrial(isSolved: true, sequences: count, curve: curve)
      }
    }
    return LongLagTrial(isSolved: false, sequences: limit, curve: curve)
  }

  /// One training of today's LSTM with Adam: 32 units, forget gates that lose 1 − 1 ÷ e in a sequence, cross-entropy, both
  /// sequences a step (one alone would pull the last answer its way each time), gradients clipped to norm 1.
  public func modernTrial(seed: UInt64, limit: Int? = nil) -> LongLagTrial {
    var random = RandomGenerator(seed: seed)
    let start = RecurrentInitialization(forgetBias: Float(naturalLogarithm(Double(Self.length))))
    let lstm = LSTM(
      inputSize: Self.size, hiddenSize: 32, initialization: start, using: &random)
    var model = SymbolModel(lstm, classCount: Self.size, using: &random)
    // 99 answers of 100 are learned soon, with gradients a hundred times the last one's: a longer memory of these would
    // leave that one no step.
    var (optimizer, curve) = (Adam(beta2: 0.8), ErrorCurve())
    let limit = limit ?? self.limit
    for count in stride(from: 2, through: max(2, limit), by: 2) {
      let largest = model.learn((0..<2).map(Self.sequence), with: &optimizer)
      curve.record(largest)
      if largest < Self.tolerance {
        return LongLagTrial(isSolved: true, sequences: count, curve: curve)
      }
    }
    return LongLagTrial(isSolved: false, sequences: limit, curve: curve)
  }
}

extension NoiseFreeNetwork {
  /// Reads a sequence, and learns the next symbol after each; returns the largest error of any output.
  fileprivate mutating func read(_ sequence: [Int], learningAt rate: Double) -> Double {
    reset()
    var largest = 0.0
    for (symbol, next) in zip(sequence, sequence.dropFirst()) {
      step(symbol)
      let error = learn(next, rate: rate)
      largest = error < largest ? largest : error
    }
    return largest
  }

  fileprivate func isRight(_ sequence: [Int]) -> Bool {
    var network = self
    return network.read(sequence, learningAt: 0) < 0.25
  }
}

extension SymbolModel {
  /// One step down the gradient; returns the largest error of any output before it.
  fileprivate mutating func learn(_ sequences: [[Int]], with optimizer: inout Adam) -> Double {
    let examples = sequences.map { sequence in
      var example = SymbolExample()
      for (symbol, next) in zip(sequence, sequence.dropFirst()) {
        example.append([symbol], answer: next)
      }
      return example
    }
    let (input, answers) = examples.tensors(inputSize: NoiseFreeExperiment.size)
    var (_, gradients, probabilities) = valueAndGradient(of: self) { model in
      let logits = model(input, lengths: examples.map(\.answers.count))
      return (logits.crossEntropy(targets: answers), logits.detached.softmax().values)
    }
    _ = gradients.clip(toNorm: 1)
    optimizer.update(&self, with: gradients, learningRate: 0.02)
    let (size, wanted) = (NoiseFreeExperiment.size, answers.values)
    var largest = 0.0
    for (place, probability) in probabilities.enumerated() {
      let target: Float = Int(wanted[place / size]) == place % size ? 1 : 0
      let error = Double(abs(probability - target))
      // A NaN must not look right.
      largest = error < largest ? largest : error
    }
    return largest
  }
}
