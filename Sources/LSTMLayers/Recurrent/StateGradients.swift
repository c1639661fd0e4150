import LSTMTensor

/// The derivatives of a loss at the end of a sequence with respect to the states that every step left.
package struct StateGradients: Sendable {
  /// By layer, then by the time of the state, then by the tensor of the state.
  ///
  /// The hidden state comes first, the cell state second where there is one. Time 0 is the state before the first step, time t + 1 that after step t.
  package let layers: [[[Tensor]]]

  /// One time step of a layer: input and states to the new states, the hidden state first.
  package typealias Step = (_ input: Tensor, _ states: [Tensor]) -> [Tensor]

  /// Walks through a sequence once, and back over the tape.
  ///
  /// Each state is passed on with a tracked zero added to it: the derivative with respect to that zero is
  /// the derivative with respect to the state, over all the ways by which it acts on the loss.
  ///
  /// - Parameters:
  ///   - layers: from the input up; each reads the hidden state of the one below.
  ///   - inputs: what the first layer reads, step by step.
  ///   - states: of each layer before the first step.
  ///   - loss: of the top layer's states after the last step, a scalar.
  package init(
    through layers: [Step], reading inputs: [Tensor], from states: [[Tensor]],
    loss: ([Tensor]) -> Tensor
  ) {
    var places: [[Tensor]] = []
    func marked(_ states: [Tensor]) -> [Tensor] {
      let zeros = states.map { Tensor.zeros($0.shape).tracked }
      places.append(zeros)
      return zip(states, zeros).map { $0 + $1 }
    }
    var states = states.map { marked($0.map(\.detached)) }
    for input in inputs {
      var read = input.detached
      for (layer, step) in layers.enumerated() {
        states[layer] = marked(step(read, states[layer]))
        read = states[layer][0]
      }
    }
    let found = gradients(of: loss(states[layers.count - 1]), with: places.flatMap { $0 })
    var rest = zip(places.joined(), found).map { $1?.dense ?? .zeros($0.shape) }[...]
    var byLayer = [[[Tensor]]](repeating: [], count: layers.count)
    for (number, zeros) in places.enumerated() {
      byLayer[number % layers.count].append(Array(rest.prefix(zeros.count)))
      rest = rest.dropFirst(zeros.count)
    }
    self.layers = byLayer
  }

  /// ‖∂L ÷ ∂s‖ of one tensor of a layer's state, by the steps that were read after it: from 0 on.
  package func norms(layer: Int, state: Int) -> [Double] {
    layers[layer].reversed().map { states in
      // In Double: the square of a small gradient is beyond Float.
      states[state].values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
  }
}

extension RecurrentStack {
  /// The derivatives of a loss of the last hidden state with respect to every state before it.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - states: before the first step, [L, N, H] each.
  ///   - loss: of the top layer's last hidden state [1, N, H], a scalar.
  /// - Precondition: the layers read forward.
  package func stateGradients(
    reading input: Tensor, from states: [Tensor], loss: (Tensor) -> Tensor
  ) -> StateGradients {
    precondition(direction == .forward, "gradients are followed from the end to the beginning")
    return StateGradients(
      through: layers.indices.map { layer in
        let single = part(layer..<layer + 1)
        return { input, states in
          single.read(input, states: states, lengths: nil, phase: .inference).states
        }
      },
      reading: (0..<input.shape[0]).map { input.rows($0..<$0 + 1) },
      from: layers.indices.map { layer in states.map { $0.rows(layer..<layer + 1) } },
      loss: { loss($0[0]) })
  }
}
