import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("The linear model of a classifier")
struct LogisticRegressionTests {
  @Test("finds scikit-learn's weights, with weighted examples", arguments: [0, 1, 2])
  func weights(number: Int) throws {
    let json = try TaskFixture.part("regressions", of: "classification").elements()[number]
    var rows = FeatureRows(columnCount: 5)
    for row in try json.member("rows").elements() {
      let values = try row.elements().map { try $0.double() }
      rows.append(
        values.enumerated().filter { $0.element != 0 }.map {
          .init(column: Int32($0.offset), value: $0.element)
        })
    }
    let labels = try json.member("labels").elements().map { [try $0.integer()] }
    let examples = LogisticRegression.Examples(
      rows: rows, labels: labels, weights: try json.numbers("weights"), classCount: 3, kind: .oneOf)
    let fit = LogisticRegression(
      examples, chosen: Array(0..<labels.count), strength: try json.number("strength"),
      scales: Array(repeating: 1, count: 15))
    for (own, other) in zip(fit.weight, try json.numbers("weight")) {
      #expect(abs(own - other) < 2e-3)
    }
    let mean = fit.bias.reduce(0, +) / 3
    for (own, other) in zip(fit.bias, try json.numbers("bias")) {
      #expect(abs(own - mean - other) < 2e-3)
    }
  }

  @Test("is free where naive Bayes sees a difference, and alike where it sees none")
  func naiveBayes() {
    var rows = FeatureRows(columnCount: 2)
    // The first feature is of class 0 alone, the second of both alike.
    for label in 0..<8 {
      let own: [FeatureRows.Entry] = label < 4 ? [.init(column: 0, value: 1)] : []
      rows.append(own + [.init(column: 1, value: 1)])
    }
    let examples = LogisticRegression.Examples(
      rows: rows, labels: (0..<8).map { [$0 / 4] }, weights: Array(repeating: 1, count: 8),
      classCount: 2, kind: .oneOf)
    let scales = LinearScales.naiveBayes(examples, chosen: Array(0..<8))
    #expect(scales[0] > 1 && scales[1] > 1 && scales[2] < 0.7 && scales[3] < 0.7)
  }

  @Test("is found by a search that finds the bottom of Rosenbrock's valley")
  func rosenbrock() {
    let minimum = QuasiNewtonMinimum(from: [-1.2, 1], iterations: 200, tolerance: 1e-8) { point in
      let (x, y) = (point[0], point[1])
      let rise = y - x * x
      let value = 100 * rise * rise + (1 - x) * (1 - x)
      return (value, [-400 * x * rise - 2 * (1 - x), 200 * rise])
    }
    #expect(abs(minimum.point[0] - 1) < 1e-3 && abs(minimum.point[1] - 1) < 1e-3)
  }
}
