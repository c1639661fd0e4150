import Dispatch
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor

/// The one loop that trains every task: steps, validation, early stopping, checkpoints, events.
///
/// With a budget in epochs or steps the result is the same bits for any number of threads, and for a run
/// that was stopped and resumed.
public struct Trainer<Problem: TrainingProblem> {
  /// A model and how it came about.
  public struct Result {
    /// The weights that did best in validation; the last ones where there is no validation.
    public var best: Problem.Model
    /// The weights after the last step.
    public var last: Problem.Model
    /// The run in figures.
    public var summary: TrainingSummary
  }

  let problem: Problem
  let options: TrainingOptions
  let communicator: any Communicator
  let now: () -> Double

  /// A trainer.
  ///
  /// - Parameters:
  ///   - problem: the task's batches, loss and validation.
  ///   - options: how to train.
  ///   - communicator: joins the processes of the training.
  ///   - now: a clock in seconds.
  public init(
    _ problem: Problem, options: TrainingOptions,
    communicator: any Communicator = LocalCommunicator(),
    now: @escaping () -> Double = { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
  ) {
    self.problem = problem
    self.options = options
    self.communicator = communicator
    self.now = now
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - model: what to begin with; a checkpoint replaces its weights.
  ///   - identity: what a resumed run must agree with (data digests, options), an object.
  ///   - resume: where to go on.
  ///   - stop: raised to save and stop.
  ///   - save: keeps a checkpoint.
  ///   - events: receives everything that happens.
  /// - Throws: ``TrainingError``, and what the problem or `save` throws.
  public func fit(
    _ model: Problem.Model, identity: JSONValue = [:], resume: Checkpoint? = nil,
    stop: StopSignal = StopSignal(), save: (Checkpoint) throws -> Void = { _ in },
    events: (TrainingEvent) -> Void = { _ in }
  ) throws -> Result {
    var run = TrainingRun(problem, options, model, clock: now)
    if let resume { try run.restore(resume, identity: identity) }
    events(
      .started(
        parameterCount: model.parameterCount, batchesPerEpoch: problem.batchesPerEpoch,
        stepLimit: run.stepLimit))
    if resume != nil { events(.resumed(step: run.step)) }

    var reason = StopReason.budget
    var lastSave = now()
    func saveNow(_ run: TrainingRun<Problem>) throws {
      try save(run.checkpoint(identity: identity))
      lastSave = now()
      events(.saved(step: run.step))
    }
    while !run.isBudgetUsed {
      events(.step(try run.takeStep(communicator)))
      let isEndOfEpoch = run.batch == problem.batchesPerEpoch
      if isEndOfEpoch || run.isBudgetUsed {
        try run.finishEpoch(isWhole: isEndOfEpoch, events)
        try saveNow(run)
        if let patience = options.patience, run.badValidations >= patience {
          reason = .patience
          break
        }
      }
      if stop.isRaised {
        reason = .interrupted
        try saveNow(run)
        break
      }
      if now() - lastSave >= options.checkpointSeconds { try saveNow(run) }
    }
    let summary = run.summary(reason)
    events(.finished(summary))
    return Result(best: run.best ?? run.model, last: run.model, summary: summary)
  }
}
