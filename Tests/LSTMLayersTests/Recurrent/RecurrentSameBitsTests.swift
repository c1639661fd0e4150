import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// The layers forward and backward under every instruction set of this processor and 1, 2, 3 and 5
/// threads, which share either the rows of a batch or the units of the layer.
@Suite("Layers have the same bits under every setting", .serialized)
struct RecurrentSameBitsTests {
  static let cases = [
    RecurrentCase(6, 9, 40, 24).with { $0.layerCount = 2 },
    RecurrentCase(5, 41, 33, 20).with { $0.direction = .bidirectional },
    RecurrentCase(7, 11, 50, 17).with {
      $0.direction = .bidirectional
      $0.layerCount = 2
      $0.lengths = [7, 3, 0, 1, 7, 5, 5, 2, 6, 4, 7]
    },
    RecurrentCase(1, 3, 180, 300), RecurrentCase(8, 1, 96, 1), RecurrentCase(3, 2, 5, 4),
    // One sequence whose units are shared over more steps than a chunk; more rows than a group.
    RecurrentCase(53, 1, 130, 150), RecurrentCase(3, 200, 20, 9),
  ]

  @Test(
    "The LSTM",
    arguments: cases + [
      RecurrentCase(6, 9, 40, 24).with {
        $0.layerCount = 2
        $0.projectionSize = 17
      },
      RecurrentCase(7, 11, 50, 17).with {
        $0.direction = .bidirectional
        $0.layerCount = 2
        $0.projectionSize = 20
        $0.lengths = [7, 3, 0, 1, 7, 5, 5, 2, 6, 4, 7]
      },
      RecurrentCase(8, 1, 196, 100).with { $0.projectionSize = 130 },
      RecurrentCase(3, 200, 20, 9).with { $0.projectionSize = 5 },
    ])
  func lstm(_ example: RecurrentCase) { check(RecurrentProblem<LSTM>(example)) }

  @Test("The GRU", arguments: cases)
  func gru(_ example: RecurrentCase) { check(RecurrentProblem<GRU>(example)) }

  @Test("The RNN", arguments: cases)
  func rnn(_ example: RecurrentCase) { check(RecurrentProblem<RNN>(example)) }

  @Test(
    "Stacks of variants of the LSTM and the GRU", arguments: cases,
    [
      RecurrentCell.lstm(.with { $0.hasLayerNormalization = true }),
      .lstm(.with { $0.hasFullGateRecurrence = true }), .gruResetBefore,
    ])
  func variants(_ example: RecurrentCase, _ cell: RecurrentCell) {
    var random = RandomGenerator(seed: 4)
    let stack = RecurrentStack(
      cell, inputSize: example.inputSize,
      hiddenSize: example.hiddenSize, layerCount: example.layerCount,
      direction: example.direction, dropout: 0, hasBias: true, hasTrainableState: false,
      initialization: RecurrentInitialization(), using: &random)
    var numbers = TestNumbers(seed: 5)
    let input = Tensor(
      numbers.normal([example.steps, example.batchSize, example.inputSize]))
    let (differing, _) = KernelSettings.compare {
      let (loss, gradients) = valueAndGradient(of: stack) { stack in
        stack.read(input, states: nil, lengths: example.lengths, phase: .inference).outputs.sum()
      }
      let read = stack.read(input, states: nil, lengths: example.lengths, phase: .inference)
      return [loss, read.outputs] + read.states + gradients.entries.map(\.gradient.dense)
    }
    #expect(differing.isEmpty, "\(differing)")
  }

  private func check<Layer>(_ problem: RecurrentProblem<Layer>) {
    let (differing, result) = KernelSettings.compare {
      let found = problem.fused
      return found.values + found.gradients.map(\.gradient)
    }
    #expect(differing.isEmpty, "\(differing)")
    #expect(result.allSatisfy { $0.firstNonFinite == nil })
  }

  @Test("New weights and orthogonal ones")
  func initialization() {
    let (differing, _) = KernelSettings.compare {
      var random = RandomGenerator(seed: 8)
      let plain = LSTM(inputSize: 5, hiddenSize: 7, using: &random)
      let orthogonal = LSTM(
        inputSize: 5, hiddenSize: 7,
        initialization: RecurrentInitialization(recurrent: .orthogonal), using: &random)
      let embedding = Embedding(vocabularySize: 9, embeddingSize: 4, using: &random)
      return (plain.parameters + orthogonal.parameters + embedding.parameters).map(\.tensor)
    }
    #expect(differing.isEmpty, "\(differing)")
  }

  @Test("A language model's step of training: embedding, LSTM, linear layer, cross-entropy")
  func languageModel() {
    var random = RandomGenerator(seed: 9)
    let model = TinyModel(using: &random)
    var numbers = TestNumbers(seed: 10)
    let ids = TokenIDs(numbers.integers(120, in: 0...29).map(Int32.init), shape: [12, 10])
    let targets = TokenIDs(numbers.integers(120, in: -1...29).map(Int32.init), shape: [12, 10])
    let (differing, _) = KernelSettings.compare {
      let (loss, gradients) = valueAndGradient(of: model) { model in
        model(ids).crossEntropy(targets: targets)
      }
      return [loss] + gradients.entries.map(\.gradient.dense)
    }
    #expect(differing.isEmpty, "\(differing)")
  }

  private struct TinyModel: Module {
    var embedding: Embedding
    var lstm: LSTM
    var normalization = LayerNormalization(size: 48)
    var output: Linear

    init(using random: inout RandomGenerator) {
      embedding = Embedding(vocabularySize: 30, embeddingSize: 24, using: &random)
      lstm = LSTM(inputSize: 24, hiddenSize: 48, layerCount: 2, dropout: 0.2, using: &random)
      output = Linear(inputSize: 48, outputSize: 30, using: &random)
    }

    func callAsFunction(_ ids: TokenIDs) -> Tensor {
      let phase = Phase.training(MaskSource(seed: 1, step: 2))
      return output(normalization(lstm(embedding(ids), phase: phase).outputs))
    }

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      try embedding.visitParameters(under: "embedding", visit)
      try lstm.visitParameters(under: "lstm", visit)
      try normalization.visitParameters(under: "normalization", visit)
      try output.visitParameters(under: "output", visit)
    }
  }
}
