/// An experiment of 1997 that counts sequences until a task is learned, by the paper's network and by today's LSTM.
public protocol PaperAndToday: Experiment {
  /// Share of the paper's trials that learned the task.
  var paperSuccessRate: Double { get }
  /// Sequences that the paper's successful trials took on average.
  var paperSequences: Int { get }

  /// One training of the paper's network by the paper's rule.
  ///
  /// - Parameter limit: sequences after which it counts as failed; `nil`: ``limit``.
  func originalTrial(seed: UInt64, limit: Int?) -> LongLagTrial
  /// One training of today's LSTM with Adam.
  ///
  /// - Parameter limit: sequences after which it counts as failed; `nil`: ``limit``.
  func modernTrial(seed: UInt64, limit: Int?) -> LongLagTrial
}

extension PaperAndToday {
  /// Sequences after which a trial counts as failed.
  public var limit: Int { 10 * paperSequences }

  /// Trains the paper's network and today's LSTM from each seed.
  public func run(
    seeds: Int, progress: @escaping @Sendable (String) -> Void
  ) -> ExperimentReport {
    let clock = ContinuousClock()
    let begin = clock.now
    let reproduction = LongLagReproduction(self, seeds: seeds, progress: progress)
    return reproduction.report(seconds: (clock.now - begin) / .seconds(1))
  }
}
