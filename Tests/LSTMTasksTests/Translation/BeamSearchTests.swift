import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Beam search")
struct BeamSearchTests {
  /// ln p of a target by the loss that training uses, which knows nothing of steps.
  private static func logProbability(
    _ model: TranslationModel, _ source: [Int32], _ target: [Int32]
  ) -> Double {
    let nats = model.natsPerToken([TokenPair(source: source, target: target)])
    return -nats * Double(target.count + 1)
  }

  private static func options(_ width: Int, _ change: (inout BeamOptions) -> Void = { _ in })
    -> BeamOptions
  {
    var options = BeamOptions()
    options.width = width
    options.count = width
    change(&options)
    return options
  }

  @Test(
    "scores what it finds as the whole sequence's loss does, for every kind of decoder",
    arguments: AttentionScore.allCases, [false, true])
  func scores(score: AttentionScore, feedsInput: Bool) {
    let model = SmallTranslation.model(
      vocabulary: 7, score: score, feedsInput: feedsInput, layers: 2)
    let translator = PreparedTranslator(model)
    let sources: [[Int32]] = [[1, 2, 3], [6], [0, 5, 4, 4, 2]]
    for (source, found) in zip(sources, BeamSearch.run(translator, sources, Self.options(4))) {
      #expect(!found.isEmpty)
      // A target that was cut off at its limit has no end.
      for hypothesis in found
      where hypothesis.alignment.count == hypothesis.tokens.count + 1 {
        let expected = Self.logProbability(model, source, hypothesis.tokens)
        #expect(abs(hypothesis.logProbability - expected) < 1e-4 * max(1, abs(expected)))
      }
      let scores = found.map(\.score)
      #expect(scores == scores.sorted(by: >))
    }
  }

  @Test("with one row takes the likeliest token each time")
  func greedy() {
    let model = SmallTranslation.model(vocabulary: 5)
    let source: [Int32] = [1, 3, 2]
    let found = BeamSearch.run(PreparedTranslator(model), [source], Self.options(1))[0][0].tokens
    for place in found.indices {
      let prefix = found.prefix(place)
      let next = (0..<6).map { Self.logProbability(model, source, prefix + [Int32($0)], of: place) }
      #expect(next.indices.max { next[$0] < next[$1] } == Int(found[place]))
    }
  }

  /// ln p of a target's token after those before it; its number may be the boundary's.
  private static func logProbability(
    _ model: TranslationModel, _ source: [Int32], _ target: [Int32], of place: Int
  ) -> Double {
    var batch = TranslationBatch(
      [TokenPair(source: source, target: target)], boundary: model.architecture.boundary)
    let kept = batch.targets.values.enumerated().map { $0.offset == place ? $0.element : -1 }
    batch.targets = TokenIDs(kept, shape: batch.targets.shape)
    return -Double(model.loss(batch, smoothing: 0, phase: .inference).scalar)
  }

  @Test("wide enough finds the best of all targets")
  func exhaustive() {
    let model = SmallTranslation.model(vocabulary: 2, seed: 11)
    let source: [Int32] = [0, 1]
    var all: [[Int32]] = [[]]
    var level = all
    for _ in 0..<6 {
      level = level.flatMap { [$0 + [0], $0 + [1]] }
      all += level
    }
    let best = all.map { Self.logProbability(model, source, $0) }.max() ?? 0
    let options = Self.options(64) { $0.lengthPenalty = 0 }
    let found = BeamSearch.run(PreparedTranslator(model), [source], options)[0][0]
    // A longer one than six tokens may be better still, never a worse one found.
    #expect(found.logProbability >= best - 1e-4)
  }

  @Test("finds the same whoever else is searched for")
  func batches() {
    let translator = PreparedTranslator(SmallTranslation.model(vocabulary: 9, layers: 2))
    var numbers = TestNumbers(seed: 2)
    let sources = (0..<9).map { numbers.integers(1 + $0, in: 0...8).map(Int32.init) }
    let options = Self.options(3) { $0.coveragePenalty = 0.2 }
    let together = BeamSearch.run(translator, sources, options)
    for (source, found) in zip(sources, together) {
      #expect(BeamSearch.run(translator, [source], options)[0] == found)
    }
    let (differing, _) = KernelSettings.compare {
      BeamSearch.run(translator, sources, options).map { found in
        Tensor(found.map { Float($0.score) })
      }
    }
    #expect(differing.isEmpty)
  }

  @Test("attends to the source's steps with weights that add up to one")
  func alignment() {
    let translator = PreparedTranslator(SmallTranslation.model(vocabulary: 6))
    let sources: [[Int32]] = [[1, 2, 3, 4], [5]]
    for (source, found) in zip(sources, BeamSearch.run(translator, sources, Self.options(2))) {
      for row in found.flatMap(\.alignment) {
        #expect(row.count == source.count + 1)
        #expect(abs(row.reduce(0, +) - 1) < 1e-5)
      }
    }
  }
}
