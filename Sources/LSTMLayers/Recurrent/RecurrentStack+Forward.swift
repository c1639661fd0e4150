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
    layers.map { $0.map { PackedRecurrentWeights(cell, $0.kernelWeights) } }
  }

  /// Reads sequences [T, N, I] from the given states [L · D, N, H] on.
  ///
  /// - Parameters:
  ///   - packed: the weights as ``packed()`` laid them out, where they serve many calls.
  ///   - recording: whether gates and cell states are kept although nothing is differentiated.
  package func run(
    _ input: Tensor, states: [Tensor]?, lengths: [Int]?, phase: Phase,
    packed: [[PackedRecurrentWeights]]? = nil, recording: Bool = false
  ) -> Run {
    let (steps, batch) = (input.shape[0], input.shape[1])
    precondition(
      input.shape.rank == 3 && input.shape[2] == inputSize,
      "input \(input.shape) for a layer with \(inputSize) inputs")
    let layout = SequenceLayout(steps: steps, batch: batch, lengths: lengths)
    let initial = states ?? zeroStates(batchSize: batch)
    precondition(
      initial.allSatisfy { $0.shape == [layers.count * directionCount, batch, hiddenSize] },
      "states \(initial.map(\.shape)) for a batch of \(batch)")

    var rows = layout.pack(input)
    var finals = [[Tensor]](repeating: [], count: stateCount)
    var run = Run(outputs: rows, states: [], passes: [], layerOutputs: [], layout: layout)
    for layer in layers.indices {
      if layer > 0 { rows = dropped(rows, layout: layout, phase: phase.part(layer)) }
      let slices = initial.map { state in
        (0..<directionCount).map { direction in
          layout.sorted(
            state.rows(layer * directionCount + direction..<layer * directionCount + direction + 1)
              .reshaped(to: [batch, hiddenSize]))
        }
      }
      let result = runLayer(
        layer, rows, states: slices, layout: layout, packed: packed?[layer], recording: recording)
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
      sequences.dropout(rate: dropout, key: source.key, firstRow: source.firstRow))
  }

  private struct LayerResult {
    var output: Tensor
    /// By state tensor, then by direction.
    var finals: [[Tensor]]
    var passes: [RecurrentPass]
  }

  /// One layer over the whole sequence, all its directions: one operation of the tape.
  private func runLayer(
    _ layer: Int, _ input: Tensor, states: [[Tensor]], layout: SequenceLayout,
    packed: [PackedRecurrentWeights]?, recording: Bool
  ) -> LayerResult {
    let weights = layers[layer].map(\.kernelWeights)
    let tracked = direction.passes.indices.flatMap { number in
      weights[number].tensors + states.map { $0[number] }
    }
    let recording = recording || input.isTracked || tracked.contains(where: \.isTracked)
    let packed = packed ?? weights.map { PackedRecurrentWeights(cell, $0) }
    var output = Tensor(uninitialized: [layout.rowCount, outputSize])
    var passes: [RecurrentPass] = []
    for (number, isReverse) in direction.passes.enumerated() {
      passes.append(
        RecurrentPass.forward(
          packed[number], input: input, hidden: states[0][number],
          cell: states.count > 1 ? states[1][number] : nil, layout: layout, reverse: isReverse,
          output: &output, column: number * hiddenSize, recording: recording))
    }
    let finals = passes.enumerated().flatMap { number, pass in
      [pass.finalHidden(from: output, column: number * hiddenSize)]
        + (pass.finalCell().map { [$0] } ?? [])
    }
    let (saved, kept, inputs) = (passes, output, input.detached)
    let (size, perDirection, wantsInput) = (hiddenSize, stateCount, input.isTracked)
    let outputs = Tensor.record(inputs: [input] + tracked, outputs: [output] + finals) { upstream in
      Self.backward(
        saved, weights, input: inputs, output: kept, hiddenSize: size,
        statesPerDirection: perDirection, wantsInput: wantsInput, upstream: upstream)
    }
    let byState = (0..<stateCount).map { state in
      direction.passes.indices.map { outputs[1 + $0 * stateCount + state] }
    }
    return LayerResult(output: outputs[0], finals: byState, passes: passes)
  }

  private static func backward(
    _ passes: [RecurrentPass], _ weights: [RecurrentWeights], input: Tensor, output: Tensor,
    hiddenSize: Int, statesPerDirection: Int, wantsInput: Bool, upstream: [Tensor?]
  ) -> [Gradient?] {
    var inputGradient: Tensor?
    var others: [Gradient?] = []
    for (number, pass) in passes.enumerated() {
      let finals = 1 + number * statesPerDirection
      let gradients = pass.backward(
        weights: weights[number], input: input, output: output, column: number * hiddenSize,
        upstream: upstream[0], finalHidden: upstream[finals],
        finalCell: statesPerDirection > 1 ? upstream[finals + 1] : nil, wantsInput: wantsInput)
      if let part = gradients.input {
        inputGradient = inputGradient.map { $0 + part } ?? part
      }
      others += [.dense(gradients.inputWeight), .dense(gradients.recurrentWeight)]
      if weights[number].bias != nil { others.append(.dense(gradients.bias)) }
      if weights[number].candidateBias != nil { others.append(.dense(gradients.candidateBias)) }
      others.append(.dense(gradients.hidden))
      if let cell = gradients.cell { others.append(.dense(cell)) }
    }
    return [inputGradient.map { .dense($0) }] + others
  }
}
