import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The time in tests: it moves only when a test moves it.
final class TestClock {
  var seconds = 100.0
}

/// A sum that the model has to remember: the target is half the row before plus half the row now, so
/// that the carried state, the dropout masks and the sparse rows of the table all matter.
struct TinyProblem: TrainingProblem {
  static let rowCount = 6
  static let batchSize = 5

  var batchesPerEpoch = 4
  var clock = TestClock()
  /// Seconds that a step and a validation take.
  var secondsPerStep = 1.0
  var secondsPerValidation = 0.0
  var validationCost = 0.0
  /// Whether there are validation data.
  var validates = true
  /// What validation says, by count of validations; the loss itself where there is nothing.
  var validationLosses: [Double] = []
  let validationCount = Counter()
  /// Raised in this step, counted from one over the whole run.
  var stop: (signal: StopSignal, step: Int)?

  final class Counter {
    var value = 0
  }

  func initialCarry() -> Tensor { .zeros([Self.batchSize, 4]) }

  private func rows(_ batch: Int) -> TokenIDs {
    TokenIDs((0..<Self.batchSize).map { Int32((batch * 7 + $0 * 5 + batch * $0) % Self.rowCount) })
  }

  private func targets(_ batch: Int) -> Tensor {
    let now = rows(batch).values
    let before = batch == 0 ? now : rows(batch - 1).values
    return Tensor(zip(now, before).map { Float($0 + $1) / 10 }, shape: [Self.batchSize, 1])
  }

  private func error(_ y: Tensor, _ batch: Int) -> Tensor {
    let difference = y - targets(batch)
    return (difference * difference).mean()
  }

  func loss(_ model: TinyModel, epoch: Int, batch: Int, carry: Tensor, phase: Phase) throws
    -> (loss: Tensor, carry: Tensor, units: Int)
  {
    clock.seconds += secondsPerStep
    if let stop, epoch * batchesPerEpoch + batch + 1 == stop.step { stop.signal.raise() }
    let (y, hidden) = model(rows(batch), hidden: carry, phase: phase)
    return (error(y, batch), hidden.detached, Self.batchSize)
  }

  func validate(_ model: TinyModel) throws -> ValidationResult? {
    guard validates else { return nil }
    clock.seconds += secondsPerValidation
    defer { validationCount.value += 1 }
    if validationCount.value < validationLosses.count {
      return ValidationResult(loss: validationLosses[validationCount.value])
    }
    var (hidden, total) = (initialCarry(), 0.0)
    for batch in 0..<batchesPerEpoch {
      let result = model(rows(batch), hidden: hidden, phase: .inference)
      total += Double(error(result.y, batch).scalar)
      hidden = result.hidden
    }
    return ValidationResult(loss: total / Double(batchesPerEpoch))
  }

  func carryTensors(_ carry: Tensor) -> [(name: String, tensor: Tensor)] { [("hidden", carry)] }

  func carry(from tensors: [(name: String, tensor: Tensor)]) throws -> Tensor { tensors[0].tensor }

  func trainer(_ options: TrainingOptions) -> Trainer<TinyProblem> {
    let clock = clock
    return Trainer(self, options: options, now: { clock.seconds })
  }
}
