/// A published experiment that `lstm reproduce` runs: the paper's figure beside ours.
///
/// A new one is a type or a value of a type that conforms, and its place in ``PublishedExperiments``.
public protocol Experiment: Sendable {
  /// What `lstm reproduce` calls it.
  var name: String { get }
  /// What is asked of the network, or shown, in a sentence.
  var title: String { get }
  /// The paper, with section and table where there is one.
  var source: String { get }
  /// Seconds that a run with ``quickSeeds`` takes on two cores, measured.
  var seconds: Double { get }
  /// Trials of a run that ends in about a minute.
  var quickSeeds: Int { get }
  /// Trials of the paper.
  var paperSeeds: Int { get }

  /// Runs the trials with seeds 1, 2 and so on.
  ///
  /// - Parameters:
  ///   - seeds: trials, 1 or more.
  ///   - progress: told a line after each step worth one, from any thread.
  func run(seeds: Int, progress: @escaping @Sendable (String) -> Void) -> ExperimentReport
}
