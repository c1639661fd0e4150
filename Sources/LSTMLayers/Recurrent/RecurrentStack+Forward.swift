import LSTMTensor

extension RecurrentStack {
  /// What a run over whole sequences leaves.
  package struct Run {
    package var outputs: Tensor
    package var states: [Tensor]
    /// By layer, then by direction.
    package var passes: [[RecurrentPass]]
    /// Each layer's output, packed rows [R, D · H].
    package var layerOutputs: [Tensor]
    package var layout: SequenceLayout
  }

  /// The weights laid out for the kernels, by layer, then by direction.
  package func packed() -> [[PackedRecurrentWeights]] {
    layers.map { $0.map { PackedRecurrentWeights(cell, kernelWeights(of: $0)) } }
  }

  /// A layer's tensors as the kernels take them: heads that share no recurrent weight read zeros of each other, and gates that
  /// see gates have one recurrent weight for both.
  private func kernelWeights(of parameters: RecurrentParameters) -> RecurrentWeights {
    var weights = parameters.kernelWeights
    if case .slstm(let heads) = cell {
      weights.recurrentWeight = weights.recurrentWeight.blockDiagonal(heads: heads)
    }
    if let gateWeight = parameters.gateWeight {
      weights.recurrentWeight = cell.joining(weights.recurrentWeight, gateWeight)
    }
    return weights
  }

  /// Reads sequences [T, N, I] from the given states [L · D, N, size] on: recorded where something is
  /// differentiated, otherwise without keeping gates.
  package func read(
    _ input: Tensor, states: [Tensor]?, lengths: [Int]?, phase: Phase
  ) -> (outputs: Tensor, states: [Tensor]) {
    var drops = false
    if case .training = phase { drops = dropout > 0 && layers.count > 1 || drawsMasks }
    let isTracked =
      input.isTracked || (states ?? initialStates).contains(where: \.isTracked)
      || layers.joined().contains {
        $0.kernelWeights.tensors.contains(where: \.isTracked) || $0.gateWeight?.isTracked == true
      }
    if isTracked || drops {
      let run = record(input, states: states, lengths: lengths, phase: phase)
      return (run.outputs, run.states)
    }
    return infer(input, states: states, lengths: lengths, packed: packed())
  }

  /// Reads sequences where nothing is differentiated.
  ///
  /// - Parameter packed: the weights as ``packed()`` laid them out, for any number of calls.
  package func infer(
    _ input: Tensor, states: [Tensor]?, lengths: [Int]?, packed: [[PackedRecurrentWeights]]
  ) -> (outputs: Tensor, states: [Tensor]) {
    let layout = checkedLayout(input, states: states, lengths: lengths)
    // Without states and without trained ones all begin from zero: nothing is laid out for that.
    let given = states ?? (initialStates.isEmpty ? nil : zeroStates(batchSize: layout.batch))
    let result = RecurrentInference.run(
      packed, reversed: direction.passes, input: layout.pack(input),
      states: given?.map { layout.sortedStates($0) }, layout: layout)
    return (layout.unpack(result.output), result.states.map { layout.unsortedStates($0) })
  }

  private func checkedLayout(_ input: Tensor, states: [Tensor]?, lengths: [Int]?) -> SequenceLayout
  {
    precondition(
      input.shape.rank == 3 && input.shape[2] == inputSize,
      "input \(input.shape) for a layer with \(inputSize) inputs")
    let (steps, batch) = (input.shape[0], input.shape[1])
    let expected = cell.states(hiddenSize).map {
      Shape([layers.count * directionCount, batch, $0.size])
    }
    precondition(
      states.map { $0.map(\.shape) == expected } ?? true,
      "states \((states ?? []).map(\.shape)) for a batch of \(batch)")
    return SequenceLayout(steps: steps, batch: batch, lengths: lengths)
  }

  /// Reads sequences [T, N, I] from the given states [L · D, N, size] on, and keeps every gate and state:
  /// for the backward pass and for traces.
  package func record(
    _ input: Tensor, states: [Tensor]?, lengths: [Int]?, phase: Phase
  ) -> Run {
    let layout = checkedLayout(input, states: states, lengths: lengths)
    let batch = layout.batch
    let initial = states ?? zeroStates(batchSize: batch)

    var rows = layout.pack(input)
    var finals = [[Tensor]](repeating: [], count: stateCount)
    var run = Run(outputs: rows, states: [], passes: [], layerOutputs: [], layout: layout)
    for layer in layers.indices {
      if layer > 0 { rows = dropped(rows, layout: layout, phase: phase.part(layer)) }
      let slices = initial.map { state in
        (0..<directionCount).map { direction in
          layout.sorted(
            state.rows(layer * directionCount + direction..<layer * directionCount + direction + 1)
              .reshaped(to: [batch, state.shape[2]]))
        }
      }
      let result = runLayer(layer, rows, states: slices, layout: layout, phase: phase)
      rows = result.output
      for (index, states) in result.finals.enumerated() {
        finals[index] += states.map { layout.unsorted($0) }
      }
      run.passes.append(result.passes)
      run.layerOutputs.append(rows.detached)
    }
    run.outputs = layout.unpack(rows)
    run.states = finals.map { Tensor.stacking($0) }
    return run
  }

  /// Dropout between layers; masks count the rows of [T, N], wherever packing puts them.
  private func dropped(_ rows: Tensor, layout: SequenceLayout, phase: Phase) -> Tensor {
    guard case .training(let source) = phase, dropout > 0 else { return rows }
    let sequences = layout.unpack(rows)
    return layout.pack(
      sequences.dropout(
        rate: dropout, key: source.key, firstRow: source.firstRow,
        rowsPerMask: locksDropout ? layout.batch : 0))
  }

  private struct LayerResult {
    var output: Tensor
    /// By state tensor, then by direction.
    var finals: [[Tensor]]
    var passes: [RecurrentPass]
  }

  /// One layer over the whole sequence, all its directions: one operation of the tape.
  private func runLayer(
    _ layer: Int, _ input: Tensor, states: [[Tensor]], layout: SequenceLayout, phase: Phase
  ) -> LayerResult {
    let sources = direction.passes.indices.map { maskSource(phase, layer: layer, pass: $0) }
    let weights = zip(layers[layer], sources).map { droppingWeights(kernelWeights(of: $0), $1) }
    let (carried, passes) = RecurrentPass.forward(
      weights.map { PackedRecurrentWeights(cell, $0) }, input: input, states: states,
      layout: layout, reversed: direction.passes,
      masks: sources.map { masks(from: $0, layout: layout) })
    let output = cell.hiddenStates(
      carried, directions: directionCount, hiddenSize: hiddenSize)
    let finals = passes.flatMap { $0.finalStates(from: carried) }
    let (inputs, perDirection, wantsInput) = (input.detached, stateCount, input.isTracked)
    let wantsStates = states.joined().contains(where: \.isTracked)
    let tracked = direction.passes.indices.flatMap { number in
      weights[number].tensors + states.map { $0[number] }
    }
    let outputs = Tensor.record(inputs: [input] + tracked, outputs: [output] + finals) { upstream in
      let finals = passes.indices.map { number in
        Array(upstream[(1 + number * perDirection)..<(1 + (number + 1) * perDirection)])
      }
      let gradients = RecurrentPass.backward(
        passes, weights: weights, input: inputs, output: carried, upstream: upstream[0],
        finals: finals, wantsInput: wantsInput, wantsStates: wantsStates)
      return Self.inOrder(gradients, wantsStates: wantsStates)
    }
    let byState = (0..<stateCount).map { state in
      direction.passes.indices.map { outputs[1 + $0 * stateCount + state] }
    }
    return LayerResult(output: outputs[0], finals: byState, passes: passes)
  }

  /// The gradients in the order of the operation's inputs.
  private static func inOrder(
    _ gradients: [RecurrentGradients], wantsStates: Bool
  ) -> [Gradient?] {
    var input: Tensor?
    var others: [Gradient?] = []
    for gradients in gradients {
      if let part = gradients.input { input = input.map { $0 + part } ?? part }
      others += gradients.weights.tensors.map { .dense($0) }
      others += gradients.states.map { wantsStates ? .dense($0) : nil }
    }
    return [input.map { .dense($0) }] + others
  }
}
