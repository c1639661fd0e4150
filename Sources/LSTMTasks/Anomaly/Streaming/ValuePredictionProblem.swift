import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Learning a ``ValuePredictor`` on the first part of a series, in windows that begin anywhere in it.
struct ValuePredictionProblem: TrainingProblem {
  typealias Model = ValuePredictor
  typealias Carry = NoCarry

  /// Scaled values, [R].
  let values: [Float]
  /// Features of each row, [R, 3].
  let features: [(Float, Float, Float)]
  let seed: UInt64

  /// Windows side by side, N.
  static let batchSize = 16
  /// Steps of a window, T.
  static let windowLength = 64
  /// Steps at the start of a window that are not scored.
  static let skippedSteps = 8
  /// Rows below which there is nothing to learn from.
  static let fewestRows = 24

  var batchesPerEpoch: Int { 1 }

  func loss(_ model: ValuePredictor, epoch: Int, batch: Int, carry: NoCarry, phase: Phase) throws
    -> (loss: Tensor, carry: NoCarry, units: Int)
  {
    let steps = min(Self.windowLength, values.count - 1)
    var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(epoch)))
    let starts = (0..<Self.batchSize).map { _ in random.index(below: values.count - steps) }
    var (inputs, last, next) = ([Float](), [Float](), [Float]())
    for step in 0..<steps {
      for start in starts {
        let row = features[start + step]
        inputs += [row.0, row.1, row.2]
        last.append(values[start + step])
        next.append(values[start + step + 1])
      }
    }
    let count = starts.count
    let loss = model.loss(
      Tensor(inputs, shape: [steps, count, ValuePredictor.inputSize]),
      values: Tensor(last, shape: [steps, count, 1]),
      targets: Tensor(next, shape: [steps, count, 1]),
      skipped: min(Self.skippedSteps, steps / 2))
    return (loss, NoCarry(), steps * count)
  }

  func validate(_ model: ValuePredictor) throws -> ValidationResult? { nil }
}
