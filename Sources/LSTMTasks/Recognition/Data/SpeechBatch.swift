import LSTMData
import LSTMTensor

/// Utterances side by side, as a recogniser's network reads them.
struct SpeechBatch: Sendable {
  /// [T, N, F], zeros behind the end of each.
  let inputs: Tensor
  /// Steps of each utterance, [N].
  let lengths: [Int]

  /// Lays utterances side by side.
  ///
  /// - Parameter utterances: at least one, all of one width.
  init(_ utterances: [AcousticFeatures]) {
    let width = utterances.first?.width ?? 1
    lengths = utterances.map(\.count)
    let (steps, count) = (max(1, lengths.max() ?? 0), utterances.count)
    var values = [Float](repeating: 0, count: steps * count * width)
    for (place, utterance) in utterances.enumerated() {
      for step in 0..<utterance.count {
        let start = (step * count + place) * width
        values.replaceSubrange(start..<start + width, with: utterance[step])
      }
    }
    inputs = Tensor(values, shape: [steps, count, width])
  }

  /// The inputs with as many empty steps behind them.
  func inputs(tail: Int) -> Tensor {
    guard tail > 0 else { return inputs }
    let zeros = [Float](repeating: 0, count: tail * inputs.shape[1] * inputs.shape[2])
    return Tensor(
      inputs.values + zeros, shape: [inputs.shape[0] + tail, inputs.shape[1], inputs.shape[2]])
  }
}
