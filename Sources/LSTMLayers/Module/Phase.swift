import LSTMTensor

/// Whether a model is used or trained; in training, what its random masks follow from.
public enum Phase: Sendable {
  /// Dropout does nothing.
  case inference
  /// Dropout draws its masks from this source.
  case training(MaskSource)

  /// The source of a part of the model, told apart by a number, so that no two parts share a mask.
  public func part(_ number: Int) -> Phase {
    switch self {
    case .inference: .inference
    case .training(let source): .training(source.part(number))
    }
  }
}

/// Names random masks by seed and step: the same in every run, whatever the threads.
public struct MaskSource: Sendable, Equatable {
  /// What tells the masks of this source from others.
  public let key: UInt64
  /// Number of this batch's first row in the whole batch.
  public let firstRow: Int

  /// The masks of one training step.
  public init(seed: UInt64, step: Int, firstRow: Int = 0) {
    key = RandomGenerator.key(seed, UInt64(bitPattern: Int64(step)))
    self.firstRow = firstRow
  }

  private init(key: UInt64, firstRow: Int) {
    self.key = key
    self.firstRow = firstRow
  }

  /// The masks of a part of the model.
  public func part(_ number: Int) -> MaskSource {
    MaskSource(
      key: RandomGenerator.key(key, UInt64(bitPattern: Int64(number))), firstRow: firstRow)
  }
}
