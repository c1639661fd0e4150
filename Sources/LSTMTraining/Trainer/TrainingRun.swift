import LSTMLayers
import LSTMTensor

/// Everything that changes while a training runs, which is also what a checkpoint holds.
struct TrainingRun<Problem: TrainingProblem> {
  let problem: Problem
  let options: TrainingOptions
  let clock: () -> Double
  let stepLimit: Int?

  var model: Problem.Model
  var best: Problem.Model?
  var optimizer: any Optimizer
  var carry: Problem.Carry

  /// Steps taken in all, epochs finished, batches taken of the epoch that runs.
  var step = 0
  var epoch = 0
  var batch = 0

  var bestLoss: Double?
  var bestStep = 0
  var badValidations = 0
  /// Step of the checkpoint on disk, if this run has one.
  var savedStep: Int?
  var losses = LossRecord()

  /// Seconds of earlier parts of a resumed run, and when this part began.
  var earlierSeconds = 0.0
  let begin: Double
  /// Units and seconds of the steps of this part.
  var units = 0
  var stepSeconds = 0.0
  /// Seconds of the last validation; before it, a guess.
  var validationSeconds: Double?

  init(
    _ problem: Problem, _ options: TrainingOptions, _ model: Problem.Model,
    clock: @escaping () -> Double
  ) {
    self.problem = problem
    self.options = options
    self.clock = clock
    self.model = model
    stepLimit = options.budget.stepLimit(batchesPerEpoch: problem.batchesPerEpoch)
    optimizer = options.optimizer.optimizer()
    carry = problem.initialCarry()
    begin = clock()
  }

  var elapsed: Double { earlierSeconds + clock() - begin }

  /// Share of the budget that is used, 0…1: of the nearest limit.
  var progress: Double {
    var share = 0.0
    if let stepLimit { share = Double(step) / Double(max(1, stepLimit)) }
    if let seconds = trainingSeconds { share = max(share, elapsed / seconds) }
    return min(share, 1)
  }

  var isBudgetUsed: Bool { progress >= 1 }

  /// Why the run is not to take another step, if there is a reason.
  ///
  /// - Parameter isOver: whether the budget is used.
  func reasonToStop(_ stop: StopSignal, isOver: Bool) -> StopReason? {
    if isOver { return .budget }
    if let patience = options.patience, badValidations >= patience { return .patience }
    return stop.isRaised ? .interrupted : nil
  }

  /// Seconds for training when the budget is in minutes: the last validation is part of it.
  private var trainingSeconds: Double? {
    guard let minutes = options.budget.minutes else { return nil }
    let reserve = validationSeconds ?? problem.validationCost * stepSeconds / Double(max(1, step))
    return max(minutes * 60 - 1.1 * reserve, minutes * 30)
  }

  /// One batch: loss, gradients, clipping, update.
  mutating func takeStep(_ communicator: any Communicator) throws -> TrainingStep {
    let start = clock()
    let rate = options.learningRate * Float(options.schedule.factor(at: progress))
    let phase = Phase.training(MaskSource(seed: options.seed, step: step))
    var (loss, gradients, extra) = try valueAndGradient(of: model) { model in
      let result = try problem.loss(
        model, epoch: epoch, batch: batch, carry: carry, phase: phase)
      return (result.loss, (carry: result.carry, units: result.units))
    }
    step += 1
    guard loss.scalar.isFinite else {
      throw notFinite("the loss")
    }
    communicator.average(&gradients)
    let norm = options.clipNorm.map { gradients.clip(toNorm: $0) } ?? gradients.norm
    guard norm.isFinite else {
      let path = gradients.firstNonFinite.map { "the gradient of \($0)" } ?? "the gradient's norm"
      throw notFinite(path)
    }
    optimizer.update(&model, with: gradients, learningRate: rate)
    carry = extra.carry
    batch += 1
    losses.add(Double(loss.scalar))
    if losses.hasDiverged {
      throw TrainingError.diverged(
        step: step, loss: losses.recent, from: losses.first, learningRate: options.learningRate,
        savedStep: savedStep)
    }
    units += extra.units
    stepSeconds += clock() - start
    return event(loss: Double(loss.scalar), rate: rate, norm: norm)
  }

  private func notFinite(_ tensor: String) -> TrainingError {
    .notFinite(
      step: step, tensor: tensor, learningRate: options.learningRate, savedStep: savedStep)
  }

  private func event(loss: Double, rate: Float, norm: Float) -> TrainingStep {
    let progress = progress
    let left = progress > 0 ? elapsed / progress - elapsed : .infinity
    return TrainingStep(
      step: step, epoch: epoch, loss: loss, smoothedLoss: losses.smoothed,
      learningRate: Double(rate), gradientNorm: Double(norm),
      unitsPerSecond: Double(units) / max(stepSeconds, 1e-9), progress: progress,
      secondsLeft: left)
  }

  /// Validates, keeps the best weights, and begins the next epoch if this one is whole.
  mutating func finishEpoch(isWhole: Bool, _ events: (TrainingEvent) -> Void) throws {
    let start = clock()
    if let result = try problem.validate(model) {
      guard result.loss.isFinite else {
        throw notFinite("the validation loss")
      }
      let isBest = bestLoss.map { result.loss < $0 } ?? true
      if isBest {
        (best, bestLoss, bestStep, badValidations) = (model, result.loss, step, 0)
      } else {
        badValidations += 1
      }
      validationSeconds = clock() - start
      events(
        .validated(
          epoch: epoch, step: step, trainingLoss: losses.meanOfEpoch, result: result,
          isBest: isBest))
    }
    if let text = problem.sample(model, epoch: epoch) { events(.sample(epoch: epoch, text: text)) }
    guard isWhole else { return }
    epoch += 1
    batch = 0
    carry = problem.initialCarry()
    losses.beginEpoch()
  }

  func summary(_ reason: StopReason) -> TrainingSummary {
    TrainingSummary(
      reason: reason, steps: step,
      epochs: Double(epoch) + Double(batch) / Double(max(1, problem.batchesPerEpoch)),
      unitsPerSecond: Double(units) / max(stepSeconds, 1e-9), seconds: elapsed,
      trainingLoss: losses.smoothed, bestLoss: bestLoss, bestStep: bestLoss == nil ? nil : bestStep)
  }
}
