import LSTMLayers
import LSTMTensor

/// Everything that happened while a model wrote targets from sources.
struct TranslationTrace: Sendable {
  /// The encoder's layers, over the steps of the sources.
  let encoder: [LayerTrace]
  /// The decoder's, over those of the targets; their numbers go on from the encoder's.
  let decoder: [LayerTrace]
  /// How each step of a target attended to its source's, [T, N, S].
  let weights: Tensor
  /// What the output layer makes probabilities of, [T, N, H].
  let vectors: Tensor
}

extension TranslationModel {
  /// Writes given targets, and keeps everything that happens.
  func trace(_ sentences: [WrittenSentence]) -> TranslationTrace {
    let pairs = sentences.map(\.pair)
    let batch = TranslationBatch(pairs, boundary: architecture.boundary)
    let lengths = pairs.map { $0.target.count + 1 }
    let read = encoder.trace(embedding(batch.sources), lengths: batch.sourceLengths)
    let (source, states) = self.read(batch.sources, lengths: batch.sourceLengths)
    let written = decoder.trace(
      embedding(batch.inputs), source: source, states: states, lengths: lengths)
    let count = architecture.layerCount
    let above = (upper?.trace(written.attended, lengths: lengths) ?? []).map {
      $0.above(count + 1)
    }
    return TranslationTrace(
      encoder: read, decoder: [written.layer.above(count)] + above, weights: written.weights,
      vectors: above.last?.hidden ?? written.attended)
  }

  /// The output layer, laid out once for all.
  var packedOutput: PackedLinear { PackedLinear(weight: embedding.weight, bias: outputBias) }

  /// The logits of each step of one target, [T, V + 1].
  ///
  /// - Parameter vectors: [T, 1, H].
  func logits(_ vectors: Tensor, _ output: PackedLinear) -> Tensor {
    output(reduction(vectors.reshaped(to: [vectors.shape[0], architecture.hiddenSize])))
  }

  /// −ln p of each token of a target, and of its end where it has one.
  func losses(_ sentence: WrittenSentence, _ output: PackedLinear) -> [Double] {
    let batch = TranslationBatch([sentence.pair], boundary: architecture.boundary)
    let (source, states) = read(batch.sources, lengths: batch.sourceLengths)
    var vectors = decoder(embedding(batch.inputs), source: source, states: states)
    if let upper {
      vectors = upper.read(vectors, states: nil, lengths: nil, phase: .inference).outputs
    }
    return logits(vectors, output).crossEntropies(targets: TokenIDs(sentence.writes)).values
      .map(Double.init)
  }

  /// Holds a unit at zero: nothing reads it.
  ///
  /// The layers of the decoder are counted on from those of the encoder.
  mutating func silence(_ unit: RecurrentUnit) {
    let count = architecture.layerCount
    switch unit.layer {
    case ..<count:
      encoder.silence(unit)
      guard unit.layer == count - 1 else { return }
      let place = (unit.isReverse ? architecture.hiddenSize : 0) + unit.index
      bridge.silence(input: place)
      decoder.silence(memoryFeature: place)
    case count:
      decoder.silence(unit: unit.index)
    default:
      upper?.silence(RecurrentUnit(layer: unit.layer - count - 1, index: unit.index))
      if unit.layer == 2 * count - 1 { reduction.silence(input: unit.index) }
    }
  }
}
