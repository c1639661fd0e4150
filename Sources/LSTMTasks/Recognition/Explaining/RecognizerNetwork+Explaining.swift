import LSTMData
import LSTMLayers
import LSTMTensor

extension RecognizerNetwork {
  /// Steps that are read at a time where only the state after them matters.
  private static let rememberedSteps = 1024

  /// The logits [T, V] of steps.
  ///
  /// - Parameter memory: the layers' states before them, [L, 1, H] each; `nil`: none.
  func logits(of steps: AcousticFeatures, from memory: [Tensor]?) -> Tensor {
    let delay = architecture.delay
    let states = recurrent.read(
      SpeechBatch([steps]).inputs(tail: delay), states: memory, lengths: nil, phase: .inference
    ).outputs
    // What is said of a step is said so much later.
    return output(
      states.rows(delay..<delay + steps.count)
        .reshaped(to: [steps.count, recurrent.outputSize]))
  }

  /// The layers' states after steps, [L, 1, H] each.
  ///
  /// - Parameter progress: called with the share done.
  func memory(after steps: AcousticFeatures, progress: (Double) -> Void) -> [Tensor] {
    var states = recurrent.zeroStates(batchSize: 1)
    let packed = recurrent.packed()
    let input = steps.sequence
    for start in stride(from: 0, to: steps.count, by: Self.rememberedSteps) {
      let end = min(steps.count, start + Self.rememberedSteps)
      states =
        recurrent.infer(input.rows(start..<end), states: states, lengths: nil, packed: packed)
        .states
      progress(Double(end) / Double(steps.count))
    }
    return states
  }

  /// Holds a unit at zero: nothing reads it.
  mutating func silence(_ unit: RecurrentUnit) {
    recurrent.silence(unit)
    guard unit.layer == architecture.layerCount - 1 else { return }
    output.silence(input: (unit.isReverse ? recurrent.hiddenStateSize : 0) + unit.index)
  }
}

extension AcousticFeatures {
  /// As what layers read, [T, 1, F].
  var sequence: Tensor { Tensor(values, shape: [count, 1, width]) }
}
