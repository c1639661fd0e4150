import LSTMFormats
import LSTMTensor
import Synchronization

/// An experiment run over several seeds, the paper's figure beside ours.
public struct Reproduction: Sendable {
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
      solved.isEmpty ? nil : Double(solved.reduce(0, +)) / Double(solved.count)
    }
    /// Sequences of the solved trials.
    private var solved: [Int] { trials.filter(\.isSolved).map(\.sequences) }

    var json: JSONValue {
      [
        "success_rate": .number(successRate), "sequences": sequences.map { .number($0) } ?? .null,
        "seeds": trials.count.json,
      ]
    }
  }

  /// What was run.
  public let experiment: LongLagExperiment
  /// The paper's network and rule.
  public let ours: Outcome
  /// Today's LSTM with Adam.
  public let today: Outcome

  /// Runs the trials of both networks, as many side by side as there are threads.
  ///
  /// - Parameters:
  ///   - seeds: trials of each network.
  ///   - progress: told after each trial, from any thread.
  public init(
    _ experiment: LongLagExperiment, seeds: Int,
    progress: @escaping @Sendable (_ trial: LongLagTrial, _ isOriginal: Bool) -> Void = { _, _ in }
  ) {
    self.experiment = experiment
    let results = Mutex([LongLagTrial?](repeating: nil, count: 2 * seeds))
    let next = Atomic(0)
    SideBySide.run {
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < 2 * seeds else { return }
        let (seed, isOriginal) = (UInt64(number / 2 + 1), number % 2 == 0)
        let trial =
          isOriginal
          ? experiment.originalTrial(seed: seed) : experiment.modernTrial(seed: seed)
        results.withLock { $0[number] = trial }
        progress(trial, isOriginal)
      }
    }
    let trials = results.withLock { $0.compactMap { $0 } }
    func every(_ remainder: Int) -> [LongLagTrial] {
      trials.enumerated().filter { $0.offset % 2 == remainder }.map(\.element)
    }
    ours = Outcome(trials: every(0))
    today = Outcome(trials: every(1))
  }

  /// One document with the keys that `lstm reproduce --json` promises.
  public func json(seconds: Double) -> JSONValue {
    [
      "experiment": .string(experiment.name),
      "paper": [
        "success_rate": .number(experiment.paperSuccessRate),
        "sequences": experiment.paperSequences.json,
      ],
      "ours": ours.json, "today": today.json, "seconds": .number(seconds),
    ]
  }
}
