import LSTMTensor

/// What a variant of the LSTM draws by chance in training.
extension RecurrentStack {
  /// Whether training draws anything inside a layer.
  var drawsMasks: Bool {
    guard let variant = cell.variant else { return false }
    return variant.recurrentDropout > 0 || variant.cellZoneout > 0 || variant.hiddenZoneout > 0
      || variant.weightDrop > 0
  }

  /// Where the masks of one direction of a layer come from; `nil` where there are none.
  func maskSource(_ phase: Phase, layer: Int, pass: Int) -> MaskSource? {
    guard drawsMasks, case .training(let source) = phase else { return nil }
    // Numbers from `layers.count` on: those below belong to the dropout between layers.
    return source.part(layers.count + layer * directionCount + pass)
  }

  /// The masks of one direction of a layer.
  func masks(from source: MaskSource?, layout: SequenceLayout) -> RecurrentMasks? {
    guard let source, let variant = cell.variant else { return nil }
    return RecurrentMasks(
      variant, hiddenSize: hiddenSize, layout: layout, key: source.key, firstRow: source.firstRow)
  }

  /// The weights with some of the recurrent ones dropped for this sequence.
  func droppingWeights(_ weights: RecurrentWeights, _ source: MaskSource?) -> RecurrentWeights {
    guard let source, let variant = cell.variant, variant.weightDrop > 0 else { return weights }
    var dropped = weights
    dropped.recurrentWeight = weights.recurrentWeight.dropout(
      rate: variant.weightDrop, key: RandomGenerator.key(source.key, 4))
    return dropped
  }
}
