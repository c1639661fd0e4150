import LSTMLayers
import LSTMTensor

extension SequenceAutoencoder {
  /// Encoder and decoder, layer after layer, reading windows [T, N, F].
  func traces(_ inputs: Tensor) -> [LayerTrace] {
    let read = encoder.trace(inputs)
    guard let hidden = read.last?.hidden else { return read }
    let (steps, rows) = (hidden.shape[0], hidden.shape[1])
    let last = hidden.rows(steps - 1..<steps).reshaped(to: [rows, encoder.outputSize])
    return read
      + decoder.trace(repeated(bottleneck(last), steps: steps)).map {
        $0.above(architecture.layerCount)
      }
  }

  /// Holds a unit at zero: nothing reads it.
  ///
  /// The layers of the decoder are counted on from those of the encoder.
  mutating func silence(_ unit: RecurrentUnit) {
    let count = architecture.layerCount
    guard unit.layer >= count else {
      encoder.silence(unit)
      if unit.layer == count - 1 { bottleneck.silence(input: unit.index) }
      return
    }
    decoder.silence(RecurrentUnit(layer: unit.layer - count, index: unit.index))
    if unit.layer == 2 * count - 1 { output.silence(input: unit.index) }
  }
}
