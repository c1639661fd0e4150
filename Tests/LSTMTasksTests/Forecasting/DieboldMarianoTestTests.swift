import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("The test of Diebold and Mariano")
struct DieboldMarianoTestTests {
  @Test("gives the statistic of NumPy and the probability of SciPy")
  func fixture() throws {
    for one in try TaskFixture.part("diebold_mariano", of: "metrics").elements() {
      let test = try #require(
        DieboldMarianoTest(
          try one.numbers("first"), try one.numbers("second"),
          horizon: one.member("horizon").integer(in: 1...10)))
      let (statistic, p) = (try one.number("statistic"), try one.number("p"))
      #expect(abs(test.statistic - statistic) < 1e-10)
      #expect(abs(test.pValue - p) < 1e-10)
    }
  }

  @Test("knows Student's t")
  func studentT() throws {
    for one in try TaskFixture.part("student_t", of: "metrics").elements() {
      let found = StudentT(degreesOfFreedom: try one.number("df")).twoSided(try one.number("t"))
      let expected = try one.number("p")
      let allowed = 1e-9 * max(expected, 1e-6)
      #expect(abs(found - expected) <= allowed)
    }
  }

  @Test("says nothing where the losses never differ or are too few")
  func nothing() {
    #expect(DieboldMarianoTest([1, 2, 3], [1, 2, 3], horizon: 1) == nil)
    #expect(DieboldMarianoTest([1, 2], [2, 1], horizon: 1) == nil)
  }
}
