import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The error at which rows are flagged")
struct ErrorLevelTests {
  @Test("is not the largest of twenty errors or more, which may be an odd one")
  func odd() {
    let errors = (1...39).map(Double.init)
    #expect(ErrorLevel(of: errors + [1e9]).error == 39)
    #expect(ErrorLevel(of: [1e9] + errors.prefix(19)).error == 19)
    #expect(ErrorLevel(of: [7] + errors.prefix(6)).error == 7)
  }

  @Test("is exceeded by one in a hundred of an exponential distribution, of few errors and of many")
  func exponential() {
    var numbers = TestNumbers(seed: 5)
    for count in [160, 400, 5000] {
      // Of a distribution with the tail e^(-x) the hundredth part lies beyond ln 100 = 4.6.
      let levels = (0..<20).map { _ in
        ErrorLevel(
          of: numbers.uniform([2 * count]).values.reduce(into: []) { errors, _ in
            if errors.count < count { errors.append(Self.draw(&numbers)) }
          }
        ).error
      }
      let mean = levels.reduce(0, +) / 20
      #expect(abs(mean - 4.6) < (count == 160 ? 0.5 : 0.35), "\(count): \(mean)")
    }
  }

  private static func draw(_ numbers: inout TestNumbers) -> Double {
    // Half the sum of two squared normal numbers.
    let pair = numbers.normal([2]).values
    return (pair[0] * pair[0] + pair[1] * pair[1]) / 2
  }

  @Test("makes scores that rise with the error and lose no order far out")
  func scores() throws {
    let level = ErrorLevel(of: [1, 2, 3, 2, 1, 2, 3, 1])
    #expect(level.score(of: level.error) == 0.5)
    #expect(level.score(of: 0) == 0 && level.score(of: .nan) == nil)
    var before = -1.0
    for power in -20...30 {
      let error = Double(sign: .plus, exponent: power, significand: 1)
      for factor in [1, 1.001] {
        let score = try #require(level.score(of: error * factor))
        #expect(score > before && score <= 1)
        before = score
      }
    }
  }

  @Test("is above zero for errors that are all zero, one, or none")
  func degenerate() {
    for errors in [[], [0, 0, 0], [2], [.nan, .infinity, 1], Array(repeating: 0, count: 2000)] {
      let level = ErrorLevel(of: errors)
      #expect(level.error > 0 && level.error.isFinite, "\(errors.count)")
      #expect((level.score(of: 1e-3) ?? -1) > 0)
    }
  }
}
