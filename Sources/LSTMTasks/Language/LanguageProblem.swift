import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Next-token prediction over contiguous text with truncated back-propagation through time: each batch
/// continues where the one before it stopped, with its recurrent state.
struct LanguageProblem: TrainingProblem {
  typealias Model = LanguageModel

  /// The recurrent states [L, N, size] that one batch hands to the next.
  struct Carry: Sendable {
    var states: [Tensor]
  }

  let batches: ContiguousBatches
  let validation: [Int32]
  let tokenizer: AnyTokenizer
  let architecture: LanguageModelArchitecture
  let options: LanguageOptions

  /// Texts read side by side when the validation text is scored: faster than one, and each begins so
  /// rarely that the score is the same to three digits.
  static let validationStreams = 16
  private static let sampleLength = 200
  /// Steps after which a stream begins a text anew, on average, and the part of the phase that chooses when: dropout takes
  /// the small numbers.
  private static let restartInterval: Float = 2000
  private static let restartPart = 1 << 16

  var batchesPerEpoch: Int { batches.windowCount }

  func initialCarry() -> Carry {
    Carry(
      states: stateKinds.map {
        .zeros([architecture.layerCount, batches.batchSize, $0.size])
      })
  }

  func loss(_ model: LanguageModel, epoch: Int, batch: Int, carry: Carry, phase: Phase) throws
    -> (loss: Tensor, carry: Carry, units: Int)
  {
    let window =
      options.variesLength
      ? batches.window(batch, shiftedBy: RandomGenerator.key(options.seed, UInt64(epoch)))
      : batches.window(batch)
    let shape: Shape = [window.length, batches.batchSize]
    let result = model.loss(
      TokenIDs(window.inputs.ids, shape: shape),
      targets: TokenIDs(window.targets.ids, shape: shape),
      states: restarted(carry.states, steps: window.length, phase),
      penalty: options.activationPenalty, phase: phase)
    return (result.loss, Carry(states: result.states.map(\.detached)), window.targets.ids.count)
  }

  /// States of which some streams, by chance, are as at the beginning of a text: a model that never
  /// saw a beginning falls apart after a short prompt.
  private func restarted(_ states: [Tensor], steps: Int, _ phase: Phase) -> [Tensor] {
    guard case .training(let source) = phase.part(Self.restartPart) else { return states }
    var random = RandomGenerator(seed: source.key)
    let rate = Float(steps) / Self.restartInterval
    let streams = (0..<batches.batchSize).filter { _ in random.uniform() < rate }
    guard !streams.isEmpty else { return states }
    let layers = architecture.layerCount
    return states.map { state in
      var state = state
      let size = state.shape[2]
      state.withMutableBuffer { buffer in
        for layer in 0..<layers {
          for stream in streams {
            let first = (layer * batches.batchSize + stream) * size
            buffer[first..<first + size].update(repeating: 0)
          }
        }
      }
      return state
    }
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double {
    let unitsPerStep = max(1, batches.targetCount / max(1, batches.windowCount))
    return Double(validation.count) / Double(unitsPerStep) / 3
  }

  func validate(_ model: LanguageModel) throws -> ValidationResult? {
    guard validation.count > 1 else { return nil }
    let nats = model.natsPerToken(validation, streams: Self.validationStreams)
    return ValidationResult(loss: nats, metrics: [("perplexity", exponential(nats))])
  }

  func carryTensors(_ carry: Carry) -> [(name: String, tensor: Tensor)] {
    zip(stateKinds, carry.states).map { (name: $0.name, tensor: $1) }
  }

  private var stateKinds: [(name: String, size: Int)] {
    architecture.recurrentCell.states(architecture.hiddenSize)
  }

  func carry(from tensors: [(name: String, tensor: Tensor)]) throws -> Carry {
    Carry(states: tensors.map(\.tensor))
  }

  func sample(_ model: LanguageModel, epoch: Int) -> String? {
    guard let sampling = try? SamplingOptions(temperature: 0.8) else { return nil }
    return TrainedLanguageModel(model: model, tokenizer: tokenizer)
      .generate(length: Self.sampleLength, options: sampling, seed: options.seed &+ UInt64(epoch))
  }
}
