import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
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
      places: rows.indices.map { .init(unit: RecurrentUnit(layer: 0, index: $0), state: .cell) },
      values: Tensor(
        rows.flatMap { UnitTracking.standardized($0) }, shape: [rows.count, Self.steps]))
  }

  private func named(_ name: String, _ values: [Float], isPeriodic: Bool = false) -> InputFeature {
    InputFeature(
      key: name, name: name, isPresence: false, isPeriodic: isPeriodic, values: values)
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
        [named("the position", Self.feature)], by: series([noise(1), signal, noise(3)]), top: 5))
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
      UnitTracking.tracked([named("x", Self.feature)], by: series(rows), top: 5)?.unitCount == nil)
    let still = series([Array(repeating: 0.7, count: Self.steps)])
    #expect(UnitTracking.tracked([named("x", Self.feature)], by: still, top: 5)?.unitCount == nil)
    let absent = [Float](repeating: 0, count: Self.steps)
    #expect(UnitTracking.tracked([named("x", absent)], by: series(rows), top: 5)?.unitCount == nil)
  }

  @Test(
    "tells a season from chance, though at a wrong place it is a season still, and its best phase")
  func season() throws {
    let phases = (0..<12).map { month in
      named(
        "month \(month)",
        (0..<Self.steps).map {
          Float(cosine(2 * .pi * (Double($0) / 50 - Double(month) / 12)))
        }, isPeriodic: true)
    }
    let follower = zip(phases[4].values, noise(5)).map { 2 * $0 + $1 }
    let found = try #require(
      UnitTracking.tracked(phases, by: series([noise(6), follower, noise(7)]), top: 5))
    #expect(found.feature.key == "month 4" && found.units.map(\.unit.index) == [1])
    let rows = (10..<40).map { noise(UInt64($0)) }
    #expect(UnitTracking.tracked(phases, by: series(rows), top: 5)?.unitCount == nil)
  }

  @Test("keeps the features of a projection apart from the units of the same number")
  func projection() throws {
    let signal = zip(Self.feature, noise(9)).map { 0.5 * $0 + $1 }
    var series = series([signal, signal.map { -$0 }, signal])
    series.places = [
      .init(unit: RecurrentUnit(layer: 0, index: 0), state: .hidden, isProjection: true),
      .init(unit: RecurrentUnit(layer: 0, index: 0), state: .cell),
      .init(unit: RecurrentUnit(layer: 0, index: 1), state: .cell),
    ]
    let found = try #require(
      UnitTracking.tracked([named("x", Self.feature)], by: series, top: 5))
    #expect(found.units.map(\.isProjection) == [true, false, false])
    #expect(found.sentence.hasPrefix("feature 0 of layer 0's projection rises with"))
    // Where it is none, the better of a unit's two states speaks for it.
    series.places[0].isProjection = false
    #expect(UnitTracking.tracked([named("x", Self.feature)], by: series, top: 5)?.unitCount == 2)
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
