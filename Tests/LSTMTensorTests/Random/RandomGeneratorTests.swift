import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Random numbers")
struct RandomGeneratorTests {
  @Test("The sequence is SplitMix64's, by its published numbers")
  func publishedValues() {
    var random = RandomGenerator(seed: 1_234_567)
    let first = (0..<5).map { _ in random.next() }
    #expect(
      first == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("A generator goes on from any position")
  func positions() {
    var whole = RandomGenerator(seed: 9)
    let all = (0..<100).map { _ in whole.next() }
    #expect(whole.position == 100)
    for start in [0, 1, 37, 99] {
      var part = RandomGenerator(seed: 9, position: UInt64(start))
      #expect(part.next() == all[start])
    }
    #expect(RandomGenerator(seed: 9, position: 100) == whole)
  }

  @Test("Uniform numbers lie in [0, 1) and fill it evenly")
  func uniform() {
    var random = RandomGenerator(seed: 3)
    let values = (0..<40_000).map { _ in Double(random.uniform()) }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    // Moments of the distribution, within four standard errors of the sample.
    #expect(abs(mean(values) - 0.5) < 4 * (1.0 / 12 / 40_000).squareRoot())
    #expect(abs(mean(values.map { $0 * $0 }) - 1.0 / 3) < 4 * (4.0 / 45 / 40_000).squareRoot())
    var bins = [Int](repeating: 0, count: 16)
    for value in values { bins[Int(value * 16)] += 1 }
    let chiSquare = bins.reduce(0) { $0 + pow(Double($1) - 2500, 2) / 2500 }
    // The 99.9th percentile of chi-square with 15 degrees of freedom.
    #expect(chiSquare < 37.7)
  }

  @Test("Normal numbers have the moments of the normal distribution")
  func normal() {
    var random = RandomGenerator(seed: 4)
    let count = 20_000.0
    let values = (0..<20_000).map { _ in Double(random.normal()) }
    #expect(values.allSatisfy { $0.isFinite })
    #expect(abs(mean(values)) < 4 / count.squareRoot())
    #expect(abs(mean(values.map { $0 * $0 }) - 1) < 4 * (2 / count).squareRoot())
    #expect(abs(mean(values.map { pow($0, 3) })) < 4 * (15 / count).squareRoot())
    #expect(abs(mean(values.map { pow($0, 4) }) - 3) < 4 * (96 / count).squareRoot())
    // 31.7 % lie beyond one deviation, 4.6 % beyond two.
    #expect(abs(mean(values.map { abs($0) > 1 ? 1 : 0 }) - 0.3173) < 0.014)
    #expect(abs(mean(values.map { abs($0) > 2 ? 1 : 0 }) - 0.0455) < 0.006)
  }

  @Test("Normal numbers follow from uniform ones by the polar method, to the bit")
  func polarMethod() {
    var (random, uniform) = (RandomGenerator(seed: 8), RandomGenerator(seed: 8))
    for _ in 0..<500 {
      var (x, square): (Float, Float) = (0, 0)
      while square == 0 || square >= 1 {
        x = 2 * uniform.uniform() - 1
        let y = 2 * uniform.uniform() - 1
        square = x * x + y * y
      }
      let logarithm = log(Tensor(square)).scalar
      #expect(random.normal() == x * (-2 * logarithm / square).squareRoot())
    }
    #expect(random == uniform)
  }

  @Test("Keys of neighbouring numbers name unrelated sequences")
  func keys() {
    let keys = (0..<1000).map { RandomGenerator.key(7, $0) }
    #expect(Set(keys).count == 1000)
    var (first, second) = (RandomGenerator(seed: keys[0]), RandomGenerator(seed: keys[1]))
    let differing = (0..<1000).reduce(0) { count, _ in
      count + (first.next() ^ second.next()).nonzeroBitCount
    }
    // Unrelated bits differ half the time: 32 000 of 64 000, with a deviation of 126.
    #expect(abs(differing - 32_000) < 600)
  }

  @Test("Whole numbers below a bound are all drawn, and equally often")
  func indices() {
    var random = RandomGenerator(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7000 { counts[random.index(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 1000) < 150 })
  }

  @Test("Random tensors follow from the seed alone and keep to their range")
  func tensors() {
    func draw() -> [Tensor] {
      var random = RandomGenerator(seed: 6)
      return [
        .uniform([9, 11], in: -0.25...0.5, using: &random),
        .normal([7, 3], deviation: 2, using: &random),
      ]
    }
    #expect(draw().map(\.bits) == draw().map(\.bits))
    #expect(draw()[0].values.allSatisfy { (-0.25...0.5).contains($0) })
    #expect(draw()[0].shape == [9, 11])
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
