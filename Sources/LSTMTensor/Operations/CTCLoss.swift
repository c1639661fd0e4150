/// The loss of connectionist temporal classification over a batch, and what it is made up of.
public struct CTCLoss: Sendable {
  /// What the losses of the sequences are divided by.
  public enum Normalization: Sendable {
    /// Nothing: their sum.
    case none
    /// The number of sequences, whatever their lengths: long ones weigh more.
    case sequences
    /// Each by the length of its target, at least one, and all by the number of sequences: PyTorch's `reduction="mean"`.
    case units
  }

  /// The loss to differentiate, a scalar; a target that has no alignment adds nothing to it.
  public let value: Tensor
  /// −ln p of each sequence's target in nats, not divided by anything; infinity for a target without an alignment.
  public let nats: [Double]

  /// The sequences whose target has no alignment: too long for their steps, counting one more between equal neighbours, or
  /// made of units that the logits exclude.
  ///
  /// They are left out of value and gradient but count in the divisor, as PyTorch's `zero_infinity=True` has it. A few are
  /// normal where frames are stacked; many mean that frames are too few.
  public var impossible: [Int] { nats.indices.filter { nats[$0] == .infinity } }
}
