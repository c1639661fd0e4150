import LSTMLayers
import LSTMTensor

/// What a task tells the one ``Trainer``: its batches, its loss, its validation.
public protocol TrainingProblem {
  /// What is trained.
  associatedtype Model: Module
  /// What one batch hands to the next: the recurrent state under truncated back-propagation.
  associatedtype Carry: Sendable

  /// Batches of one pass over the data.
  var batchesPerEpoch: Int { get }

  /// What the first batch of an epoch starts from.
  func initialCarry() -> Carry

  /// The loss of a batch.
  ///
  /// - Parameters:
  ///   - model: its parameters are tracked.
  ///   - epoch: from zero.
  ///   - batch: of the epoch, from zero.
  ///   - carry: from the batch before.
  ///   - phase: names random masks.
  /// - Returns: the loss, a scalar; the carry for the next batch, without a past; the units (tokens,
  ///   rows) that the batch consists of.
  func loss(_ model: Model, epoch: Int, batch: Int, carry: Carry, phase: Phase) throws
    -> (loss: Tensor, carry: Carry, units: Int)

  /// How long validation takes, in training steps: a guess that serves until it was measured.
  var validationCost: Double { get }

  /// How good the model is on data that it does not learn from; `nil` if there are none.
  func validate(_ model: Model) throws -> ValidationResult?

  /// The carry as tensors, for a checkpoint.
  func carryTensors(_ carry: Carry) -> [(name: String, tensor: Tensor)]

  /// The carry that ``carryTensors(_:)`` listed.
  func carry(from tensors: [(name: String, tensor: Tensor)]) throws -> Carry

  /// Something to look at after an epoch.
  func sample(_ model: Model, epoch: Int) -> String?
}

extension TrainingProblem {
  /// Nothing to look at.
  public func sample(_ model: Model, epoch: Int) -> String? { nil }

  /// No time worth reserving.
  public var validationCost: Double { 0 }
}

/// The carry of problems whose batches know nothing of each other.
public struct NoCarry: Sendable {
  /// Nothing.
  public init() {}
}

extension TrainingProblem where Carry == NoCarry {
  /// Nothing.
  public func initialCarry() -> NoCarry { NoCarry() }
  /// No tensors.
  public func carryTensors(_ carry: NoCarry) -> [(name: String, tensor: Tensor)] { [] }
  /// Nothing.
  public func carry(from tensors: [(name: String, tensor: Tensor)]) -> NoCarry { NoCarry() }
}

/// How good a model is on data that it does not learn from.
public struct ValidationResult: Sendable {
  /// What decides which weights are best; lower is better.
  public var loss: Double
  /// Other figures by name.
  public var metrics: [(name: String, value: Double)]

  /// A result.
  public init(loss: Double, metrics: [(name: String, value: Double)] = []) {
    self.loss = loss
    self.metrics = metrics
  }
}
