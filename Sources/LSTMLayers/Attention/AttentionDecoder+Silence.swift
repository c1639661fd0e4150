import LSTMTensor

extension AttentionDecoder {
  /// Clears the weights by which anything reads a unit of the recurrent layer: the recurrence, the query, and the
  /// attentional vector.
  package mutating func silence(unit: Int) {
    recurrent.silence(RecurrentUnit(layer: 0, index: unit))
    combination.silence(input: memorySize + unit)
    if query == nil {
      // The hidden state itself is the query: what it is compared with falls silent in its place.
      key.silence(output: unit)
    } else {
      query?.silence(input: unit)
    }
  }

  /// Clears the weights by which anything reads a feature of what it attends to.
  package mutating func silence(memoryFeature feature: Int) {
    key.silence(input: feature)
    combination.silence(input: feature)
    if score == .additive {
      let inputs = recurrent.inputSize - memorySize
      recurrent.layers[0][0].inputWeight.clearColumn(inputs + feature)
    }
  }
}

extension Linear {
  /// Clears the weights and the bias that one of its outputs is made of.
  fileprivate mutating func silence(output: Int) {
    weight.clearRow(output)
    bias?.clearRow(output)
  }
}

extension Tensor {
  /// Sets what has a place along the first axis to zero.
  fileprivate mutating func clearRow(_ row: Int) {
    let size = count / shape[0]
    let values = values.enumerated().map { $0.offset / size == row ? 0 : $0.element }
    self = Tensor(values, shape: shape)
  }
}
