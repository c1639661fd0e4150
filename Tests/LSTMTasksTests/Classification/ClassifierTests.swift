import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Classifiers")
struct ClassifierTests {
  /// Texts whose class is which of two words comes first: no bag of words can tell.
  static func ordered(_ count: Int, seed: UInt64) -> LabelledTexts {
    var numbers = TestNumbers(seed: seed)
    let fillers = ["the", "a", "film", "plot", "and", "of"]
    let texts = (0..<count).map { number in
      let label = number % 2
      var words = numbers.integers(4, in: 0...5).map { fillers[$0] }
      words.insert(label == 0 ? "good" : "bad", at: 1)
      words.insert(label == 0 ? "bad" : "good", at: 4)
      return LabelledText(
        text: Array(words.joined(separator: " ").utf8), labels: [label], row: number + 1)
    }
    return LabelledTexts(classes: ["first", "last"], texts: texts)
  }

  static var small: ClassifierOptions {
    var options = ClassifierOptions()
    options.units = .words(limit: 400)
    options.hiddenSize = 12
    options.embeddingSize = 8
    options.memberCount = 1
    options.dropout = 0
    options.tokenDropout = 0
    options.learningRate = 0.02
    options.budget.steps = 90
    return options
  }

  @Test("read what comes after what, for every pooling", arguments: ClassifierPooling.allCases)
  func order(pooling: ClassifierPooling) throws {
    var options = Self.small
    options.pooling = pooling
    let trained = try Classifier(options).fit(.texts(Self.ordered(100, seed: 1)))
    let report = try trained.evaluate(.texts(Self.ordered(60, seed: 2)))
    #expect(report.score.accuracy > 0.95, "\(pooling): \(report.score.accuracy)")
    #expect(report.baseline.accuracy < 0.9)
    #expect(report.lines.contains { $0.hasPrefix("macro F1") })
  }

  @Test("answer a text with the same bits, alone or among others, and after a way through a file")
  func sameBits() throws {
    try withTemporaryFolder { path in
      var request = ClassifierTrainingRequest(data: ClassifierSource([]), options: Self.small)
      request.options.budget.steps = 10
      request.options.memberCount = 2
      let texts = Self.ordered(40, seed: 1)
      let lines = texts.texts.map {
        "\(texts.classes[$0.labels[0]])\t" + String(decoding: $0.text, as: UTF8.self)
      }
      let file = path + "/train.tsv"
      try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: file)
      request.data = ClassifierSource([file])
      let summary = try ClassifierTask.train(request, into: path + "/model")
      let trained = try #require(summary.trained)
      #expect(summary.heldOut?.exampleCount == 8)
      let again = try TrainedClassifier(contentsOf: ModelFolder.open(path + "/model"))
      let asked = ["good film bad", "bad", "", "an unknown wörd", "GOOD plot of BAD and good"]
      let all = try trained.predict(asked)
      #expect(try again.predict(asked) == all)
      for (text, answer) in zip(asked, all) {
        #expect(try again.predict([text]) == [answer])
      }
      #expect(abs(all[0].probabilities.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test("say of each word what the verdict loses without it")
  func occlusion() throws {
    var options = Self.small
    options.budget.steps = 20
    let trained = try Classifier(options).fit(.texts(Self.ordered(60, seed: 1)))
    let text = "the good film and bad"
    let words = try trained.wordContributions(Array(text.utf8))
    #expect(words.map(\.word) == ["the", "good", "film", "and", "bad"])
    let whole = try trained.predict([text])[0]
    let without = try trained.predict(["the  film and bad"])[0]
    let label = try #require(trained.classes.firstIndex(of: whole.label))
    func logit(_ p: Double) -> Double { naturalLogarithm(p / (1 - p)) }
    let expected = logit(whole.probabilities[label]) - logit(without.probabilities[label])
    #expect(abs(words[1].contribution - expected) < 1e-9)
  }

  @Test("give several classes a text, each by itself")
  func multilabel() throws {
    var numbers = TestNumbers(seed: 5)
    let texts = (0..<80).map { number in
      let has = numbers.integers(2, in: 0...1)
      let words = ["plain"] + (has[0] == 1 ? ["rain"] : []) + (has[1] == 1 ? ["sun"] : [])
      return LabelledText(
        text: Array(words.joined(separator: " ").utf8), labels: [0, 1].filter { has[$0] == 1 },
        row: number + 1)
    }
    let data = LabelledTexts(classes: ["sunny", "wet"], isMultilabel: true, texts: texts)
    let trained = try Classifier(Self.small).fit(.texts(data))
    let found = try trained.predict(["plain rain sun", "plain sun", "plain"])
    #expect(found.map(\.label) == ["sunny,wet", "wet", ""])
    #expect(try trained.evaluate(.texts(data)).score.accuracy > 0.97)
  }

  @Test("read sequences of numbers of unequal length, some values missing")
  func sequences() throws {
    var numbers = TestNumbers(seed: 6)
    let sequences = (0..<60).map { number in
      let count = 4 + number % 5
      let label = number / 2 % 2
      let noise = numbers.normal([count]).values
      let values = (0..<count).flatMap { step in
        // The sign of the change tells the class.
        let value = Double(label == 0 ? step : -step) + 0.3 * noise[step]
        return [number == 7 && step == 2 ? .nan : 100 + value, 0.5]
      }
      return SequenceSet.Sequence(values: values, count: count, label: label)
    }
    let set = SequenceSet(
      name: nil, dimensionCount: 2, classes: ["up", "down"], sequences: sequences)
    var options = Self.small
    options.learningRate = 0.01
    let trained = try Classifier(options).fit(.sequences(set, file: "set.ts"))
    #expect(try trained.evaluate(.sequences(set, file: "set.ts")).score.accuracy > 0.97)
    let other = SequenceSet(name: nil, dimensionCount: 1, classes: [], sequences: [])
    #expect(throws: ClassifierError.self) { try trained.predict(other) }
    #expect(throws: ClassifierError.self) { try trained.predict(["a text"]) }
  }

  @Test("make rare classes count where classes are to be balanced")
  func balanced() throws {
    let words = (0..<60).map { $0 % 12 == 0 ? "rare" : "usual" }
    let texts = words.enumerated().map { number, word in
      LabelledText(
        text: Array("thing \(word)".utf8), labels: [word == "rare" ? 0 : 1], row: number + 1)
    }
    let data = ClassifierData.texts(LabelledTexts(classes: ["rare", "usual"], texts: texts))
    var options = Self.small
    options.classWeights = .balanced
    let plan = try ClassifierPlan(data, validation: nil, options)
    #expect(plan.classWeights == [6, Float(60) / 110])
    #expect(try Classifier(options).fit(data).predict(["thing rare"])[0].label == "rare")
  }

  @Test("refuse what nothing can be learned from, and classes that they do not know")
  func faults() throws {
    let texts = Self.ordered(20, seed: 1)
    func fault(_ data: ClassifierData) -> ClassifierError? {
      do {
        _ = try ClassifierPlan(data, validation: nil, Self.small)
        return nil
      } catch { return error as? ClassifierError }
    }
    let single = LabelledTexts(
      classes: ["first"], texts: texts.texts.filter { $0.labels == [0] })
    #expect(fault(.texts(single)) == .singleClass(name: "the texts", found: "first"))
    let empty = LabelledTexts(classes: ["first", "last", "none"], texts: texts.texts)
    #expect(fault(.texts(empty)) == .emptyClass(name: "the texts", found: "none"))
    var options = Self.small
    options.budget = (nil, 2, nil)
    let trained = try Classifier(options).fit(.texts(texts))
    let other = LabelledTexts(classes: ["first", "lost"], texts: texts.texts)
    #expect(
      throws: ClassifierError.unseenLabel(
        place: "the texts: line 2", found: "lost", nearest: "last", known: ["first", "last"])
    ) { try trained.evaluate(.texts(other)) }
  }

  @Test("cut very long texts and say so, and live with a vocabulary of one")
  func extremes() throws {
    var options = Self.small
    options.units = nil
    options.budget = (nil, 2, nil)
    let long = Array(repeating: "word", count: 100_000).joined(separator: " ")
    let short = "word word word word word word"
    let texts = [short, short, long].enumerated().map { number, text in
      LabelledText(text: Array(text.utf8), labels: [number / 2], row: number + 1)
    }
    let data = ClassifierData.texts(LabelledTexts(classes: ["short", "long"], texts: texts))
    let plan = try ClassifierPlan(data, validation: nil, options)
    #expect(
      plan.lines.contains { $0.contains("first 512 tokens of a text; of 3 texts 1 is longer") })
    let trained = try Classifier(options).fit(data)
    #expect(try trained.predict([long, "👩‍👩‍👧", "שלום", "\u{0}"]).count == 4)
  }
}
