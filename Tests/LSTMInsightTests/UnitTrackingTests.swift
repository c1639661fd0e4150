import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMInsight

@Suite("Tracking units")
struct UnitTrackingTests {
  private static let steps = 400
  /// Lines of irregular length, so that no shift of the text is the text.
  private static let feature: [Float] = {
    var numbers = TestNumbers(seed: 2)
    return (0..<200).flatMap { _ in (0..<numbers.integers(1, in: 1...19)[0]).map(Float.init) }
      .prefix(steps).map { $0 }
  }()

  private func series(_ rows: [[Float]]) -> UnitTracking.Series {
    UnitTracking.Series(
      places: rows.indices.map { (RecurrentUnit(layer: 0, index: $0), .cell) },
      values: Tensor(
        rows.flatMap { UnitTracking.standardized($0) }, shape: [rows.count, Self.steps]))
  }

  private func noise(_ seed: UInt64) -> [Float] {
    var numbers = TestNumbers(seed: seed)
    return numbers.normal([Self.steps]).floats
  }

  @Test("finds the unit that follows a feature, its sign, and Pearson's r")
  func signal() throws {
    let signal = zip(Self.feature, noise(9)).map { -0.3 * $0 + $1 }
    let found = try #require(
      UnitTracking.tracked(
        .positionInLine, Self.feature, by: series([noise(1), signal, noise(3)]), top: 5))
    #expect(found.units.map(\.unit.index) == [1])
    #expect(found.unitCount == 1)
    let expected = pearson(Self.feature.map(Double.init), signal.map(Double.init))
    #expect(abs(found.units[0].correlation - expected) < 1e-5)
    #expect(expected < -0.6)
    #expect(found.sentence.contains("unit 1 of layer 0: its cell state falls with"))
  }

  @Test("finds nothing in noise, in a state that stands still, and in a feature that is not there")
  func noSignal() {
    let rows = (10..<40).map { noise(UInt64($0)) }
    #expect(
      UnitTracking.tracked(.vowel, Self.feature, by: series(rows), top: 5)?.unitCount == nil)
    let still = series([Array(repeating: 0.7, count: Self.steps)])
    #expect(UnitTracking.tracked(.vowel, Self.feature, by: still, top: 5)?.unitCount == nil)
    let absent = [Float](repeating: 0, count: Self.steps)
    #expect(UnitTracking.tracked(.digit, absent, by: series(rows), top: 5)?.unitCount == nil)
  }

  private func pearson(_ left: [Double], _ right: [Double]) -> Double {
    let count = Double(left.count)
    let (leftMean, rightMean) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    var (product, leftSquare, rightSquare) = (0.0, 0.0, 0.0)
    for (x, y) in zip(left, right) {
      product += (x - leftMean) * (y - rightMean)
      leftSquare += (x - leftMean) * (x - leftMean)
      rightSquare += (y - rightMean) * (y - rightMean)
    }
    return product / (leftSquare * rightSquare).squareRoot()
  }
}
