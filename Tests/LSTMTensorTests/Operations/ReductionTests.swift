import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Reductions")
struct ReductionTests {
  @Test(
    "Sums, means and their gradients are the reference's",
    arguments: [[], [1], [15], [16], [17], [100], [7, 3], [1, 40], [40, 1], [0, 3], [3000]])
  func sums(shape: [Int]) {
    var numbers = TestNumbers(seed: 1)
    // Away from zero, so that cancellation in the sum does not count as its error.
    let x = numbers.normal(shape, mean: 1)
    let upstream = DoubleArray([1.75], shape: [])
    let sum = differentiate(at: [x], upstream: upstream) { $0[0].sum() }
    #expect(relativeError(sum.value, DoubleArray([Reference.sum(x)], shape: [])) <= 1e-6)
    let gradient = Reference.sumBackward(shape: shape, gradient: 1.75)
    #expect(relativeError(sum.gradients[0], gradient) <= 1e-6)
    guard !x.values.isEmpty else { return }
    let mean = differentiate(at: [x], upstream: upstream) { $0[0].mean() }
    #expect(relativeError(mean.value, DoubleArray([Reference.mean(x)], shape: [])) <= 1e-6)
    let meanGradient = Reference.meanBackward(shape: shape, gradient: 1.75)
    #expect(relativeError(mean.gradients[0], meanGradient) <= 1e-6)
  }

  @Test("A sum is the tree of 16 lanes that the house rule names, to the bit")
  func tree() {
    var numbers = TestNumbers(seed: 2)
    for count in [1, 5, 16, 17, 33, 250, 1024] {
      let x = numbers.normal([count]).floats
      #expect(Tensor(x).sum().scalar == fold(x) { $1 + $0 })
      #expect(Tensor(x).sumOfSquares == fold(x) { $1.addingProduct($0, $0) })
    }
  }

  private func fold(_ x: [Float], _ add: (Float, Float) -> Float) -> Float {
    var lanes = [Float](repeating: 0, count: 16)
    for (index, value) in x.enumerated() { lanes[index % 16] = add(value, lanes[index % 16]) }
    for half in [8, 4, 2, 1] {
      for lane in 0..<half { lanes[lane] += lanes[lane + half] }
    }
    return lanes[0]
  }

  @Test(
    "Column sums add the rows in order", arguments: [(1, 1), (5, 17), (100, 3), (0, 4), (3, 0)])
  func columnSums(rows: Int, columns: Int) {
    var numbers = TestNumbers(seed: 3)
    let x = numbers.normal([rows, columns], mean: 1)
    #expect(relativeError(Tensor(x).columnSums(), Reference.columnSums(x)) <= 1e-6)
    var expected = [Float](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { expected[column] += x.floats[row * columns + column] }
    }
    #expect(Tensor(x).columnSums().values == expected)
  }

  @Test("The first value that is not a number or infinite is found")
  func nonFinite() {
    var x = Tensor([Float](repeating: 3.4e38, count: 50))
    #expect(x.firstNonFinite == nil)
    x[37] = .infinity
    #expect(x.firstNonFinite == 37)
    x[36] = -.infinity
    #expect(x.firstNonFinite == 36)
    x[0] = .nan
    #expect(x.firstNonFinite == 0)
    #expect(Tensor([]).firstNonFinite == nil)
    #expect(Tensor([0, .leastNonzeroMagnitude, -0.0]).firstNonFinite == nil)
  }
}
