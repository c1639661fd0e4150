import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Monotonic alignment")
struct MonotonicAlignmentTests {
  /// All ways to share steps among units.
  private func allDurations(units: Int, steps: Int) -> [[Int]] {
    guard units > 1 else { return [[steps]] }
    return (1...steps - units + 1).flatMap { first in
      allDurations(units: units - 1, steps: steps - first).map { [first] + $0 }
    }
  }

  private func cost(_ durations: [Int], _ costs: [Float], steps: Int) -> Double {
    var (sum, step) = (0.0, 0)
    for (unit, duration) in durations.enumerated() {
      for _ in 0..<duration {
        sum += Double(costs[unit * steps + step])
        step += 1
      }
    }
    return sum
  }

  @Test(
    "costs as little as the best of all ways",
    arguments: [(1, 1), (1, 6), (2, 2), (3, 9), (5, 5), (4, 11), (6, 10)])
  func best(units: Int, steps: Int) {
    for seed in 0..<20 {
      var numbers = TestNumbers(seed: UInt64(seed))
      let costs = numbers.uniform([units * steps], in: 0...1).floats
      let found = MonotonicAlignment.durations(
        costs: costs, unitCount: units, stepCount: steps)
      #expect(found.count == units && found.reduce(0, +) == steps)
      #expect(found.allSatisfy { $0 >= 1 })
      let least =
        allDurations(units: units, steps: steps)
        .map { cost($0, costs, steps: steps) }.min() ?? 0
      #expect(abs(cost(found, costs, steps: steps) - least) < 1e-9)
    }
  }

  @Test(
    "of even lengths differs by one step at most", arguments: [(1, 5), (3, 10), (7, 7), (4, 99)])
  func even(units: Int, steps: Int) {
    let found = MonotonicAlignment.even(unitCount: units, stepCount: steps)
    #expect(found.reduce(0, +) == steps)
    #expect((found.max() ?? 0) - (found.min() ?? 0) <= 1)
  }
}
