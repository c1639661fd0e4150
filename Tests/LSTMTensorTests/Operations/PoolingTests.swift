import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Pooling over the steps of sequences")
struct PoolingTests {
  private static let lengths = [4, 1, 3]
  private static let (steps, size) = (4, 5)

  /// Values apart from each other, so that no small change makes another one the largest.
  private static func states() -> DoubleArray {
    var numbers = TestNumbers(seed: 21)
    return numbers.normal([steps, lengths.count, size])
  }

  private static func value(_ x: [Double], _ step: Int, _ row: Int, _ column: Int) -> Double {
    x[(step * lengths.count + row) * size + column]
  }

  /// Each feature over the steps of each sequence.
  private static func pooled(_ x: [Double], _ pool: (_ row: Int, [Double]) -> Double) -> [Double] {
    lengths.enumerated().flatMap { row, length in
      (0..<size).map { column in pool(row, (0..<length).map { value(x, $0, row, column) }) }
    }
  }

  private static func check(
    _ operation: ([Tensor]) -> Tensor, at inputs: [DoubleArray], upstream: DoubleArray,
    _ reference: ([[Double]]) -> [Double]
  ) throws {
    let found = differentiate(at: inputs, upstream: upstream, operation)
    let expected = reference(inputs.map(\.values))
    for (one, other) in zip(found.value.values, expected) {
      #expect(abs(Double(one) - other) < 1e-6)
    }
    func loss(_ values: [[Double]]) -> Double {
      zip(reference(values), upstream.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for (place, input) in inputs.enumerated() {
      let gradient = try #require(found.gradients[place]).values
      for index in input.values.indices {
        var (more, less) = (inputs.map(\.values), inputs.map(\.values))
        more[place][index] += 1e-6
        less[place][index] -= 1e-6
        let slope = (loss(more) - loss(less)) / 2e-6
        #expect(abs(Double(gradient[index]) - slope) < 2e-5, "input \(place), element \(index)")
      }
    }
  }

  private static func upstream() -> DoubleArray {
    var numbers = TestNumbers(seed: 22)
    return numbers.normal([lengths.count, size])
  }

  @Test("takes the largest value, and passes the gradient to it alone")
  func maximum() throws {
    try Self.check(
      { $0[0].maximumOverSteps(lengths: Self.lengths) }, at: [Self.states()],
      upstream: Self.upstream()
    ) { x in Self.pooled(x[0]) { _, values in values.max() ?? 0 } }
  }

  @Test("takes the mean of what a sequence has, and nothing behind its end")
  func mean() throws {
    try Self.check(
      { $0[0].meanOverSteps(lengths: Self.lengths) }, at: [Self.states()],
      upstream: Self.upstream()
    ) { x in Self.pooled(x[0]) { _, values in values.reduce(0, +) / Double(values.count) } }
  }

  @Test("takes a mean by the softmax of scores, and differentiates both")
  func attention() throws {
    var numbers = TestNumbers(seed: 23)
    let scores = numbers.normal([Self.steps, Self.lengths.count])
    try Self.check(
      { inputs in
        inputs[0].weightedSumOverSteps(inputs[1].softmaxOverSteps(lengths: Self.lengths))
      }, at: [Self.states(), scores], upstream: Self.upstream()
    ) { x in
      Self.pooled(x[0]) { row, values in
        let powers = values.indices.map { exponential(x[1][$0 * Self.lengths.count + row]) }
        let sum = powers.reduce(0, +)
        return zip(values, powers).reduce(0) { $0 + $1.0 * $1.1 / sum }
      }
    }
  }
}
