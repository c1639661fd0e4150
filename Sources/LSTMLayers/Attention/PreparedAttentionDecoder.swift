import LSTMTensor

/// A decoder that attends, its weights laid out once, for good, to write one step after the other: what beams are made of.
package struct PreparedAttentionDecoder: Sendable {
  /// What a number of sentences that are being written carry from step to step; a value, so that beams are copies.
  package struct State: Sendable {
    /// Of the recurrent layer, [1, R, size] each.
    package var recurrent: [Tensor]
    /// The attentional vectors of the step before, [R, H].
    package var attended: Tensor

    /// The states of some of the sentences, in any order and number.
    package func rows(_ order: [Int32]) -> State {
      State(
        recurrent: recurrent.map { state in
          let size = state.shape[2]
          return state.reshaped(to: [state.shape[1], size]).permutingRows(order)
            .reshaped(to: [1, order.count, size])
        }, attended: attended.permutingRows(order))
    }
  }

  private let score: AttentionScore
  private let feedsInput: Bool
  private let recurrent: PackedRecurrentWeights
  private let query: PackedLinear?
  private let combination: PackedLinear

  /// Lays out a decoder's weights.
  package init(_ decoder: AttentionDecoder) {
    score = decoder.score
    feedsInput = decoder.feedsInput
    recurrent = decoder.recurrent.packed()[0][0]
    query = decoder.query.map { PackedLinear(weight: $0.weight, bias: $0.bias) }
    combination = PackedLinear(
      weight: decoder.combination.weight, bias: decoder.combination.bias)
  }

  /// The state of sentences that begin, from the first states of the recurrent layer, [1, R, size] each.
  package func state(_ states: [Tensor]) -> State {
    State(
      recurrent: states, attended: .zeros([states[0].shape[1], combination.outputSize]))
  }

  /// Writes a step.
  ///
  /// - Parameters:
  ///   - inputs: [R, E].
  ///   - state: goes on.
  ///   - memory: of the sources, as many rows for each, by sources.
  /// - Returns: the attentional vectors [R, H], and what each row attended to, [R, S].
  package func step(_ inputs: Tensor, state: inout State, memory: AttentionMemory) -> (
    attended: Tensor, weights: Tensor
  ) {
    let rows = inputs.shape[0]
    func run(_ input: Tensor) -> Tensor {
      let result = RecurrentInference.run(
        [[recurrent]], reversed: [false], input: input, states: state.recurrent,
        layout: SequenceLayout(steps: 1, batch: rows))
      state.recurrent = result.states
      return result.output
    }
    let (hidden, read): (Tensor, (contexts: Tensor, weights: Tensor))
    if let query {
      let before = state.recurrent[0]
      read = memory.read(
        query(before.reshaped(to: [rows, before.shape[2]])), order: .bySources)
      hidden = run(.concatenatingColumns([inputs, read.contexts]))
    } else {
      hidden = run(
        feedsInput ? .concatenatingColumns([inputs, state.attended]) : inputs)
      read = memory.read(hidden, order: .bySources)
    }
    state.attended = combination(.concatenatingColumns([read.contexts, hidden])).applying(.tanh)
    return (state.attended, read.weights)
  }
}

extension AttentionDecoder.Source {
  /// The source as queries read it.
  package func memory(energy: Tensor?) -> AttentionMemory {
    AttentionMemory(keys: keys, values: memory, lengths: lengths, energy: energy)
  }
}
