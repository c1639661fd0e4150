import LSTMTensor

extension RecurrentStack {
  /// Clears the weights by which the recurrence and the next layer read a unit.
  package mutating func silence(_ unit: RecurrentUnit) {
    guard layers.indices.contains(unit.layer), (0..<hiddenStateSize).contains(unit.index),
      let number = direction.passes.firstIndex(of: unit.isReverse)
    else { preconditionFailure("\(unit) is not in this stack") }
    layers[unit.layer][number].recurrentWeight.clearColumn(unit.index)
    layers[unit.layer][number].candidateWeight?.clearColumn(unit.index)
    guard unit.layer + 1 < layers.count else { return }
    for reader in layers[unit.layer + 1].indices {
      layers[unit.layer + 1][reader].inputWeight.clearColumn(
        number * hiddenStateSize + unit.index)
    }
  }
}

extension Linear {
  /// Clears the weights by which the layer reads one of its inputs.
  package mutating func silence(input: Int) {
    weight.clearColumn(input)
  }
}
