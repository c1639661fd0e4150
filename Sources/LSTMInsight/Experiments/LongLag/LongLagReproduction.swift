import LSTMData
import LSTMFormats
import LSTMPlot
import LSTMTensor
import Synchronization

/// A ``PaperAndToday`` run over several seeds, with the paper's network and with today's.
public struct LongLagReproduction: Sendable {
  /// The share of trials that learned the task, and the mean number of sequences that these took.
  public struct Outcome: Sendable {
    /// Each trial.
    public let trials: [LongLagTrial]

    /// Solved trials ÷ all.
    public var successRate: Double {
      trials.isEmpty ? 0 : Double(solved.count) / Double(trials.count)
    }
    /// The mean over solved trials; `nil` where none was.
    public var sequences: Double? {
      solved.isEmpty ? nil : solved.reduce(0, +) / Double(solved.count)
    }
    /// The standard deviation over solved trials; `nil` where fewer than two were.
    public var deviation: Double? {
      guard let mean = sequences, solved.count > 1 else { return nil }
      let squares = solved.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(solved.count - 1)).squareRoot()
    }
    /// The mean number of sequences before the first thousand of which 98 % were right, over the trials that had one; `nil`
    /// where none had.
    public var mostlyRight: Double? {
      let all = trials.compactMap(\.curve.mostlyRight)
      return all.isEmpty ? nil : Double(all.reduce(0, +)) / Double(all.count)
    }
    /// Sequences of the solved trials.
    private var solved: [Double] { trials.filter(\.isSolved).map { Double($0.sequences) } }

    var json: JSONValue {
      [
        "success_rate": .number(successRate), "sequences": sequences.map { .number($0) } ?? .null,
        "deviation": deviation.map { .number($0) } ?? .null,
        "mostly_right": mostlyRight.map { .number($0) } ?? .null, "seeds": trials.count.json,
      ]
    }

    func line(_ name: String) -> String {
      LongLagReproduction.line(name, successRate, sequences, deviation, mostlyRight)
    }
  }

  /// What was run.
  public let experiment: any PaperAndToday
  /// The paper's network and rule.
  public let ours: Outcome
  /// Today's LSTM with Adam.
  public let today: Outcome

  /// Runs the trials of both networks, as many side by side as there are threads.
  public init(
    _ experiment: any PaperAndToday, seeds: Int, progress: @escaping @Sendable (String) -> Void
  ) {
    self.experiment = experiment
    let done = Atomic(0)
    let trials = SideBySide.map(2 * seeds) { number in
      let (seed, isOriginal) = (UInt64(number / 2 + 1), number % 2 == 0)
      let trial =
        isOriginal
        ? experiment.originalTrial(seed: seed, limit: nil)
        : experiment.modernTrial(seed: seed, limit: nil)
      progress(
        "trial \(done.add(1, ordering: .relaxed).newValue) of \(2 * seeds), seed \(seed), "
          + (isOriginal ? "the paper's network" : "today's LSTM")
          + (trial.isSolved ? ": learned after " : ": not learned within ")
          + "\(trial.sequences) sequences")
      return trial
    }
    func every(_ remainder: Int) -> [LongLagTrial] {
      trials.enumerated().filter { $0.offset % 2 == remainder }.map(\.element)
    }
    ours = Outcome(trials: every(0))
    today = Outcome(trials: every(1))
  }

  /// The table, one document and the curves of learning.
  func report(seconds: Double) -> ExperimentReport {
    ExperimentReport(lines: lines(seconds: seconds), json: json(seconds: seconds), chart: chart)
  }

  private func json(seconds: Double) -> JSONValue {
    [
      "experiment": .string(experiment.name),
      "paper": [
        "success_rate": .number(experiment.paperSuccessRate),
        "sequences": experiment.paperSequences.json,
      ],
      "ours": ours.json, "today": today.json, "seconds": .number(seconds),
    ]
  }

  private func lines(seconds: Double) -> [String] {
    let header =
      "".padded(to: 34)
      + ["learned", "sequences", "deviation", "98 % right"].map { $0.leftPadded(to: 12) }.joined()
    return [
      header,
      Self.line(
        "paper", experiment.paperSuccessRate, Double(experiment.paperSequences), nil, nil),
      ours.line("the paper's network, here"), today.line("today's LSTM with Adam, here"), "",
      "\(ours.trials.count) trials each, \(seconds.text(1)) s",
    ]
  }

  private static func line(
    _ name: String, _ rate: Double, _ figures: Double?...
  ) -> String {
    name.padded(to: 34) + "\((100 * rate).text(0)) %".leftPadded(to: 12)
      + figures.map { ($0?.text(0) ?? "-").leftPadded(to: 12) }.joined()
  }

  /// The error of both networks by sequences, with a mark where the paper's network met the criterion.
  private var chart: LineChart {
    let curves = [("the paper's network", ours), ("today's LSTM with Adam", today)].map {
      (name: $0.0, summary: ErrorCurve.summary(of: $0.1.trials.map(\.curve)))
    }
    return LineChart(
      title: experiment.title, x: .init("sequences", scale: .logarithmic),
      y: .init("mean error", scale: .logarithmic),
      series: curves.map { LineChart.Series($0.name, x: $0.summary.sequences, y: $0.summary.mean) },
      bands: curves.enumerated().map { number, curve in
        LineChart.Band(
          "", x: curve.summary.sequences, lower: curve.summary.low, upper: curve.summary.high,
          series: number)
      },
      marks: [
        LineChart.Mark(
          x: Double(experiment.paperSequences), label: "the paper's figure")
      ])
  }
}
