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
  /// The average of the weights, if there is to be one, and the steps that it has taken in.
  var averaged: Problem.Model?
  var averagedSteps = 0
  var optimizer: any Optimizer
  var carry: Problem.Carry

  /// Steps taken in all, epochs finished, batches taken of the epoch that runs.
  var step = 0
  var epoch = 0
  var batch = 0

  var bestLoss: Double?
  var bestStep = 0
  var badValidations = 0
  /// Of every validation, in order.
  var validationLosses: [Double] = []
  /// Step of the checkpoint on disk, if this run has one.
  var savedStep: Int?
  var losses = LossRecord()
  /// Norm of the weights at the start of the run, or what it should at least have been.
  var firstNorm: Double

  /// Seconds of earlier parts of a resumed run, and when this part began.
  var earlierSeconds = 0.0
  let begin: Double
  /// Units and seconds of the steps of this part.
  var units = 0
  var stepSeconds = 0.0
  var stepsOfThisPart = 0
  /// Seconds of the last validation with its sample; before it, a guess.
  var validationSeconds: Double?
  /// Seconds of the last checkpoint.
  var saveSeconds = 0.0

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
    if case .running = options.averaging { averaged = model }
    // Weights of 0.1 are no explosion, even where the first ones were zero.
    firstNorm = max(Self.norm(of: model), 0.1 * Double(model.parameterCount).squareRoot())
    begin = clock()
  }

  var elapsed: Double { earlierSeconds + clock() - begin }

  /// Share of the budget that is used, 0…1: of the nearest limit.
  var progress: Double {
    var share = 0.0
    if let stepLimit { share = stepLimit > 0 ? Double(step) / Double(stepLimit) : 1 }
    if let seconds = trainingSeconds {
      share = max(share, seconds > 0 ? elapsed / seconds : step > 0 ? 1 : 0)
    }
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

  /// Seconds for training when the budget is in minutes: until then another step may begin, and it,
  /// the last validation and the last checkpoint still end in time.
  private var trainingSeconds: Double? {
    guard let minutes = options.budget.minutes else { return nil }
    let stepMean = stepSeconds / Double(max(1, stepsOfThisPart))
    // A guess must not cost the whole run if it is wrong.
    let guess = min(problem.validationCost * stepMean, minutes * 50)
    let reserve = 1.05 * ((validationSeconds ?? guess) + saveSeconds)
    return minutes * 60 - reserve - 1.05 * stepMean
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
    let norm = try clip(&gradients)
    optimizer.update(&model, with: gradients, learningRate: rate)
    updateAverage()
    carry = extra.carry
    batch += 1
    let (weights, firstNorm) = (model, firstNorm)
    losses.add(Double(loss.scalar)) { Self.norm(of: weights) / firstNorm }
    if losses.hasDiverged {
      throw TrainingError.diverged(
        step: step, loss: losses.recent, from: losses.first, learningRate: options.learningRate,
        savedStep: savedStep)
    }
    units += extra.units
    stepsOfThisPart += 1
    stepSeconds += clock() - start
    return event(loss: Double(loss.scalar), rate: rate, norm: norm)
  }

  /// Limits the gradients as the options say.
  ///
  /// - Returns: their norm before.
  private func clip(_ gradients: inout Gradients) throws -> Float {
    let norm = gradients.norm
    guard norm.isFinite else {
      throw notFinite(
        gradients.firstNonFinite.map { "the gradient of \($0)" } ?? "the gradient's norm")
    }
    if let limit = options.clipValue { gradients.clip(toValue: limit) }
    if let limit = options.clipNorm { gradients.clip(toNorm: limit) }
    return norm
  }

  func notFinite(_ tensor: String) -> TrainingError {
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
    try requireFiniteWeights()
    let current = current
    if let result = try problem.validate(current) {
      guard result.loss.isFinite else {
        throw notFinite("the validation loss")
      }
      let isBest = bestLoss.map { result.loss < $0 } ?? true
      if isBest {
        (best, bestLoss, bestStep, badValidations) = (current, result.loss, step, 0)
      } else {
        badValidations += 1
      }
      events(
        .validated(
          epoch: epoch, step: step, trainingLoss: losses.meanOfEpoch, result: result,
          isBest: isBest))
      validationLosses.append(result.loss)
      if beginAverageIfDue() { events(.averaging(step: step)) }
    }
    if let text = problem.sample(current, epoch: epoch) {
      events(.sample(epoch: epoch, text: text))
    }
    validationSeconds = clock() - start
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
