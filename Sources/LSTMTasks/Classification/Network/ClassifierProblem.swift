import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of all networks of a classifier side by side, each on its own examples in its own order.
struct ClassifierProblem: TrainingProblem {
  typealias Model = ClassifierModel
  typealias Carry = NoCarry

  let inputs: ClassifierInputs
  let labels: [[Int]]
  /// How much each class counts; of texts with several classes one number, for a class that a text has.
  let classWeights: [Float]
  let kind: ClassProbabilities
  let smoothing: Float
  let heldOut: [[Int]]
  private let batches: [WindowBatches<Int>]

  /// Batches of an epoch at least: a small set is passed over several times.
  private static let leastBatches = 30

  init(
    _ inputs: ClassifierInputs, labels: [[Int]], folds: ClassifierFolds, kind: ClassProbabilities,
    classWeights: [Float], smoothing: Float, batchSize: Int, seed: UInt64
  ) {
    (self.inputs, self.labels, self.kind) = (inputs, labels, kind)
    (self.classWeights, self.smoothing) = (classWeights, smoothing)
    heldOut = folds.heldOut
    batches = folds.training.map {
      WindowBatches($0, batchSize: batchSize, leastCount: Self.leastBatches, seed: seed)
    }
  }

  var batchesPerEpoch: Int { batches.map(\.count).min() ?? 0 }

  func loss(
    _ model: ClassifierModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    var units = 0
    let losses = model.members.indices.map { member in
      let examples = batches[member].batch(batch, epoch: epoch, member: member)
      units += examples.count
      let logits = model.members[member](
        inputs.batch(examples), phase: phase.part(member))
      return loss(logits, examples, smoothing: smoothing)
    }
    return (losses.meanLoss, NoCarry(), units)
  }

  /// The mean loss of each network on what it has not learned from.
  func validate(_ model: ClassifierModel) throws -> ValidationResult? {
    var (sum, weight) = (0.0, 0.0)
    for member in model.members.indices where !heldOut[member].isEmpty {
      let examples = heldOut[member]
      let logits = model.logits(of: member, inputs, examples)
      for (logits, example) in zip(logits, examples) {
        let counts = kind.isOneOf ? labels[example].first.map { Double(classWeights[$0]) } ?? 0 : 1
        sum += counts * kind.loss(kind.probabilities(logits), labels: labels[example])
        weight += counts
      }
    }
    return weight > 0 ? ValidationResult(loss: sum / weight) : nil
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double {
    let total = heldOut.reduce(0) { $0 + $1.count }
    let size = batches.first?.batchSize ?? 1
    return Double(total) / Double(max(1, size * heldOut.count)) / 3
  }

  private func loss(_ logits: Tensor, _ examples: [Int], smoothing: Float) -> Tensor {
    switch kind {
    case .oneOf:
      let targets = examples.map { labels[$0].first ?? 0 }
      return logits.crossEntropy(
        targets: targets, weights: targets.map { classWeights[$0] }, smoothing: smoothing)
    case .anyOf:
      let targets = examples.flatMap { example in
        ClassProbabilities.wanted(labels[example], classCount: logits.shape.columnCount)
          .map { Float($0) }
      }
      return logits.binaryCrossEntropy(
        targets: Tensor(targets, shape: logits.shape), positiveWeight: classWeights.first ?? 1)
    }
  }
}
