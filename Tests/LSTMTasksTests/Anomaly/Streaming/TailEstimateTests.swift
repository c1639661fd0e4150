import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The tail of a distribution")
struct TailEstimateTests {
  /// The k-th of n numbers of a distribution, spread as evenly as its quantiles are.
  private func tail(_ quantile: (Double) -> Double, count: Int) -> TailEstimate {
    var tail = TailEstimate()
    var random = TestNumbers(seed: 3)
    for place in (0..<count).shuffled(using: &random) {
      tail.add(quantile((Double(place) + 0.5) / Double(count)))
    }
    return tail
  }

  @Test("of an exponential distribution is found, within it and beyond")
  func exponentialTail() {
    let tail = tail({ -log(1 - $0) }, count: 20_000)
    for chance in [1e-4, 1e-5, 1e-6] {
      let surprise = tail.surprise(of: -log(chance), leastScale: 0)
      #expect(abs(surprise + log10(chance)) < 0.35, "\(chance)")
    }
    #expect(tail.surprise(of: -log(0.01), leastScale: 0) == 0)
  }

  @Test("of a Pareto distribution is found to be heavier")
  func paretoTail() {
    let tail = tail({ pow(1 - $0, -0.3) }, count: 20_000)
    for chance in [1e-4, 1e-5] {
      let surprise = tail.surprise(of: pow(chance, -0.3), leastScale: 0)
      #expect(abs(surprise + log10(chance)) < 0.5, "\(chance)")
    }
  }

  @Test("holds the largest numbers, whatever the order in which they come")
  func largest() {
    var random = TestNumbers(seed: 8)
    for count in [1, 5, 20, 21, 500] {
      let numbers = random.uniform([count]).values
      var tail = TailEstimate()
      for number in numbers { tail.add(number) }
      let expected = numbers.sorted().suffix(TailEstimate.size)
      #expect(Array(tail.largest.prefix(tail.kept)) == Array(expected))
      #expect(tail.count == Double(count))
    }
  }

  @Test("of equal numbers is not startled by less than the least scale")
  func constant() {
    var tail = TailEstimate()
    for _ in 0..<1000 { tail.add(5) }
    #expect(tail.surprise(of: 5, leastScale: 0.05) == 0)
    #expect(tail.surprise(of: 5 + 1e-9, leastScale: 0.05) < 2)
    #expect(tail.surprise(of: 6, leastScale: 0.05) > 5)
    #expect(TailEstimate().surprise(of: 1e300, leastScale: 0.05) == 0)
  }
}
