import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("Scores of a classifier")
struct ClassificationScoreTests {
  @Test("are scikit-learn's, and the calibration error is its definition's")
  func figures() throws {
    let json = try TaskFixture.part("score", of: "classification")
    let probabilities = try json.member("probabilities").elements().map { row in
      try row.elements().map { try $0.double() }
    }
    let labels = try json.member("labels").elements().map { [try $0.integer()] }
    let score = ClassificationScore(
      probabilities, labels: labels, classes: ["a", "b", "c", "d"], isMultilabel: false)
    #expect(abs(score.accuracy - (try json.number("accuracy"))) < 1e-12)
    #expect(abs(score.macroF1 - (try json.number("macro_f1"))) < 1e-12)
    #expect(abs(score.logLoss - (try json.number("log_loss"))) < 1e-9)
    #expect(abs(score.calibrationError - (try json.number("calibration_error"))) < 1e-9)
    let confusion = try json.member("confusion").elements().map { row in
      try row.elements().map { try $0.integer() }
    }
    #expect(score.confusion == confusion)
    for (name, value) in [
      ("precision", \ClassificationScore.ClassFigures.precision), ("recall", \.recall),
      ("f1", \.f1),
    ] {
      let expected = try json.numbers(name)
      for (figures, other) in zip(score.classFigures, expected) {
        #expect(abs(figures[keyPath: value] - other) < 1e-12)
      }
    }
    #expect(score.classFigures.map { Double($0.support) } == (try json.numbers("support")))
  }

  @Test("of several classes a text count a text right where all of them are")
  func multilabel() {
    let score = ClassificationScore(
      [[0.9, 0.8], [0.4, 0.6], [0.1, 0.2]], labels: [[0, 1], [0], []], classes: ["a", "b"],
      isMultilabel: true)
    #expect(abs(score.accuracy - 2.0 / 3) < 1e-12 && score.confusion.isEmpty)
    #expect(score.classFigures.map(\.support) == [2, 1])
    #expect(score.classFigures[1].precision == 0.5 && score.classFigures[0].recall == 0.5)
  }

  @Test("weigh networks and linear model as a search over all weights would")
  func mix() {
    // Networks too sure of themselves, a linear model that knows something else.
    var observations: [ClassifierMix.Observation] = []
    for number in 0..<200 {
      let label = number % 2
      let networkIsRight = number % 5 != 0
      let linearIsRight = number % 4 != 1
      let (sure, mild) = (networkIsRight ? 5.0 : -5.0, linearIsRight ? 1.0 : -1.0)
      observations.append(
        .init(
          network: label == 0 ? [sure, 0] : [0, sure], linear: label == 0 ? [mild, 0] : [0, mild],
          labels: [label], weight: 1))
    }
    func loss(_ mix: ClassifierMix) -> Double {
      let prior = (mix.network - 1) * (mix.network - 1) + mix.linear * mix.linear
      return observations.reduce(0.5 * prior) { sum, one in
        let logits = mix.logits(network: one.network, linear: one.linear)
        return sum
          + ClassProbabilities.oneOf.loss(
            ClassProbabilities.oneOf.probabilities(logits), labels: one.labels)
      }
    }
    let found = ClassifierMix(fittedOn: observations, .oneOf, usesLinear: true)
    var best = Double.infinity
    for a in 0...100 {
      for b in 0...100 {
        best = min(
          best, loss(ClassifierMix(network: Double(a) / 50, linear: Double(b) / 25)))
      }
    }
    #expect(loss(found) <= best + 1e-9 && found.network > 0 && found.network < 1)
    #expect(found.linear > 0)
    let alone = ClassifierMix(fittedOn: observations, .oneOf, usesLinear: false)
    #expect(alone.linear == 0 && loss(alone) > loss(found))
    #expect(ClassifierMix(fittedOn: [], .oneOf, usesLinear: true) == .networksAlone)
  }

  @Test("are of examples that each network holds out, the classes in all parts")
  func folds() {
    let labels = (0..<100).map { [$0 < 70 ? 0 : $0 < 99 ? 1 : 2] }
    let folds = ClassifierFolds(labels: labels, share: 0.2, memberCount: 5, seed: 3)
    #expect(Set(folds.heldOut.joined()).count == folds.heldOut.joined().count)
    // Of a class with one example nothing is held out.
    #expect(Set(folds.heldOut.joined()) == Set(0..<99))
    for (training, heldOut) in zip(folds.training, folds.heldOut) {
      #expect(Set(training).union(heldOut) == Set(0..<100) && training.count + heldOut.count == 100)
      #expect(heldOut.count { labels[$0] == [0] } == 14)
    }
    #expect(folds == ClassifierFolds(labels: labels, share: 0.2, memberCount: 5, seed: 3))
    let more = ClassifierFolds(labels: labels, share: 0.5, memberCount: 5, seed: 3)
    #expect(more.distinct == [0, 1])
  }
}
