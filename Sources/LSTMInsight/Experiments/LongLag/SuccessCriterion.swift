/// When a task counts as learned: a rule over the last sequences of training, each judged before it is learned
/// from.
public struct SuccessCriterion: Sendable {
  /// The last sequences that count.
  public let window: Int
  /// A sequence is right when no output is off by this or more.
  public let tolerance: Float
  /// Wrong sequences in the window must stay below this.
  public let fewerWrongThan: Int
  /// The mean error over the window must stay below this; `nil`: it may be anything.
  public let meanError: Float?
  /// Whether the window stands for a test: its sequences are not counted as needed for learning.
  ///
  /// The paper's 5,040 sequences of experiment 2a under a criterion over 10,000 show that it counts so.
  public let isTest: Bool

  /// A criterion.
  public init(
    window: Int, tolerance: Float, fewerWrongThan: Int = 1, meanError: Float? = nil,
    isTest: Bool = false
  ) {
    self.isTest = isTest
    self.window = window
    self.tolerance = tolerance
    self.fewerWrongThan = fewerWrongThan
    self.meanError = meanError
  }

  /// Follows one training.
  struct Tracker {
    private let criterion: SuccessCriterion
    private var errors: [(largest: Float, mean: Float)] = []
    private var place = 0
    private var wrong = 0
    /// Sequences seen.
    private(set) var count = 0
    private(set) var curve = ErrorCurve()

    init(_ criterion: SuccessCriterion) { self.criterion = criterion }

    /// How the training went that ends here.
    func trial(isSolved: Bool) -> LongLagTrial {
      LongLagTrial(
        isSolved: isSolved,
        sequences: isSolved && criterion.isTest ? count - criterion.window : count, curve: curve)
    }

    /// Records one sequence; true when the task is learned.
    mutating func record(_ outputs: some Sequence<Float>, _ targets: [Float]) -> Bool {
      var (largest, sum) = (Float(0), Float(0))
      for (output, target) in zip(outputs, targets) {
        let error = abs(output - target)
        // A NaN must not look right.
        largest = error < largest ? largest : error
        sum += error
      }
      count += 1
      let entry = (largest, sum / Float(targets.count))
      curve.record(Double(entry.1), isRight: largest < criterion.tolerance)
      if !(largest < criterion.tolerance) { wrong += 1 }
      if errors.count < criterion.window {
        errors.append(entry)
      } else {
        if !(errors[place].largest < criterion.tolerance) { wrong -= 1 }
        errors[place] = entry
        place = (place + 1) % criterion.window
      }
      guard errors.count == criterion.window, wrong < criterion.fewerWrongThan else { return false }
      guard let bound = criterion.meanError else { return true }
      return errors.reduce(0) { $0 + $1.mean } / Float(criterion.window) < bound
    }
  }
}
