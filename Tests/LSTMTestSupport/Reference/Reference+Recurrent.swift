/// One recurrent layer in one direction: its parameters, and what can be done with them.
///
/// The gradient of a layer is a value of the layer's own type, as it has one number for each
/// parameter.
package protocol RecurrentReference: Sendable {
  /// What is carried from step to step.
  associatedtype State: Sendable
  associatedtype Trace: RecurrentTrace where Trace.State == State

  /// Runs over [T, N, I] from an initial state.
  ///
  /// - Parameters:
  ///   - lengths: The number of valid steps of each of the N rows, T for all when `nil`. Steps
  ///     beyond a row's length give zero outputs and leave its state alone, so the final state is
  ///     that of the row's last valid step.
  ///   - reverse: Whether to run from each row's last valid step to its first. Outputs stay
  ///     aligned in time with the inputs; the final state is then that of step 0.
  func forward(_ input: DoubleArray, initial: State, lengths: [Int]?, reverse: Bool) -> Trace

  /// The gradients, given those of the outputs [T, N, H] and of the final state.
  func backward(
    _ trace: Trace, outputs: DoubleArray, final: State
  ) -> RecurrentGradients<Self>
}

/// What a recurrent layer did: all that its backward pass and a curious test want to know.
package protocol RecurrentTrace: Sendable {
  associatedtype State
  /// The hidden states [T, N, H], zero beyond a row's length.
  var outputs: DoubleArray { get }
  var final: State { get }
}

/// The gradients of everything that went into a recurrent layer.
package struct RecurrentGradients<Layer: RecurrentReference>: Sendable {
  /// Of the input [T, N, I], zero beyond a row's length.
  package var input: DoubleArray
  package var initial: Layer.State
  package var parameters: Layer
}

/// The order in which a recurrence visits the steps of a padded batch.
package struct RecurrentWalk: Sendable {
  /// The time steps in processing order.
  package let times: [Int]
  private let lengths: [Int]

  init(over input: DoubleArray, lengths: [Int]?, reverse: Bool) {
    let (steps, rows) = (input.shape[0], input.shape[1])
    self.lengths = lengths ?? [Int](repeating: steps, count: rows)
    precondition(self.lengths.count == rows, "one length is needed for each of \(rows) rows")
    precondition(self.lengths.allSatisfy { (0...steps).contains($0) }, "a length is out of range")
    times = reverse ? (0..<steps).reversed() : Array(0..<steps)
  }

  /// The rows for which a time step is valid.
  ///
  /// Skipping the others is all that raggedness takes. Forward in time a row stops being visited
  /// after its last step; backward in time it keeps its initial state until that step comes.
  package func rows(at time: Int) -> [Int] {
    lengths.indices.filter { time < lengths[$0] }
  }
}
