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
    let found = StateGradients(
      through: [
        { input, states in
          layer(input, state: Layer.State(tensors: states)).state.tensors.map(\.tensor)
        }
      ],
      reading: (0..<input.shape[0]).map { input.rows($0..<$0 + 1) },
      from: [layer.zeroState(batchSize: input.shape[1]).tensors.map(\.tensor)],
      loss: { loss(Layer.State(tensors: $0)) })
    let parts = found.layers[0][0].indices.map { found.norms(layer: 0, state: $0) }
    // No step lies between the last state and the loss.
    norms = (1...input.shape[0]).map { distance in
      parts.reduce(0.0) { $0 + $1[distance] * $1[distance] }.squareRoot()
    }
  }
}
