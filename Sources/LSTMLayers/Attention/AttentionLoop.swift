import LSTMTensor

/// The steps of an ``AttentionDecoder`` that feeds its input, forward and backward: each depends on the one before, and none
/// is an operation of the tape.
struct AttentionLoop: Sendable {
  private let score: AttentionScore
  private let memory: AttentionMemory
  private let combination: Linear
  private let query: Linear?
  private let steps: Int
  private let inputSize: Int
  private var recurrent: RecurrentSteps
  /// By step: the queries [N, A], what each attended to [N, S], [c, h] [N, C + H], and h̃ [N, H].
  private var queries: [Tensor] = []
  private var weights: [Tensor] = []
  private var combined: [Tensor] = []
  private var attended: [Tensor] = []

  init(
    _ decoder: AttentionDecoder, _ parameters: RecurrentWeights,
    source: AttentionDecoder.Source, steps: Int, states: [Tensor]
  ) {
    score = decoder.score
    memory = AttentionMemory(
      keys: source.keys, values: source.memory, lengths: source.lengths, energy: decoder.energy)
    combination = Linear(
      weight: decoder.combination.weight.detached, bias: decoder.combination.bias?.detached)
    query = decoder.query.map { Linear(weight: $0.weight.detached, bias: $0.bias?.detached) }
    self.steps = steps
    recurrent = RecurrentSteps(
      decoder.recurrent.cell, parameters, steps: steps, states: states)
    let fed = decoder.score == .additive ? decoder.memorySize : decoder.hiddenSize
    inputSize = decoder.recurrent.inputSize - fed
  }

  private var batch: Int { memory.sourceCount }
  private var hiddenSize: Int { combination.weight.shape[0] }
  private var memorySize: Int { memory.values.shape[2] }

  /// The attentional vectors [T, N, H] of inputs [T, N, E].
  mutating func forward(_ inputs: Tensor) -> Tensor {
    let combine = PackedLinear(weight: combination.weight, bias: combination.bias)
    let ask = query.map { PackedLinear(weight: $0.weight, bias: $0.bias) }
    let rows = inputs.reshaped(to: [steps * batch, inputSize])
    var fed = Tensor.zeros([batch, hiddenSize])
    for step in 0..<steps {
      let input = rows.rows(step * batch..<(step + 1) * batch)
      let (context, hidden): (Tensor, Tensor)
      if let ask {
        queries.append(ask(recurrent.hidden))
        context = read()
        hidden = recurrent.step(.concatenatingColumns([input, context]))
      } else {
        hidden = recurrent.step(.concatenatingColumns([input, fed]))
        queries.append(hidden)
        context = read()
      }
      combined.append(.concatenatingColumns([context, hidden]))
      fed = combine(combined[step]).applying(.tanh)
      attended.append(fed)
    }
    return Tensor.concatenatingRows(attended).reshaped(to: [steps, batch, hiddenSize])
  }

  /// What each step was fed beside its input, [T, N, fed].
  var fed: Tensor {
    let size = query == nil ? hiddenSize : memorySize
    let parts =
      query == nil
      ? [.zeros([batch, hiddenSize])] + attended.dropLast()
      : combined.map { $0.columns(0..<memorySize) }
    return Tensor.concatenatingRows(parts).reshaped(to: [steps, batch, size])
  }

  /// How each step attended to the source, [T, N, S].
  var attentionWeights: Tensor {
    Tensor.concatenatingRows(weights).reshaped(to: [steps, batch, memory.steps])
  }

  /// What the last query reads.
  private mutating func read() -> Tensor {
    let (context, weights) = memory.read(queries[queries.count - 1])
    self.weights.append(weights)
    return context
  }

  /// The gradients of the operation's inputs, in their order, from that of the attentional vectors [T, N, H].
  mutating func backward(_ upstream: Tensor) -> [Tensor] {
    let back = (
      combine: PackedLinear(back: combination.weight),
      ask: query.map { PackedLinear(back: $0.weight) }
    )
    let rows = upstream.reshaped(to: [steps * batch, hiddenSize])
    var attention = AttentionGradients(of: memory)
    var (ofCombined, ofQueries, ofInputs) = ([Tensor](), [Tensor](), [Tensor]())
    var fed = Tensor.zeros([batch, hiddenSize])
    for step in (0..<steps).reversed() {
      var gradient = rows.rows(step * batch..<(step + 1) * batch)
      if back.ask == nil { gradient = gradient + fed }
      // The derivative of tanh takes only what came out.
      let before = Tensor.gradient(
        through: .tanh, from: attended[step], to: attended[step], gradient)
      ofCombined.append(before)
      let parts = back.combine(before)
      let ofHidden = parts.columns(memorySize..<memorySize + hiddenSize)
      var ofContext = parts.columns(0..<memorySize)
      let ofInput: Tensor
      if let ask = back.ask {
        ofInput = recurrent.stepBack(ofHidden)
        ofContext = ofContext + ofInput.columns(inputSize..<inputSize + memorySize)
        let ofQuery = attention.add(
          memory, queries[step], weights: weights[step], upstream: ofContext)
        ofQueries.append(ofQuery)
        recurrent.addToHiddenGradient(ask(ofQuery))
      } else {
        let ofQuery = attention.add(
          memory, queries[step], weights: weights[step], upstream: ofContext)
        ofInput = recurrent.stepBack(ofHidden + ofQuery)
        fed = ofInput.columns(inputSize..<inputSize + hiddenSize)
      }
      ofInputs.append(ofInput.columns(0..<inputSize))
    }
    return gradients(attention, ofCombined: ofCombined, ofQueries: ofQueries, ofInputs: ofInputs)
  }

  /// Puts together what the way back found, last step first.
  private func gradients(
    _ attention: AttentionGradients, ofCombined: [Tensor], ofQueries: [Tensor], ofInputs: [Tensor]
  ) -> [Tensor] {
    func whole(_ parts: [Tensor]) -> Tensor { .concatenatingRows(parts.reversed()) }
    let (weights, states) = recurrent.gradients()
    let inputs = whole(ofInputs).reshaped(to: [steps, batch, inputSize])
    var result = [inputs, attention.keys, attention.values]
    if let query {
      let gradient = whole(ofQueries)
      // Each query is made of the hidden state before its step.
      let before = Tensor.concatenatingRows(
        [recurrent.hidden, recurrent.hiddenStates.rows(0..<(steps - 1) * batch)])
      result += [attention.energy, gradient.weightGradient(ofInput: before)]
      if query.bias != nil { result.append(gradient.columnSums()) }
    }
    let gradient = whole(ofCombined)
    result.append(gradient.weightGradient(ofInput: .concatenatingRows(combined)))
    if combination.bias != nil { result.append(gradient.columnSums()) }
    return result + weights.tensors + states
  }
}
