import Foundation
import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("The recipe of a language model")
struct LanguageRecipeTests {
  /// The model of `Reference/make_language_fixtures.py`, its output layer tied to its embedding.
  static func model(of fixture: Fixture) throws -> LanguageModel {
    var random = RandomGenerator(seed: 1)
    let hidden = try fixture.integer("hidden")
    var model = LanguageModel(
      LanguageModelArchitecture(
        vocabularySize: try fixture.integer("vocabulary"), embeddingSize: hidden,
        hiddenSize: hidden, layerCount: try fixture.integer("layers"), isTied: true),
      using: &random)
    try model.visitParameters { path, parameter in
      parameter = Tensor(try fixture.tensor(path).floats, shape: parameter.shape)
    }
    return model
  }

  static func fixture() throws -> Fixture { try TaskFixture.tensors("language") }

  static func tokens(_ name: String, of fixture: Fixture) throws -> TokenIDs {
    let array = try fixture.tensor(name)
    return TokenIDs(array.values.map { Int32($0) }, shape: Shape(array.shape))
  }

  @Test("gives PyTorch's loss with activation penalties, and its gradients of a tied embedding")
  func tiedAndPenalised() throws {
    let fixture = try Self.fixture()
    let model = try Self.model(of: fixture)
    let (tokens, targets) = (
      try Self.tokens("tokens", of: fixture), try Self.tokens("targets", of: fixture)
    )
    var penalty = ActivationPenalty()
    penalty.size = Float(try #require(Double(try fixture.note("alpha"))))
    penalty.change = Float(try #require(Double(try fixture.note("beta"))))
    let (loss, gradients) = valueAndGradient(of: model) { model in
      model.loss(
        tokens, targets: targets, states: model.zeroStates(batchSize: tokens.shape[1]),
        penalty: penalty, phase: .inference
      ).loss
    }
    let expected = try fixture.tensor("loss").values[0]
    #expect(abs(Double(loss.scalar) - expected) < 1e-6)
    #expect(gradients.entries.count == 8)
    for (path, gradient) in gradients.entries {
      let wanted = try fixture.tensor("grad.\(path)").values
      let found = gradient.dense.values.map(Double.init)
      #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-5 }, "\(path)")
    }
  }

  @Test("with dynamic evaluation predicts as PyTorch does, step by step")
  func dynamicEvaluation() throws {
    let fixture = try Self.fixture()
    let rate = Float(try #require(Double(try fixture.note("rate"))))
    try expectLosses("dynamic", LanguageAdaptation(dynamicRate: rate), fixture)
  }

  @Test("with a neural cache predicts as its definition says, experts weighed by what they said")
  func neuralCache() throws {
    let fixture = try Self.fixture()
    try expectLosses(
      "cached", LanguageAdaptation(cacheSize: try fixture.integer("cache")), fixture)
  }

  private func expectLosses(
    _ name: String, _ adaptation: LanguageAdaptation, _ fixture: Fixture
  ) throws {
    let tokens = try Self.tokens("text", of: fixture).values
    let found = try Self.model(of: fixture).losses(tokens, adapting: adaptation)
    let expected = try fixture.tensor(name).values
    #expect(found.count == expected.count && found.count == tokens.count - 1)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 2e-5 })
    // The text repeats itself, so that following it must help.
    let plain = try Self.model(of: fixture).natsPerToken(tokens)
    #expect(found.reduce(0, +) / Double(found.count) < plain)
  }

  @Test("a cache that wraps around is a cache over a window")
  func cacheWindow() throws {
    // Losses of the cache depend on hidden states alone, so that two ways to cut a text must agree.
    var random = RandomGenerator(seed: 4)
    let hidden = Tensor.uniform([600, 5], in: -1...1, using: &random)
    let targets = randomTokens(600, below: 7)
    let own = [Double](repeating: 1.9, count: 600)
    func losses(_ step: Int) -> [Double] {
      var cache = NeuralCache(size: 30)
      return stride(from: 0, to: 600, by: step).flatMap { start in
        let part = start..<min(start + step, 600)
        return cache.mixing(
          Array(own[part]), hidden: hidden.rows(part), targets: Array(targets[part]))
      }
    }
    let whole = losses(600)
    for step in [1, 7, 256] {
      #expect(zip(losses(step), whole).allSatisfy { abs($0 - $1) < 1e-5 }, "\(step)")
    }
  }
}

@Suite("What a language model drops in training")
struct LanguageDropoutTests {
  /// The gradient of the embedding [12, 6] after reading twelve tokens once each.
  private func gradient(_ dropout: LanguageDropout) throws -> [[Float]] {
    var random = RandomGenerator(seed: 2)
    let model = LanguageModel(
      LanguageModelArchitecture(
        vocabularySize: 12, embeddingSize: 6, hiddenSize: 8, layerCount: 2, dropout: dropout),
      using: &random)
    let tokens = TokenIDs((0..<12).map { Int32($0) }, shape: [12, 1])
    let phase = Phase.training(MaskSource(seed: 3, step: 4))
    let (_, gradients) = valueAndGradient(of: model) { model in
      model.loss(
        tokens, targets: tokens, states: model.zeroStates(batchSize: 1), phase: phase
      ).loss
    }
    let values = try #require(gradients["embedding.weight"]).dense.values
    return (0..<12).map { Array(values[$0 * 6..<$0 * 6 + 6]) }
  }

  @Test("locked, the way in loses the same features at all steps; else each step its own")
  func locked() throws {
    var dropout = LanguageDropout(rate: 0)
    dropout.input = 0.5
    let free = try gradient(dropout).map { $0.map { $0 == 0 } }
    dropout.isLocked = true
    let locked = try gradient(dropout).map { $0.map { $0 == 0 } }
    #expect(Set(locked).count == 1 && Set(free).count > 4)
    #expect(locked[0].contains(true) && locked[0].contains(false))
  }

  @Test("a dropped token is gone from the window, and the others count for more")
  func tokens() throws {
    var dropout = LanguageDropout(rate: 0)
    let all = try gradient(dropout)
    dropout.token = 0.5
    let some = try gradient(dropout)
    let gone = some.indices.filter { some[$0].allSatisfy { $0 == 0 } }
    #expect((2...10).contains(gone.count))
    #expect(all.allSatisfy { $0.contains { $0 != 0 } })
  }

  @Test("between the layers, too, a lock holds one mask for all steps")
  func betweenLayers() {
    var random = RandomGenerator(seed: 5)
    let architecture = LanguageModelArchitecture(
      vocabularySize: 3, embeddingSize: 2, hiddenSize: 64, layerCount: 2)
    var stack = LanguageModel(architecture, using: &random).recurrent
    stack = RecurrentStack(
      stack.cell, inputSize: 2, hiddenSize: 64, layerCount: 2, direction: .forward, dropout: 0.5,
      hasBias: true, hasTrainableState: false, initialization: RecurrentInitialization(),
      using: &random)
    stack.locksDropout = true
    let input = Tensor.uniform([9, 1, 2], in: -1...1, using: &random).tracked
    let phase = Phase.training(MaskSource(seed: 1, step: 1))
    // What reaches the second layer's input weight [256, 64]: columns of dropped units get no gradient at any step.
    stack.layers[1][0].inputWeight = stack.layers[1][0].inputWeight.tracked
    let outputs = stack.read(input, states: nil, lengths: nil, phase: phase).outputs
    let found = gradients(of: outputs.sum(), with: [stack.layers[1][0].inputWeight])[0]?.dense
    let values = found?.values ?? []
    let dropped = (0..<64).filter { unit in (0..<256).allSatisfy { values[$0 * 64 + unit] == 0 } }
    #expect((16...48).contains(dropped.count))
  }

  @Test("is in config.json as it was set, and what is not set leaves no trace")
  func json() throws {
    var architecture = LanguageModelArchitecture(
      vocabularySize: 9, embeddingSize: 4, hiddenSize: 6, layerCount: 1, dropout: 0.25)
    let plain = try architecture.json.text(.compact)
    #expect(["inputDropout", "tied", "lockedDropout"].allSatisfy { !plain.contains($0) })
    architecture.dropout.input = 0
    architecture.dropout.output = 0.5
    architecture.dropout.token = 0.125
    architecture.dropout.isLocked = true
    architecture.cellOptions.projectionSize = 4
    architecture.isTied = true
    func read(_ text: String) throws -> LanguageModelArchitecture {
      try LanguageModelArchitecture(
        json: JSONReader(parsing: Array(text.utf8), document: "config.json"))
    }
    let text = try architecture.json.text(.compact)
    #expect(try read(text) == architecture)
    for (from, to) in [
      ("\"embeddingSize\":4", "\"embeddingSize\":5"), ("0.125", "1"), ("true", "1"),
    ] {
      #expect { _ = try read(text.replacing(from, with: to)) } throws: { error in
        "\(error)".contains("config.json")
      }
    }
  }
}

@Suite("Training a language model by a recipe")
struct LanguageRecipeTrainingTests {
  private func request(_ steps: Int) -> LanguageTrainingRequest {
    LanguageTaskTests.request { request in
      request.options.isTied = true
      request.options.cellOptions.weightDrop = 0.1
      request.options.dropout = 0.1
      request.options.dropout.token = 0.05
      request.options.dropout.isLocked = true
      request.options.activationPenalty.size = 0.1
      request.options.activationPenalty.change = 0.1
      request.options.variesLength = true
      request.options.averagingPatience = 1
      request.options.learningRate = 0.05
      request.options.budget = (nil, steps, nil)
    }
  }

  @Test("stops and goes on with the same bits, and writes and reads what it was")
  func resumes() throws {
    try withTemporaryFolder { path in
      func weights(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)/model.safetensors")))
      }
      var averaging = 0
      let whole = try LanguageTask.train(request(190), into: path + "/whole") { event in
        if case .averaging = event { averaging += 1 }
      }
      #expect(averaging == 1, "the run is to be one in which averaging begins")
      var parts = request(190)
      parts.resumes = true
      for limit in [5, 60, 150, 1000] {
        let stop = StopSignal()
        _ = try LanguageTask.train(parts, into: path + "/parts", stop: stop) { event in
          if case .step(let step) = event, step.step >= limit { stop.raise() }
        }
      }
      #expect(try weights("parts") == weights("whole"))
      // What is left out the second time is a difference, too.
      for (name, change) in [
        ("embeddingSize", { $0.isTied = false }), ("variesLength", { $0.variesLength = false }),
        ("lockedDropout", { $0.dropout.isLocked = false }),
        ("averagingPatience", { $0.averagingPatience = nil }),
      ] as [(String, (inout LanguageOptions) -> Void)] {
        var other = parts
        change(&other.options)
        #expect {
          _ = try LanguageTask.train(other, into: path + "/parts")
        } throws: { "\($0)".contains(name) }
      }
      let trained = try TrainedLanguageModel(
        contentsOf: ModelFolder.open(path + "/whole"))
      #expect(trained.model.architecture == whole.architecture && whole.architecture.isTied)
      #expect(!trained.model.parameters.contains { $0.path == "output.weight" })
      let card = try String(contentsOfFile: path + "/whole/README.md", encoding: .utf8)
      #expect(card.contains("tied to the embedding") && card.contains("weights averaged"))
      // A stream reads through the tied layer what the whole model computes.
      let tokens = trained.tokenizer.encode("the cell keeps")
      var stream = PreparedLanguageModel(trained.model).stream()
      stream.read(tokens)
      let logits = trained.model(
        TokenIDs(tokens, shape: [tokens.count, 1]), states: trained.model.zeroStates(batchSize: 1)
      ).logits
      let last = Array(logits.values.suffix(trained.tokenizer.vocabulary.count))
      #expect(zip(stream.logits.values, last).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test("refuses what does not go together, and says why")
  func refusals() throws {
    try withTemporaryFolder { path in
      func refusal(_ change: (inout LanguageOptions) -> Void) -> String {
        do {
          _ = try LanguageTask.train(
            LanguageTaskTests.request { change(&$0.options) }, into: path + "/model")
          return ""
        } catch { return "\(error)" }
      }
      let tied = refusal { ($0.isTied, $0.embeddingSize) = (true, 7) }
      #expect(tied.contains("--embedding is 7") && tied.contains("24 features"))
      #expect(refusal { $0.holdEpochs = 3 }.contains("add --epochs"))
      let both = refusal { ($0.holdEpochs, $0.averagingPatience) = (3, 5) }
      #expect(both.contains("--hold-epochs") && both.contains("--average-after"))
      #expect(refusal { ($0.isTied, $0.cellOptions.projectionSize) = (true, 8) } == "")
    }
  }
}

@Suite("Scoring lines")
struct LineScoreTests {
  @Test("gives each line by itself what the model gives it after a line break")
  func lines() throws {
    let text = "to be\nor not\n\nto be, or not to be that is the question\nor not\n"
    let tokenizer = AnyTokenizer.character(try CharacterTokenizer(trainingOn: Array(text.utf8)))
    let trained = TrainedLanguageModel(
      model: smallModel(vocabulary: tokenizer.vocabulary.count), tokenizer: tokenizer)
    let scores = trained.scoreLines(of: Array(text.utf8))
    #expect(scores.map(\.number) == [1, 2, 3, 4, 5])
    #expect(
      scores.map(\.text)
        == text.dropLast().split(
          separator: "\n", omittingEmptySubsequences: false
        ).map(String.init))
    for score in scores {
      let tokens = tokenizer.encode("\n" + score.text + "\n")
      let nats = trained.model.natsPerToken(tokens) * Double(tokens.count - 1)
      #expect(abs(score.logProbability + nats) < 1e-4 && score.tokenCount == tokens.count - 1)
    }
    #expect(scores[1].logProbability == scores[4].logProbability)
    #expect(trained.scoreLines(of: []).isEmpty)
  }
}
