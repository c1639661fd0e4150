import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Gradients, dense and sparse")
struct GradientTests {
  private func sparse(_ ids: [Int32], seed: UInt64, rowCount: Int = 6) -> Gradient {
    var numbers = TestNumbers(seed: seed)
    let rows = Tensor(numbers.normal([ids.count, 3]))
    return .sparse(SparseRows(summing: rows, ids: ids, rowCount: rowCount))
  }

  @Test(
    "A sparse gradient is the dense one, without its zero rows",
    arguments: [[4, 0, 4, 5, 4], [0], [], [5, 4, 3, 2, 1, 0], [2, 2]])
  func sparseEqualsDense(ids: [Int32]) {
    var numbers = TestNumbers(seed: 1)
    let upstream = numbers.normal([ids.count, 3])
    let rows = SparseRows(summing: Tensor(upstream), ids: ids, rowCount: 6)
    #expect(rows.indices == Set(ids).sorted())
    #expect(rows.values.shape == [Set(ids).count, 3])
    let expected = Reference.embeddingBackward(
      tokens: ids.map(Int.init), vocabularySize: 6, gradient: upstream)
    #expect(relativeError(rows.dense, expected) <= 2e-7)
    #expect(relativeError(Gradient.sparse(rows).dense, expected) <= 2e-7)
  }

  @Test("Sparse and dense gradients add up, in every combination")
  func adding() {
    let pairs: [([Int32], [Int32])] = [
      ([1, 3], [3, 5]), ([], [2]), ([0, 1], []), ([4, 4], [4]),
    ]
    for (left, right) in pairs {
      let (a, b) = (sparse(left, seed: 2), sparse(right, seed: 3))
      let expected = (a.dense + b.dense).bits
      for first in [a, .dense(a.dense)] {
        for second in [b, .dense(b.dense)] {
          var sum = first
          sum.add(second)
          #expect(sum.dense.bits == expected)
        }
      }
      var sum = a
      sum.add(b)
      guard case .sparse(let rows) = sum else {
        Issue.record("the sum of sparse gradients is dense")
        continue
      }
      #expect(rows.indices == Set(left + right).sorted())
    }
  }

  @Test("Scaling and clamping a sparse gradient is scaling and clamping the dense one")
  func scaling() {
    for gradient in [sparse([1, 4, 1], seed: 4), .dense(sparse([0, 2], seed: 5).dense)] {
      var scaled = gradient
      scaled.scale(by: 0.375)
      #expect(scaled.dense.values == gradient.dense.values.map { $0 * 0.375 })
      var clamped = gradient
      clamped.clamp(to: 0.5)
      #expect(clamped.dense.values == gradient.dense.values.map { min(max($0, -0.5), 0.5) })
    }
  }

  @Test("The stored values of a sparse gradient have the norm of the dense one")
  func storedValues() {
    let gradient = sparse([3, 1, 3], seed: 6)
    let norm = gradient.dense.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(Double(gradient.storedValues.sumOfSquares) - norm) < 1e-6 * norm)
    #expect(gradient.storedValues.shape == [2, 3])
  }

  @Test("A table used twice gets one sparse gradient, equal to the dense one")
  func tableUsedTwice() {
    var numbers = TestNumbers(seed: 7)
    let table = Tensor(numbers.normal([5, 4])).tracked
    let parts = [[3, 1], [1, 1, 4]].map { TokenIDs($0.map(Int32.init)) }
    let upstream = parts.map { numbers.normal([$0.values.count, 4]) }
    let loss = zip(parts, upstream).map { (table.gathering($0) * Tensor($1)).sum() }
    let gradient = gradients(of: loss[0] + loss[1], with: [table])[0]
    guard case .sparse(let rows)? = gradient else {
      Issue.record("the gradient of a table is not sparse")
      return
    }
    #expect(rows.indices == [1, 3, 4])
    let expected = zip(parts, upstream).map {
      Reference.embeddingBackward(
        tokens: $0.values.map(Int.init), vocabularySize: 5, gradient: $1)
    }
    #expect(relativeError(rows.dense, expected[0] + expected[1]) <= 2e-7)
  }
}
