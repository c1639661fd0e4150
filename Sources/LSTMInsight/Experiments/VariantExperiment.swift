import LSTMLayers
import LSTMPlot
import LSTMTensor

/// The variants of Greff and others (2015) on the adding problem: which parts of an LSTM it needs.
public struct VariantExperiment: Experiment {
  /// What `lstm reproduce` calls it.
  public let name = "variants"
  /// What is asked of the networks.
  public let title = "The variants of the LSTM on the adding problem, T = 100"
  /// The papers.
  public let source =
    "Greff and others 2015, section 3 (the variants); Hochreiter and Schmidhuber 1997 (the task)"
  /// Seconds that a run with ``quickSeeds`` takes on two cores.
  public let seconds = 23.0
  /// Trials of a run that ends in about a minute.
  public let quickSeeds = 3
  /// Trials of a full run.
  public let paperSeeds = 10

  /// Sequences that each may learn from.
  private static let limit = 100_000

  /// The one there is.
  public init() {}

  /// By the paper's short names.
  static let variants: [(name: String, variant: LSTMVariant)] = [
    ("plain", .plain),
    ("peepholes (V)", .with { $0.hasPeepholes = true }),
    ("no input gate (NIG)", .with { $0.hasInputGate = false }),
    ("no forget gate (NFG)", .with { $0.hasForgetGate = false }),
    ("no output gate (NOG)", .with { $0.hasOutputGate = false }),
    ("no input activation (NIAF)", .with { $0.hasCandidateActivation = false }),
    ("no output activation (NOAF)", .with { $0.hasOutputActivation = false }),
    ("coupled gates (CIFG)", .with { $0.couplesForgetGate = true }),
    ("full gate recurrence (FGR)", .with { $0.hasFullGateRecurrence = true }),
  ]

  /// Trains every network once a seed, and sets the figures side by side.
  public func run(
    seeds: Int, progress: @escaping @Sendable (String) -> Void
  ) -> ExperimentReport {
    let count = Self.variants.count
    let trials = SideBySide.map(seeds * count) { number in
      let (seed, place) = (number / count + 1, number % count)
      let trial = Self.trial(Self.variants[place].variant, seed: UInt64(seed))
      progress(
        "seed \(seed), \(Self.variants[place].name): "
          + (trial.isSolved ? "learned after " : "not learned within ")
          + "\(trial.sequences) sequences")
      return trial
    }
    let rows = Self.variants.enumerated().map { place, named in
      ExperimentReport.Row(
        "\(named.name): sequences until learned",
        values: (0..<seeds).map { Double(trials[$0 * count + place].sequences) })
    }
    let chart = LineChart(
      title: title, x: .init("sequences"), y: .init("mean error"),
      series: zip(Self.variants, trials).map {
        .init($0.name, x: $1.curve.sequences.map(Double.init), y: $1.curve.errors)
      })
    return ExperimentReport(
      rows: rows,
      notes: [
        "\(Self.limit) stands for networks that had not learned it by then. The paper compares them on "
          + "speech, handwriting and music: it has no figure for this task."
      ], chart: chart)
  }

  /// Learned: of 500 sequences in a row none off by 0.04 or more, their mean error below 0.01.
  static func trial(_ variant: LSTMVariant, seed: UInt64, limit: Int = limit) -> LongLagTrial {
    let task = LongLagTask(.adding, length: 100)
    var random = RandomGenerator(seed: seed)
    let lstm = LSTM(
      inputSize: task.inputSize, hiddenSize: 16, variant: variant,
      initialization: RecurrentInitialization(longestLag: task.length), using: &random)
    var model = LongLagModel(lstm, outputSize: task.outputSize, using: &random)
    let criterion = SuccessCriterion(window: 500, tolerance: 0.04, meanError: 0.01)
    return model.train(on: task, until: criterion, limit: limit, using: &random)
  }
}
