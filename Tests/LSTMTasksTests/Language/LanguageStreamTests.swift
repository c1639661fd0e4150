import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A stream of a language model")
struct LanguageStreamTests {
  /// Sizes of a model: V, E, H, L, kind of cell.
  static let sizes: [(Int, Int, Int, Int, CellKind)] = [
    (11, 5, 9, 2, .lstm), (2, 1, 1, 1, .lstm), (65, 16, 33, 1, .lstm), (7, 3, 17, 3, .lstm),
    (11, 5, 9, 2, .peephole), (7, 3, 17, 2, .coupled), (7, 3, 17, 1, .noInputGate),
    (7, 3, 5, 1, .noForgetGate), (9, 3, 17, 2, .noOutputGate), (9, 3, 4, 1, .noInputActivation),
    (9, 3, 4, 1, .noOutputActivation), (11, 5, 9, 2, .gru), (30, 8, 16, 1, .gru),
    (11, 5, 9, 2, .rnn), (5, 4, 31, 3, .rnn), (11, 5, 9, 2, .slstm), (7, 3, 17, 1, .slstm),
    (11, 5, 9, 2, .gruResetBefore), (30, 8, 16, 1, .gruResetBefore),
    (11, 5, 9, 2, .fullGateRecurrence), (7, 3, 17, 1, .fullGateRecurrence),
    (11, 5, 9, 2, .mlstm), (7, 3, 96, 1, .mlstm),
  ]

  @Test("gives step by step the logits of the whole sequence, to the bit", arguments: sizes)
  func equalToSequence(size: (Int, Int, Int, Int, CellKind)) {
    let (vocabulary, embedding, hidden, layers, cell) = size
    let model = smallModel(
      vocabulary: vocabulary, embedding: embedding, hidden: hidden, layers: layers, cell: cell)
    let tokens = randomTokens(40, below: vocabulary)
    let comparison = KernelSettings.compare {
      let whole = model(TokenIDs(tokens, shape: [40, 1]), states: model.zeroStates(batchSize: 1))
      // With the table of projections and without it.
      for largestTable in [Int.max, 0] {
        var stream = PreparedLanguageModel(model, largestTable: largestTable).stream()
        for (step, token) in tokens.enumerated() {
          stream.read(token)
          #expect(
            stream.logits.bits
              == Array(whole.logits.bits[step * vocabulary..<(step + 1) * vocabulary]),
            "step \(step)")
        }
        #expect(stream.tensors.dropLast().map(\.tensor.bits) == whole.states.map(\.bits))
      }
      return [whole.logits]
    }
    #expect(comparison.differing == [])
  }

  @Test("reads a chunk as it reads its tokens")
  func chunk() {
    let prepared = PreparedLanguageModel(smallModel())
    let tokens = randomTokens(20, below: 11)
    var single = prepared.stream()
    var chunked = prepared.stream()
    #expect(single.logits.values == [Float](repeating: 0, count: 11))
    for token in tokens { single.read(token) }
    chunked.read(tokens[..<7])
    chunked.read([])
    chunked.read(tokens[7...])
    #expect(single.logits.bits == chunked.logits.bits)
  }

  @Test("goes on by itself after it was copied", arguments: [CellKind.lstm, .gru])
  func fork(cell: CellKind) {
    let prepared = PreparedLanguageModel(smallModel(cell: cell))
    let (start, left, right) = (
      randomTokens(9, below: 11), randomTokens(12, below: 11, seed: 2),
      randomTokens(12, below: 11, seed: 3)
    )
    var trunk = prepared.stream()
    trunk.read(start)
    let atFork = trunk.logits.bits
    let kept = trunk
    var branch = trunk
    // In turns, so that memory shared by mistake would show.
    for (leftToken, rightToken) in zip(left, right) {
      trunk.read(leftToken)
      branch.read(rightToken)
    }
    for (stream, tokens) in [(trunk, left), (branch, right)] {
      var fresh = prepared.stream()
      fresh.read(start + tokens)
      #expect(stream.logits.bits == fresh.logits.bits)
    }
    #expect(trunk.logits.bits != branch.logits.bits)
    #expect(kept.logits.bits == atFork)
  }

  @Test("shares its model with streams on other threads")
  func concurrentStreams() async {
    let prepared = PreparedLanguageModel(smallModel(hidden: 33))
    let tokens = randomTokens(50, below: 11)
    var expected = prepared.stream()
    expected.read(tokens)
    let bits = expected.logits.bits
    await withTaskGroup(of: [UInt32].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var stream = prepared.stream()
          stream.read(tokens)
          return stream.logits.bits
        }
      }
      for await found in group { #expect(found == bits) }
    }
  }
}
