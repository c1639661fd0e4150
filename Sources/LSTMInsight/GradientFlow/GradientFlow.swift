import LSTMLayers
import LSTMTensor

/// How much of an error at the end of a sequence reaches the steps before it.
///
/// The norm of ∂L ÷ ∂s for the state s that a step leaves, hidden state and cell state together, by the number of
/// steps that lie between (Hochreiter 1991; Bengio and others 1994).
public struct GradientFlow: Sendable, Equatable {
  /// ‖∂L ÷ ∂s‖ where `index` + 1 steps are still to be read.
  public let norms: [Double]

  /// Measures a layer on one sequence.
  ///
  /// - Parameters:
  ///   - layer: reads forward.
  ///   - input: [T, N, I].
  ///   - loss: of the state after the last step, a scalar.
  public init<Layer: StackedRecurrentLayer>(
    through layer: Layer, reading input: Tensor, loss: (Layer.State) -> Tensor
  ) {
    precondition(layer.direction == .forward, "the flow is measured from the end to the beginning")
    let steps = input.shape[0]
    var states = [layer.zeroState(batchSize: input.shape[1])]
    for step in 0..<steps {
      states.append(layer(input.rows(step..<step + 1), state: states[step]).state)
    }
    norms = (0..<steps).map { index in
      let first = steps - 1 - index
      let start = Start(tensors: states[first].tensors.map(\.tensor.detached))
      let (_, gradients) = valueAndGradient(of: start) { start in
        loss(layer(input.rows(first..<steps), state: Layer.State(tensors: start.tensors)).state)
      }
      return gradients.entries.reduce(0.0) { sum, entry in
        sum + entry.gradient.dense.values.reduce(0.0) { $0 + Double($1) * Double($1) }
      }.squareRoot()
    }
  }

  /// A state whose gradient is wanted.
  private struct Start: Module {
    var tensors: [Tensor]

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      for index in tensors.indices { try visit("\(index)", &tensors[index]) }
    }
  }
}
