import Foundation
import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Training a language model")
struct LanguageTaskTests {
  static let sentence = "the cell keeps what the gates let in.\n"

  static func request(_ change: (inout LanguageTrainingRequest) -> Void = { _ in })
    -> LanguageTrainingRequest
  {
    var request = LanguageTrainingRequest(
      data: .text(
        Array(String(repeating: sentence, count: 40).utf8), name: "the sentence"))
    request.options.hiddenSize = 24
    request.options.layerCount = 1
    request.options.dropout = 0.0
    request.options.batchSize = 4
    request.options.sequenceLength = 19
    request.options.learningRate = 0.02
    request.options.budget = (nil, 10, nil)
    change(&request)
    return request
  }

  @Test("learns a text that repeats itself by heart")
  func overfits() throws {
    try withTemporaryFolder { path in
      let model = path + "/model"
      let summary = try LanguageTask.train(
        Self.request { $0.options.budget = (nil, 200, nil) }, into: model)
      #expect(summary.result.reason == .budget && summary.result.steps == 200)
      #expect(try #require(summary.result.bestLoss) < 0.02)
      #expect(summary.result.trainingLoss < 0.1)

      let trained = try TrainedLanguageModel(contentsOf: ModelFolder.open(model))
      let greedy = try SamplingOptions(temperature: 0)
      let prompt = "the cell keeps what the "
      #expect(
        trained.generate(length: 76, prompt: prompt, options: greedy)
          == String(String(repeating: Self.sentence, count: 3).dropFirst(24).prefix(76)))
      let report = try trained.evaluate(
        Array(String(repeating: Self.sentence, count: 3).utf8), named: "again")
      #expect(report.score.natsPerToken < 0.2)
      #expect(report.baseline.natsPerToken > 2)
      let card = try String(contentsOfFile: model + "/README.md", encoding: .utf8)
      #expect(card.contains("the sentence"))
    }
  }

  @Test("samples the same text for the same seed, whatever the kernels")
  func sampling() throws {
    let tokenizer = AnyTokenizer.character(
      try CharacterTokenizer(trainingOn: Array(Self.sentence.utf8)))
    let trained = TrainedLanguageModel(
      model: smallModel(vocabulary: tokenizer.vocabulary.count, hidden: 33), tokenizer: tokenizer)
    let options = try SamplingOptions(temperature: 0.8, topK: 10)
    let texts = KernelSettings.compare {
      let text = trained.generate(length: 60, options: options, seed: 2)
      #expect(text.unicodeScalars.count == 60)
      return [Tensor(text.unicodeScalars.map { Float($0.value) })]
    }
    #expect(texts.differing == [])
    #expect(
      trained.generate(length: 60, options: options, seed: 2)
        != trained.generate(length: 60, options: options, seed: 3))
    #expect(trained.generate(length: 0, options: options) == "")
  }

  @Test("writes characters whole, however many tokens they take")
  func wholeCharacters() throws {
    let text = Array("ä漢👍 ä漢👍 ".utf8)
    let tokenizer = AnyTokenizer.bytePair(
      try BytePairTokenizer(trainingOn: text, maximumVocabularySize: 260))
    let model = smallModel(vocabulary: tokenizer.vocabulary.count)
    var generator = TextGenerator(
      PreparedLanguageModel(model), tokenizer: tokenizer, prompt: tokenizer.encode(text),
      options: try SamplingOptions(), seed: 1)
    var written = ""
    for _ in 0..<300 { written += generator.next() ?? "END" }
    written += generator.finish()
    #expect(!written.isEmpty)
    // The same tokens at once: pieces never split what belongs together.
    var sampler = Sampler(try SamplingOptions(), seed: 1)
    var stream = PreparedLanguageModel(model).stream()
    stream.read(tokenizer.encode(text))
    var tokens: [Int32] = []
    for _ in 0..<300 {
      tokens.append(sampler.next(stream.logits))
      stream.read(tokens[tokens.count - 1])
    }
    #expect(written == tokenizer.decodeText(tokens))
  }

  @Test("stops where the caller asks, and goes on with the same bits")
  func stopAndResume() throws {
    try withTemporaryFolder { path in
      func weights(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)/model.safetensors")))
      }
      let request = Self.request { $0.options.budget = (nil, 50, nil) }
      _ = try LanguageTask.train(request, into: path + "/whole")
      let resumed = Self.request {
        $0.options.budget = (nil, 50, nil)
        $0.resumes = true
      }
      for limit in [3, 17, 18, 19, 36, 49, 1000] {
        let stop = StopSignal()
        let summary = try LanguageTask.train(resumed, into: path + "/parts", stop: stop) { event in
          if case .step(let step) = event, step.step >= limit { stop.raise() }
        }
        #expect(summary.wasInterrupted == (limit < 50))
      }
      #expect(try weights("parts") == weights("whole"))
    }
  }

  @Test("fits batches to a short text where nothing is asked")
  func fitting() throws {
    func sizes(_ count: Int, batch: Int? = nil, length: Int? = nil) throws -> [Int] {
      let text = String(repeating: "ab", count: count / 2 + 1).prefix(count)
      let corpus = try LanguageCorpus(
        Self.request {
          $0.data = .text(Array(text.utf8), name: "ab")
          ($0.options.batchSize, $0.options.sequenceLength) = (batch, length)
        })
      #expect(corpus.trainingTokenCount + corpus.validation.count == count)
      return [corpus.batches.batchSize, corpus.batches.sequenceLength]
    }
    #expect(try sizes(1_000_000) == [32, 100])
    #expect(try sizes(10_000) == [11, 100])
    #expect(try sizes(100) == [1, 89])
    #expect(try sizes(20) == [1, 17])
    #expect(try sizes(100, batch: 50) == [50, 1])
    #expect(try sizes(100, length: 40) == [1, 40])
    #expect(throws: LanguageError.self) { try sizes(100, batch: 10, length: 40) }
    #expect(throws: LanguageError.self) { try sizes(100, batch: 90) }
    #expect(throws: LanguageError.self) { try sizes(18) }
    #expect(throws: LanguageError.self) { try sizes(1) }
  }

  @Test("is refused where the machine has too little memory")
  func tooLarge() throws {
    try withTemporaryFolder { path in
      let request = Self.request { $0.options.hiddenSize = 1 << 20 }
      let error = try #require(
        #expect(throws: TrainingMemoryError.self) {
          try LanguageTask.train(request, into: path + "/model")
        })
      #expect(error.kind == .usage)
      #expect(error.description.contains("memory"))
      #expect(!FileManager.default.fileExists(atPath: path + "/model"))
    }
  }

  @Test("is not mixed up with a model of another task or another tokenizer")
  func otherModels() throws {
    try withTemporaryFolder { path in
      let (folder, _) = try ModelFolder.create(at: path, force: false, resume: false) { _ in }
      let architecture = smallModel().architecture
      func write(task: String, _ architecture: LanguageModelArchitecture) throws {
        try folder.writeConfiguration(
          ModelConfiguration(task: task, architecture: architecture.json, training: [:]))
      }
      let tokenizer = AnyTokenizer.character(
        try CharacterTokenizer(trainingOn: Array("abc".utf8)))
      try folder.writeVocabulary(tokenizer.description.json, named: "tokenizer.json")
      try write(task: "forecaster", architecture)
      #expect(throws: LanguageError.otherTask(model: path, task: "forecaster")) {
        try TrainedLanguageModel(contentsOf: folder)
      }
      try write(task: "language", architecture)
      let mismatch = LanguageError.vocabularyMismatch(
        model: path, tokens: tokenizer.vocabulary.count, outputs: 11)
      #expect(throws: mismatch) { try TrainedLanguageModel(contentsOf: folder) }
      #expect(mismatch.kind == .badData)

      // A network far larger than the file of its weights is refused before memory is taken for it.
      var huge = architecture
      (huge.vocabularySize, huge.hiddenSize) = (tokenizer.vocabulary.count, 20_000)
      try write(task: "language", huge)
      try folder.writeWeights([("output.bias", Tensor([0, 0]))])
      #expect {
        try TrainedLanguageModel(contentsOf: folder)
      } throws: { error in
        if case LanguageError.parameterMismatch = error { true } else { false }
      }
    }
  }
}
