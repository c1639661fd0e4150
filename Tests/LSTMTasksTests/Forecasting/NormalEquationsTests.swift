import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Normal equations")
struct NormalEquationsTests {
  /// A solution is right if the gradient of the penalised squares is zero there.
  private static func gradient(
    _ x: [[Double]], _ y: [[Double]], _ weights: [[Double]], penalty: Double
  ) -> Double {
    let mean = x.joined().reduce(0) { $0 + $1 * $1 } / Double(x[0].count)
    var largest = 0.0
    for (output, weights) in weights.enumerated() {
      for input in weights.indices {
        var sum = penalty * mean * weights[input]
        for row in x.indices {
          let error = zip(weights, x[row]).reduce(0) { $0 + $1.0 * $1.1 } - y[row][output]
          sum += error * x[row][input]
        }
        largest = max(largest, abs(sum))
      }
    }
    return largest
  }

  @Test("are solved, row by row and in pieces alike", arguments: [0, 0.01, 3])
  func solution(penalty: Double) throws {
    var numbers = TestNumbers(seed: 11)
    let (inputs, outputs) = (numbers.normal([60, 7]), numbers.normal([60, 2]))
    func rows(_ array: DoubleArray, _ width: Int) -> [[Double]] {
      (0..<60).map { Array(array.values[$0 * width..<($0 + 1) * width]) }
    }
    let (x, y) = (rows(inputs, 7), rows(outputs, 2))
    var equations = NormalEquations(inputCount: 7, outputCount: 2)
    for (x, y) in zip(x, y) { equations.add(x, y) }
    let solution = try #require(equations.solution(penalty: penalty))
    #expect(Self.gradient(x, y, solution, penalty: penalty) < 1e-10)

    var pieces = NormalEquations(inputCount: 7, outputCount: 2)
    for start in [0, 25] {
      let part = start..<(start == 0 ? 25 : 60)
      func columns(_ rows: [[Double]], _ width: Int) -> Tensor {
        Tensor(
          (0..<width).flatMap { column in part.map { Float(rows[$0][column]) } },
          shape: [width, part.count])
      }
      pieces.add(columns: columns(x, 7), outputs: columns(y, 2))
    }
    #expect(pieces.rowCount == 60)
    let same = try #require(pieces.solution(penalty: penalty))
    for (row, expected) in zip(same, solution) {
      for (found, expected) in zip(row, expected) { #expect(abs(found - expected) < 1e-4) }
    }
  }

  @Test("without enough said have no solution")
  func singular() {
    var equations = NormalEquations(inputCount: 2, outputCount: 1)
    equations.add([1, 2], [3])
    #expect(equations.solution(penalty: 0) == nil)
    #expect(equations.solution(penalty: 0.1) != nil)
    #expect(NormalEquations(inputCount: 3, outputCount: 1).solution(penalty: 1) == nil)
  }
}
