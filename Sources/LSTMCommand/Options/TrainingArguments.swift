import ArgumentParser
import LSTMKit

/// Options of every training.
struct TrainingArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "Passes over the data; ten where no end is set.")
  var epochs: Int?

  @Option(parsing: .unconditional, help: "Training steps.")
  var steps: Int?

  @Option(
    parsing: .unconditional,
    help: "Minutes to train; the learning rate falls to zero within them.")
  var minutes: Double?

  @Option(
    parsing: .unconditional,
    help: "Learning rate after the warm-up; 0.002, for momentum 0.1, for sgd 1.")
  var learningRate: Float?

  @Option(help: "How weights follow gradients.")
  var optimizer: OptimizerKind = .adamw

  @Option(
    parsing: .unconditional,
    help: "Epochs without a better validation before training stops early.")
  var patience: Int?

  @Option(parsing: .unconditional, help: "A whole number: same seed, same bits.")
  var seed: UInt64 = 1

  @Flag(help: "Go on with the stopped run in the output folder.")
  var resume = false

  @Flag(help: "Replace the model in the output folder.")
  var force = false

  func validate() throws {
    if resume, force { throw ValidationError("--resume and --force exclude each other.") }
    for (name, value) in [("epochs", epochs), ("steps", steps), ("patience", patience)] {
      if let value, value < 1 {
        throw ValidationError("--\(name) is \(value); it must be 1 or more.")
      }
    }
    if let minutes, !(minutes > 0 && minutes.isFinite) {
      throw ValidationError("--minutes is \(minutes); it must be above 0.")
    }
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate is \(learningRate); it must be above 0.")
    }
  }
}

extension TrainingArguments {
  /// Sets what every task's options have of them.
  func apply(to options: inout some TaskOptions) {
    options.optimizer = optimizer
    options.learningRate = learningRate
    options.seed = seed
    options.patience = patience
    options.budget = (epochs, steps, minutes)
  }

  /// Refuses a size out of its range, by the name of its option.
  static func check(_ sizes: [(name: String, value: Int, range: ClosedRange<Int>)]) throws {
    for (name, value, range) in sizes where !range.contains(value) {
      throw ValidationError(
        "--\(name) is \(value); it must be from \(range.lowerBound) to \(range.upperBound).")
    }
  }

  /// Refuses a rate of dropout that is none.
  static func check(dropout: Float) throws {
    guard dropout >= 0, dropout < 1 else {
      throw ValidationError("--dropout is \(dropout); it must be from 0 up to but not 1.")
    }
  }
}

extension OptimizerKind: ExpressibleByArgument {}
extension CellKind: ExpressibleByArgument {}
