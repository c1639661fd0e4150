import Foundation
import LSTMTestSupport
import Testing

@Suite("The means of testing")
struct TestSupportTests {
  @Test("The relative error is the largest error over the largest reference element")
  func relativeErrors() {
    let reference = DoubleArray([1.0, -4, 0], shape: [3])
    #expect(relativeError([Float](repeating: 1, count: 3), reference) == 1.25)
    #expect(relativeError(reference.floats, reference) == 0)
    #expect(relativeError([1, -4, .nan], reference) == .infinity)
    #expect(relativeError([1, -4], reference) == .infinity)
    #expect(relativeError([1, -.infinity, 0], reference) == .infinity)
  }

  @Test("Two zero tensors agree, and a zero reference forgives nothing")
  func zeroReferences() {
    let zero = DoubleArray(shape: [2])
    #expect(relativeError([Float]([0, -0.0]), zero) == 0)
    #expect(relativeError([Float]([0, 1e-30]), zero) == .infinity)
    #expect(relativeError([Float](), DoubleArray(shape: [0])) == 0)
  }

  @Test("A shared infinity hides no error beside it")
  func infiniteReferences() {
    let reference = DoubleArray([-.infinity, 2.0], shape: [2])
    #expect(relativeError([-.infinity, 2], reference) == 0)
    #expect(relativeError([-.infinity, 3], reference) == 0.5)
  }

  @Test("The gradient check tells a wrong gradient, a NaN and a wrong shape from a right one")
  func gradientCheck() {
    let x = DoubleArray([1.0, 2, 3], shape: [3])
    func cube(_ values: [DoubleArray]) -> Double {
      values[0].values.reduce(0) { $0 + $1 * $1 * $1 }
    }
    func error(_ gradient: DoubleArray) -> Double {
      gradientError(of: cube, at: [x], against: [gradient])
    }
    let right = x.map { 3 * $0 * $0 }
    #expect(error(right) < 1e-9)
    var wrong = right
    wrong[0] += 0.27
    #expect(abs(error(wrong) - 0.01) < 1e-9)
    wrong[0] = .nan
    #expect(error(wrong) == .infinity)
    #expect(error(right.reshaped([1, 3])) == .infinity)
    #expect(error(DoubleArray(shape: [2])) == .infinity)
  }

  @Test("Sampled derivatives are distinct, in bounds, and the same for the same seed")
  func sampling() {
    let inputs = [DoubleArray(shape: [40]), DoubleArray(shape: [3])]
    let sum = { (values: [DoubleArray]) in Reference.sum(values[0]) + 2 * Reference.sum(values[1]) }
    let first = finiteDifference(of: sum, at: inputs, samples: 5, seed: 9)
    #expect(first == finiteDifference(of: sum, at: inputs, samples: 5, seed: 9))
    #expect(first.map(\.input) == [0, 0, 0, 0, 0, 1, 1, 1])
    #expect(Set(first.prefix(5).map(\.element)).count == 5)
    #expect(first.prefix(5).allSatisfy { (0..<40).contains($0.element) })
    #expect(first.suffix(3).map(\.element) == [0, 1, 2])
  }

  @Test("The generator is SplitMix64, by its published numbers")
  func generator() {
    var numbers = TestNumbers(seed: 1_234_567)
    let first = (0..<3).map { _ in numbers.next() }
    #expect(
      first == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test("Test data is exact in Float, seeded, and of the distribution it claims")
  func testData() {
    var numbers = TestNumbers(seed: 5)
    let normal = numbers.normal([200, 50], mean: 1, deviation: 2)
    #expect(DoubleArray(normal.floats, shape: normal.shape) == normal)
    let mean = Reference.mean(normal)
    let variance = Reference.mean(normal.map { ($0 - mean) * ($0 - mean) })
    #expect(abs(mean - 1) < 0.06 && abs(variance - 4) < 0.2)

    let uniform = numbers.uniform([10_000], in: 2...3)
    #expect(uniform.values.allSatisfy { (2...3).contains($0) })
    #expect(abs(Reference.mean(uniform) - 2.5) < 0.01)
    #expect(abs(Reference.mean(numbers.mask([10_000], keeping: 0.25)) - 0.25) < 0.02)
    #expect(numbers.integers(100, in: -1...4).allSatisfy { (-1...4).contains($0) })

    var again = TestNumbers(seed: 5)
    #expect(again.normal([200, 50], mean: 1, deviation: 2) == normal)
  }

  @Test("A fixture gives up its tensors and its notes, and says what it lacks")
  func fixtures() throws {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    let fixture = try Fixture("lstm-1-layer-forward-ragged", in: folder)
    #expect(try fixture.note("kind") == "lstm")
    #expect(try fixture.integer("T") == 7)
    #expect(fixture.integers("lengths") == [4, 7, 1])
    #expect(try fixture.flag("bias"))
    #expect(try fixture.tensor("weight_ih_l0").shape == [36, 5])
    #expect(throws: Fixture.Failure.self) { try fixture.tensor("weight_ih_l1") }
    #expect(throws: (any Error).self) { try Fixture("none", in: folder) }
  }
}
