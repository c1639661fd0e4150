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
    /// The weights that did best in validation; where there is no validation, the average of the
    /// last ones if the options ask for it, else the last ones.
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
    guard problem.batchesPerEpoch > 0 else { throw TrainingError.noBatches }
    var run = TrainingRun(problem, options, model, clock: now)
    if let resume { try run.restore(resume, identity: identity) }
    events(
      .started(
        parameterCount: model.parameterCount, batchesPerEpoch: problem.batchesPerEpoch,
        stepLimit: run.stepLimit))
    if let resume { events(.resumed(step: run.step, warning: resume.warning)) }

    // A run that was killed after its last validation is over: nothing is left but to say so.
    var reason = run.reasonToStop(stop, isOver: run.isBudgetUsed)
    var lastSave = now()
    func saveNow(_ run: inout TrainingRun<Problem>) throws {
      try run.requireFiniteWeights()
      let start = now()
      try save(run.checkpoint(identity: identity))
      run.savedStep = run.step
      lastSave = now()
      run.saveSeconds = lastSave - start
      events(.saved(step: run.step))
    }
    while reason == nil {
      events(.step(try run.takeStep(communicator)))
      let isEndOfEpoch = run.batch == problem.batchesPerEpoch
      // Asked once: the clock moves on, and a run must not end without its validation.
      var isOver = run.isBudgetUsed
      if isEndOfEpoch || isOver {
        try run.finishEpoch(isWhole: isEndOfEpoch, events)
        isOver = isOver || run.isBudgetUsed
        if !run.losses.isSuspect || isOver { try saveNow(&run) }
        isOver = isOver || run.isBudgetUsed
      }
      reason = run.reasonToStop(stop, isOver: isOver)
      if now() - lastSave >= options.checkpointSeconds, !run.losses.isSuspect {
        try saveNow(&run)
      }
    }
    if reason == .interrupted, run.savedStep != run.step { try saveNow(&run) }
    let summary = run.summary(reason ?? .budget)
    events(.finished(summary))
    return Result(best: run.best ?? run.current, last: run.model, summary: summary)
  }
}
