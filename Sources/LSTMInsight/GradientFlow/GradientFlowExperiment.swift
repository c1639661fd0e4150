import LSTMPlot
import LSTMTensor

/// Why LSTMs took the place of plain recurrent networks: gradients over 100 steps, before and after training
/// on the adding task.
public struct GradientFlowExperiment: Experiment {
  /// `gradient-flow`.
  public let name = "gradient-flow"
  /// What is shown.
  public let title =
    "How much of an error reaches 100 steps back: RNN, LSTM without forget gate, LSTM"
  /// Those who found it.
  public let source = "Hochreiter 1991; Bengio and others 1994"
  /// Seconds of a run with ``quickSeeds``.
  public let seconds = 13.0
  /// Trials of a quick run.
  public let quickSeeds = 3
  /// Trials of a full run.
  public let paperSeeds = 10

  /// The experiment.
  public init() {}

  /// Measures three networks from each seed, new and trained.
  public func run(
    seeds: Int, progress: @escaping @Sendable (String) -> Void
  ) -> ExperimentReport {
    let comparisons = SideBySide.map(seeds) { number in
      let comparison = GradientFlowComparison(seed: UInt64(number + 1))
      for row in comparison.rows {
        progress(
          "seed \(number + 1), \(row.network): "
            + (row.trial.isSolved ? "learned after " : "not learned within ")
            + "\(row.trial.sequences) sequences")
      }
      return comparison
    }
    return Self.report(comparisons)
  }

  /// A row a network and age, the sentence that they prove, and the first seed's curves.
  static func report(_ comparisons: [GradientFlowComparison]) -> ExperimentReport {
    guard let first = comparisons.first else {
      preconditionFailure("an experiment runs at least once")
    }
    var rows: [ExperimentReport.Row] = []
    for number in first.rows.indices {
      let networks = comparisons.map { $0.rows[number] }
      for (age, flow) in [
        ("new", { $0.initial }), ("trained", { $0.trained }),
      ] as [(String, (GradientFlowComparison.Row) -> GradientFlow)] {
        for distance in first.distances {
          rows.append(
            ExperimentReport.Row(
              "\(first.rows[number].network), \(age), gradient \(distance) back",
              values: networks.map { flow($0).norms[distance - 1] }))
        }
      }
    }
    let advantage = ExperimentReport.Row("", values: comparisons.map(\.advantage))
    return ExperimentReport(
      rows: rows,
      notes: [
        "After training, the gradient that reaches \(first.distances.last ?? 0) steps back through the "
          + "LSTM is \(advantage.ours.shortText) times the RNN's."
      ], chart: first.chart)
  }
}
