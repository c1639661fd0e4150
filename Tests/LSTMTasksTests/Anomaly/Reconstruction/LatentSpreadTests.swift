import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Where latent values lie")
struct LatentSpreadTests {
  /// xᵀ S⁻¹ x by elimination with pivots, in another way than the Cholesky factor's.
  private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var rows = zip(matrix, right).map { $0 + [$1] }
    for pivot in rows.indices {
      let best = (pivot..<rows.count).max { abs(rows[$0][pivot]) < abs(rows[$1][pivot]) } ?? pivot
      rows.swapAt(pivot, best)
      for row in rows.indices where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in rows[row].indices { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return rows.indices.map { rows[$0][right.count] / rows[$0][$0] }
  }

  private func distance(_ spread: LatentSpread, _ latent: [Double]) -> Double {
    spread.parts(of: latent).reduce(0) { $0 + $1 * $1 } / Double(latent.count)
  }

  @Test(
    "is measured by the inverse of the covariance, with a thousandth of the mean variance added")
  func parts() {
    var numbers = TestNumbers(seed: 9)
    let raw = numbers.normal([200, 3]).values
    // Correlated: the third follows the first.
    let latents: [[Double]] = (0..<200).map { row in
      let (first, second, third) = (raw[3 * row], raw[3 * row + 1], raw[3 * row + 2])
      return [first, 5 + 2 * second, first + 0.1 * third]
    }
    func average(_ value: ([Double]) -> Double) -> Double {
      latents.reduce(0.0) { $0 + value($1) } / 200
    }
    let mean: [Double] = (0..<3).map { place in average { $0[place] } }
    var covariance: [[Double]] = (0..<3).map { row in
      (0..<3).map { column in average { ($0[row] - mean[row]) * ($0[column] - mean[column]) } }
    }
    let trace = covariance[0][0] + covariance[1][1] + covariance[2][2]
    for place in 0..<3 { covariance[place][place] += 1e-3 * trace / 3 }
    let spread = LatentSpread(fittedOn: latents, count: 3)
    for point in [[0.3, 4, -0.2], [2, 9, -2], mean] {
      let difference: [Double] = zip(point, mean).map { $0 - $1 }
      let solution = Self.solved(covariance, difference)
      let expected: Double = zip(difference, solution).reduce(0.0) { $0 + $1.0 * $1.1 } / 3
      #expect(abs(distance(spread, point) - expected) < 1e-9 * max(1, expected))
    }
    #expect(abs(average { distance(spread, $0) } - 1) < 0.15)
  }

  @Test("takes values that never move, and none at all")
  func constant() {
    for latents in [[[1.0, 2]], [[1, 2], [1, 2]], []] {
      let spread = LatentSpread(fittedOn: latents, count: 2)
      #expect(distance(spread, [1, 3]).isFinite)
    }
  }
}
