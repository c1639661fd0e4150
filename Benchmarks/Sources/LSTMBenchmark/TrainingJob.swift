import LSTMKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A whole training step of a language model: embedding, layers, softmax, clipping, optimiser.
struct TrainingJob {
  let model: Model
  let tokens: TokenIDs
  let targets: TokenIDs
  let usesAdam: Bool
  let clip: Float

  init(_ request: JSONReader) throws {
    func size(_ name: String) throws -> Int { try request.member(name).integer(in: 1...1_000_000) }
    let (steps, batch, vocabulary) = (try size("time"), try size("batch"), try size("vocabulary"))
    var random = RandomGenerator(seed: 1)
    model = Model(
      vocabulary: vocabulary, embedding: try size("input"), hidden: try size("hidden"),
      layers: try size("layers"), using: &random)
    // Any tokens do: their frequencies follow 1 / rank, as words' do.
    func draw() -> TokenIDs {
      let ranks = Tensor.uniform([steps * batch], in: 0...1, using: &random).values
      let ids = ranks.map {
        Int32(min(Double(vocabulary - 1), pow(Double(vocabulary), Double($0)) - 1))
      }
      return TokenIDs(ids, shape: [steps, batch])
    }
    (tokens, targets) = (draw(), draw())
    usesAdam = try request.member("optimizer").string() == "adamw"
    clip = Float(try request.member("clip").double())
  }

  /// One training step, the state carried from the step before.
  func prepared() -> () -> Void {
    var (model, state) = (model, model.lstm.zeroState(batchSize: tokens.shape[1]))
    var optimizer: any Optimizer = usesAdam ? Adam(weightDecay: 0.01, isDecoupled: true) : SGD()
    let rate: Float = usesAdam ? 2e-3 : 1
    let (tokens, targets, clip) = (tokens, targets, clip)
    return {
      var (_, gradients, next) = valueAndGradient(of: model) { $0.loss(tokens, targets, state) }
      _ = gradients.clip(toNorm: clip)
      optimizer.update(&model, with: gradients, learningRate: rate)
      state = next.detached
    }
  }

  /// Token → embedding → layers → logits.
  struct Model: Module {
    var embedding: Embedding
    var lstm: LSTM
    var output: Linear

    init(
      vocabulary: Int, embedding size: Int, hidden: Int, layers: Int,
      using random: inout RandomGenerator
    ) {
      embedding = Embedding(vocabularySize: vocabulary, embeddingSize: size, using: &random)
      lstm = LSTM(inputSize: size, hiddenSize: hidden, layerCount: layers, using: &random)
      output = Linear(inputSize: hidden, outputSize: vocabulary, using: &random)
    }

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      try embedding.visitParameters(under: "embedding", visit)
      try lstm.visitParameters(under: "lstm", visit)
      try output.visitParameters(under: "output", visit)
    }

    func loss(_ tokens: TokenIDs, _ targets: TokenIDs, _ state: LSTMState) -> (Tensor, LSTMState) {
      let run = lstm(embedding(tokens), state: state)
      return (output.crossEntropy(run.outputs, targets: targets), run.state)
    }
  }
}
