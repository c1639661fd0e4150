import Testing

@testable import LSTMData

@Suite("A series is scaled and brought back")
struct SeriesScalerTests {
  private func observed(_ values: [Double]) -> SeriesValues {
    SeriesValues(values: values, isObserved: values.map { _ in true })
  }

  @Test(
    "Any scale that a Double holds gives the same scaled series",
    arguments: [-300, -12, 0, 12, 300])
  func scales(exponent: Int) {
    let unit = Double("1e\(exponent)") ?? 1
    let values = [1.0, 2, 3, 4, 10].map { $0 * unit }
    let scaler = SeriesScaler(fittedOn: observed(values))
    let scaled = scaler.scaled(values)
    // Mean 4, variance 10.
    for (value, expected) in zip(scaled, [-3, -2, -1, 0, 6].map { $0 / 10.0.squareRoot() }) {
      #expect(abs(Double(value) - expected) < 1e-6)
    }
    for value in values {
      #expect(abs(scaler.original((value - scaler.center) / scaler.scale) / value - 1) < 1e-14)
    }
  }

  @Test("Constant, empty and single values are sound")
  func constant() {
    for value in [0, 5, -1e-12, 1e12, 0.1] {
      let scaler = SeriesScaler(fittedOn: observed(Array(repeating: value, count: 1000)))
      #expect(abs(scaler.scaled(value)) < 1e-10)
      #expect(abs(scaler.original(0) - value) <= abs(value) * 1e-10)
      #expect(scaler.scale == (value == 0 ? 1 : scaler.scale))
    }
    #expect(SeriesScaler(fittedOn: observed([])) == SeriesScaler(center: 0, scale: 1))
  }

  @Test("What was not observed has no part in the scale")
  func masked() {
    let part = SeriesValues(values: [1, 100, 3], isObserved: [true, false, true])
    #expect(SeriesScaler(fittedOn: part) == SeriesScaler(center: 2, scale: 1))
  }
}
