import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Experiment 1 of Hochreiter and Schmidhuber (1997): the next symbol of strings of the embedded Reber grammar,
/// learned from 256 strings and tested on 256 others.
public struct ReberExperiment: PaperAndToday {
  /// What `lstm reproduce` calls it.
  public let name: String
  /// What is asked of the network.
  public let title: String
  /// Section and table of the paper.
  public let source = "Hochreiter and Schmidhuber 1997, experiment 1, table 1"
  /// The paper's network.
  public let design: OriginalLSTM.Design
  /// The paper's learning rate.
  public let learningRate: Double
  /// Weights of the paper's network.
  public let paperWeights: Int
  /// Share of the paper's trials that learned the task.
  public let paperSuccessRate: Double
  /// Sequences that the paper's successful trials took on average.
  public let paperSequences: Int
  /// Trials of the paper: three sets of strings, ten trials each.
  public let paperSeeds = 30
  /// Trials of a run that ends in about a minute.
  public let quickSeeds = 4
  /// Seconds that they take.
  public let seconds: Double

  /// Strings of each of the two sets.
  private static let setSize = 256
  /// Both sets are tried once in so many sequences, when as many in a row have been right.
  private static let testInterval = 50

  /// Both topologies with the learning rate by which all of the paper's trials learned it.
  static let all = [
    ReberExperiment(
      name: "reber-4x1", title: "The embedded Reber grammar, 4 blocks of 1 cell",
      design: design(4, 1, [-1, -2, -3, -4]), learningRate: 0.1, paperWeights: 264,
      paperSuccessRate: 1, paperSequences: 39_740, seconds: 12),
    ReberExperiment(
      name: "reber-3x2", title: "The embedded Reber grammar, 3 blocks of 2 cells",
      design: design(3, 2, [-1, -2, -3]), learningRate: 0.1, paperWeights: 276,
      paperSuccessRate: 1, paperSequences: 21_730, seconds: 6),
  ]

  /// Gates have biases, cells and outputs none, as the paper's count of weights has it.
  private static func design(_ blocks: Int, _ cells: Int, _ biases: [Double])
    -> OriginalLSTM.Design
  {
    var design = OriginalLSTM.Design(blocks: blocks, cellsPerBlock: cells)
    design.hasCellBias = false
    design.hasOutputBias = false
    design.outputGateBiases = biases
    design.weightRange = 0.2
    return design
  }

  /// The sets of strings: to learn from, and to be tested on.
  private static func sets(_ random: inout RandomGenerator) -> (
    training: [ReberString], test: [ReberString]
  ) {
    let all = (0..<2 * setSize).map { _ in ReberGrammar.string(using: &random) }
    return (Array(all.prefix(setSize)), Array(all.suffix(setSize)))
  }

  /// One training of the paper's network: weights change after every symbol.
  public func originalTrial(seed: UInt64, limit: Int? = nil) -> LongLagTrial {
    var random = RandomGenerator(seed: seed)
    let sets = Self.sets(&random)
    var network = OriginalLSTM(
      design, inputSize: ReberGrammar.size, outputSize: ReberGrammar.size, using: &random)
    return train(limit: limit ?? self.limit, sets: sets, using: &random) { string in
      network.read(string, learningAt: learningRate)
    } isRight: { string in
      var network = network
      return network.read(string, learningAt: nil).isRight
    }
  }

  /// One training of today's LSTM with Adam: 16 units, cross-entropy, a string a step, gradients clipped to norm 1.
  public func modernTrial(seed: UInt64, limit: Int? = nil) -> LongLagTrial {
    var random = RandomGenerator(seed: seed)
    let sets = Self.sets(&random)
    let lstm = LSTM(inputSize: ReberGrammar.size, hiddenSize: 16, using: &random)
    var model = SymbolModel(lstm, classCount: ReberGrammar.size, using: &random)
    var optimizer = Adam()
    return train(limit: limit ?? self.limit, sets: sets, using: &random) { string in
      model.learn(string, with: &optimizer)
    } isRight: { string in
      let logits = model.probabilities(of: string)
      return string.isPredicted(by: logits)
    }
  }

  /// Learns from strings of the first set, drawn by chance, until every string of both is right throughout.
  private func train(
    limit: Int, sets: (training: [ReberString], test: [ReberString]),
    using random: inout RandomGenerator, learn: (ReberString) -> (isRight: Bool, error: Double),
    isRight: (ReberString) -> Bool
  ) -> LongLagTrial {
    var (curve, inARow) = (ErrorCurve(), 0)
    for count in 1...max(1, limit) {
      let found = learn(sets.training[random.index(below: sets.training.count)])
      curve.record(found.error, isRight: found.isRight)
      inARow = found.isRight ? inARow + 1 : 0
      guard count % Self.testInterval == 0, inARow >= Self.testInterval else { continue }
      if sets.training.allSatisfy(isRight), sets.test.allSatisfy(isRight) {
        return LongLagTrial(isSolved: true, sequences: count, curve: curve)
      }
    }
    return LongLagTrial(isSolved: false, sequences: limit, curve: curve)
  }
}

extension ReberString {
  /// Whether every prediction but that after the end is right, of outputs [T, 7] row by row.
  func isPredicted(by outputs: [Float]) -> Bool {
    let size = ReberGrammar.size
    return symbols.indices.dropLast().allSatisfy {
      isPredicted(by: outputs[$0 * size..<($0 + 1) * size], after: $0)
    }
  }

  /// The mean of |output − target| over all outputs [T, 7] and steps but the last.
  func error(of outputs: [Float]) -> Double {
    let size = ReberGrammar.size
    var sum = 0.0
    for step in 0..<symbols.count - 1 {
      for symbol in 0..<size {
        let target: Float = symbols[step + 1] == symbol ? 1 : 0
        sum += Double(abs(outputs[step * size + symbol] - target))
      }
    }
    return sum / Double((symbols.count - 1) * size)
  }
}

extension OriginalLSTM {
  /// Reads a string from the beginning; changes the weights after each symbol where it is to learn.
  ///
  /// - Returns: whether every prediction was right before its weights changed, and the mean error.
  mutating func read(_ string: ReberString, learningAt rate: Double?) -> (
    isRight: Bool, error: Double
  ) {
    reset()
    var all: [Float] = []
    for (step, symbol) in string.symbols.dropLast().enumerated() {
      self.step(ReberGrammar.features(symbol))
      all += outputs()
      if let rate { learn(Array(ReberGrammar.features(string.symbols[step + 1])), rate: rate) }
    }
    return (string.isPredicted(by: all), string.error(of: all))
  }
}

extension SymbolModel {
  /// The probabilities of the next symbol after each but the last, [T, 7] row by row.
  fileprivate func probabilities(of string: ReberString) -> [Float] {
    let (input, _) = [string.example].tensors(inputSize: ReberGrammar.size)
    return self(input, lengths: [string.symbols.count - 1]).softmax().values
  }

  /// One step down the gradient of a string's cross-entropy.
  fileprivate mutating func learn(_ string: ReberString, with optimizer: inout Adam) -> (
    isRight: Bool, error: Double
  ) {
    let (input, answers) = [string.example].tensors(inputSize: ReberGrammar.size)
    var (_, gradients, outputs) = valueAndGradient(of: self) { model in
      let logits = model(input, lengths: [string.symbols.count - 1])
      return (logits.crossEntropy(targets: answers), logits.detached.softmax().values)
    }
    _ = gradients.clip(toNorm: 1)
    optimizer.update(&self, with: gradients, learningRate: 0.01)
    return (string.isPredicted(by: outputs), string.error(of: outputs))
  }
}

extension ReberString {
  /// All symbols but the last, each asking for the next.
  fileprivate var example: SymbolExample {
    var example = SymbolExample()
    for (step, symbol) in symbols.dropLast().enumerated() {
      example.append([symbol], answer: symbols[step + 1])
    }
    return example
  }
}
