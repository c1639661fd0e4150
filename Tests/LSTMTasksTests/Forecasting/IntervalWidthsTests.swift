import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Intervals and mixtures")
struct IntervalWidthsTests {
  @Test(
    "Intervals that are too narrow or too wide hold what they say once they are measured",
    arguments: [0.8, 1, 2.5])
  func coverage(spread: Double) {
    var numbers = TestNumbers(seed: 2)
    let (horizon, windows) = (3, 600)
    let targets = numbers.normal([windows, horizon]).values.map { Float($0) }
    // Quantiles of a uniform distribution around 0, of the wrong width.
    let one = QuantileForecast.levels.map { Float(($0 - 0.5) * spread) }
    var quantiles = targets.flatMap { _ in one }
    quantiles.widen(
      by: IntervalWidths.measured(quantiles, targets, horizon: horizon, span: 1_000_000))
    let levels = QuantileForecast.levels
    for level in 0..<levels.count / 2 {
      let opposite = levels.count - 1 - level
      let inside = targets.indices.count { row in
        let first = row * levels.count
        return quantiles[first + level] <= targets[row]
          && targets[row] <= quantiles[first + opposite]
      }
      let wanted = levels[opposite] - levels[level]
      let share = Double(inside) / Double(targets.count)
      #expect(abs(share - wanted) < 0.02, "level \(level)")
    }
    let middle = levels.count / 2
    #expect(targets.indices.allSatisfy { quantiles[$0 * levels.count + middle] == one[middle] })
  }

  @Test("Without values, or without width, intervals stay")
  func nothing() {
    let unknown = IntervalWidths.measured(
      Array(repeating: 0, count: 2 * 19), [.nan, .nan], horizon: 2, span: 2)
    #expect(unknown == Array(repeating: 1, count: 38))
    let flat = IntervalWidths.measured(Array(repeating: 3, count: 19), [3], horizon: 1, span: 1)
    #expect(flat == Array(repeating: 1, count: 19))
  }

  @Test("A mixture takes what is about as good as the best, in equal parts")
  func mixture() {
    #expect(ForecastMix(losses: [1, 1.01, 1.5]).shares == [0.5, 0.5, 0])
    #expect(ForecastMix(losses: [2, 1]).shares == [0, 1])
    #expect(ForecastMix(losses: [0, 0, 1]).shares == [0.5, 0.5, 0])
  }
}
