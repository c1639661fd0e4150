import LSTMLayers
import LSTMTensor

/// A translator whose weights are laid out once, for good, to be shared by all who translate.
struct PreparedTranslator: Sendable {
  /// The network.
  let model: TranslationModel
  private let decoder: PreparedAttentionDecoder
  private let upper: [[PackedRecurrentWeights]]?
  private let reduction: PackedLinear
  private let output: PackedLinear

  /// What sentences that are being written carry from step to step.
  struct State: Sendable {
    var decoder: PreparedAttentionDecoder.State
    /// Of the layers above, [L − 1, R, size] each.
    var upper: [Tensor]

    /// The states of some of the sentences, in any order and number.
    func rows(_ order: [Int32]) -> State {
      State(
        decoder: decoder.rows(order),
        upper: upper.map { $0.sequences(order) })
    }
  }

  init(_ model: TranslationModel) {
    self.model = model
    decoder = PreparedAttentionDecoder(model.decoder)
    upper = model.upper?.packed()
    reduction = PackedLinear(weight: model.reduction.weight, bias: model.reduction.bias)
    output = PackedLinear(weight: model.embedding.weight, bias: model.outputBias)
  }

  /// Reads sources.
  ///
  /// - Parameter sentences: tokens without boundaries.
  /// - Returns: what is attended to, and the state of one target for each.
  func read(_ sentences: [[Int32]]) -> (memory: AttentionMemory, state: State) {
    let boundary = model.architecture.boundary
    let (source, states) = model.read(
      TranslationBatch.columns(sentences, fill: boundary), lengths: sentences.map { $0.count + 1 })
    return (
      source.memory(energy: model.decoder.energy),
      State(
        decoder: decoder.state(states),
        upper: model.upper.map { $0.zeroStates(batchSize: sentences.count) } ?? [])
    )
  }

  /// Writes a step.
  ///
  /// - Parameters:
  ///   - tokens: the last of each target, [R].
  ///   - state: goes on.
  ///   - memory: of the sources, as many targets for each.
  /// - Returns: the probabilities of the next token [R, V + 1], and what each row attended to, [R, S].
  func step(_ tokens: [Int32], state: inout State, memory: AttentionMemory) -> (
    probabilities: Tensor, weights: Tensor
  ) {
    let inputs = model.embedding(TokenIDs(tokens))
    var (vectors, weights) = decoder.step(inputs, state: &state.decoder, memory: memory)
    if let upper {
      let result = RecurrentInference.run(
        upper, reversed: [false], input: vectors, states: state.upper,
        layout: SequenceLayout(steps: 1, batch: tokens.count))
      (vectors, state.upper) = (result.output, result.states)
    }
    return (output(reduction(vectors)).softmax(), weights)
  }
}
