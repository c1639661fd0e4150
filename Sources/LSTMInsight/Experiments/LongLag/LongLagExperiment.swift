import LSTMTensor

/// An experiment of Hochreiter and Schmidhuber (1997) with the paper's network, criterion and figure.
public struct LongLagExperiment: PaperAndToday {
  /// What `lstm reproduce` calls it.
  public let name: String
  /// What is asked of the network, in a sentence.
  public let title: String
  /// Section and table of the paper.
  public let source: String
  /// The task.
  public let task: LongLagTask
  /// When it counts as learned.
  public let criterion: SuccessCriterion
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
  /// Trials of the paper.
  public let paperSeeds: Int
  /// Trials of each network that end in about a minute; 1 where one takes longer.
  public let quickSeeds: Int
  /// Seconds that they take.
  public let seconds: Double

  /// All, in the paper's order.
  public static let all: [LongLagExperiment] =
    [distractors, twoSequence, noisyTwoSequence] + adding + [multiplication, order2, order3]

  private static let source = "Hochreiter and Schmidhuber 1997"

  private static func design(
    _ blocks: Int, _ cells: Int, _ change: (inout OriginalLSTM.Design) -> Void = { _ in }
  ) -> OriginalLSTM.Design {
    var design = OriginalLSTM.Design(blocks: blocks, cellsPerBlock: cells)
    change(&design)
    return design
  }

  private static let distractors = LongLagExperiment(
    name: "distractors-50",
    title: "Which of two symbols came 64 steps before, among 50 random distractors",
    source: "\(source), experiment 2c, table 3",
    task: LongLagTask(.distractors(count: 50, lag: 50), length: 64),
    criterion: SuccessCriterion(window: 10_000, tolerance: 0.2, isTest: true),
    design: design(2, 1) {
      $0.hasHiddenBias = false
      $0.hasOutputBias = false
      $0.weightRange = 0.2
    }, learningRate: 0.01, paperWeights: 364, paperSuccessRate: 1, paperSequences: 30_000,
    paperSeeds: 20, quickSeeds: 3, seconds: 20)

  private static let signalDesign = design(3, 1) {
    $0.inputGateBiases = [-1, -3, -5]
    $0.outputGateBiases = [-2, -4, -6]
    $0.hasOutputBias = false
  }

  private static let twoSequence = LongLagExperiment(
    name: "two-sequence",
    title: "The sign of the first 3 of 100 elements, the rest is noise",
    source: "\(source), experiment 3a, table 4",
    task: LongLagTask(.twoSequence(informative: 3, isNoisy: false), length: 100),
    criterion: SuccessCriterion(window: 256, tolerance: 0.2, isTest: true),
    design: signalDesign, learningRate: 1, paperWeights: 102, paperSuccessRate: 1,
    paperSequences: 27_380, paperSeeds: 10, quickSeeds: 3, seconds: 1)

  private static let noisyTwoSequence = LongLagExperiment(
    name: "two-sequence-noisy",
    title: "The same with noise on the signal",
    source: "\(source), experiment 3b, table 5",
    task: LongLagTask(.twoSequence(informative: 3, isNoisy: true), length: 100),
    criterion: SuccessCriterion(window: 256, tolerance: 0.2, fewerWrongThan: 6, isTest: true),
    design: signalDesign, learningRate: 1, paperWeights: 102, paperSuccessRate: 1,
    paperSequences: 41_740, paperSeeds: 10, quickSeeds: 3, seconds: 1)

  private static let adding: [LongLagExperiment] = [
    (100, 74_000, 10.0), (500, 209_000, 600), (1000, 853_000, 4000),
  ].map { length, sequences, seconds in
    LongLagExperiment(
      name: "adding-\(length)",
      title: "The sum of two marked numbers among \(length)",
      source: "\(source), experiment 4, table 7",
      task: LongLagTask(.adding, length: length),
      criterion: SuccessCriterion(window: 2000, tolerance: 0.04, meanError: 0.01),
      design: design(2, 2) { $0.inputGateBiases = [-3, -6] }, learningRate: 0.5,
      paperWeights: 93, paperSuccessRate: 1, paperSequences: sequences, paperSeeds: 10,
      quickSeeds: 1, seconds: seconds)
  }

  private static let multiplication = LongLagExperiment(
    name: "multiplication-100",
    title: "The product of two marked numbers among 100",
    source: "\(source), experiment 5, table 8 (140 of the last 2,000 may be off)",
    task: LongLagTask(.multiplication, length: 100),
    criterion: SuccessCriterion(window: 2000, tolerance: 0.04, fewerWrongThan: 140),
    design: design(2, 2), learningRate: 0.1, paperWeights: 93, paperSuccessRate: 1,
    paperSequences: 482_000, paperSeeds: 10, quickSeeds: 1, seconds: 15)

  private static let order2 = LongLagExperiment(
    name: "order-2",
    title: "The order of two marked symbols among 100",
    source: "\(source), experiment 6a, table 9",
    task: LongLagTask(.temporalOrder(marks: 2), length: 100),
    criterion: SuccessCriterion(window: 2000, tolerance: 0.3, meanError: 0.1),
    design: design(2, 2) { $0.inputGateBiases = [-2, -4] }, learningRate: 0.5,
    paperWeights: 156, paperSuccessRate: 1, paperSequences: 31_390, paperSeeds: 20,
    quickSeeds: 3, seconds: 3)

  private static let order3 = LongLagExperiment(
    name: "order-3",
    title: "The order of three marked symbols among 100",
    source: "\(source), experiment 6b, table 9",
    task: LongLagTask(.temporalOrder(marks: 3), length: 100),
    criterion: SuccessCriterion(window: 2000, tolerance: 0.3, meanError: 0.1),
    design: design(3, 2) { $0.inputGateBiases = [-2, -4, -6] }, learningRate: 0.1,
    paperWeights: 308, paperSuccessRate: 1, paperSequences: 571_100, paperSeeds: 10,
    quickSeeds: 1, seconds: 60)
}
