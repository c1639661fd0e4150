import Testing

@testable import LSTMPlot

@Suite("The scale of an axis")
struct AxisScaleTests {
  @Test(
    "has round ticks",
    arguments: [
      ([0, 1], ["0", "1"]), ([0.5, 1.6], ["0.6", "0.8", "1", "1.2", "1.4", "1.6"]),
      ([0, 499], ["0", "100", "200", "300", "400"]), ([3], ["2", "3", "4"]),
      ([-0.3, 0.3], ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]),
      ([.nan], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ] as [([Double], [String])])
  func hasRoundTicks(values: [Double], expected: [String]) {
    #expect(AxisScale(.linear, holding: values).ticks.map(\.label) == expected)
  }

  @Test(
    "has powers of ten on a logarithmic axis, or round values where it is short",
    arguments: [
      ([1e-30, 1], ["10⁻³⁰", "10⁻²⁵", "10⁻²⁰", "10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "10⁰"]),
      ([0.01, 100, -5, 0], ["10⁻²", "10⁻¹", "10⁰", "10¹", "10²"]),
      ([1, 6], ["1", "2", "5"]), ([2.2, 4.4], ["2.5", "3", "3.5", "4"]),
    ] as [([Double], [String])])
  func hasPowers(values: [Double], expected: [String]) {
    #expect(AxisScale(.logarithmic, holding: values).ticks.map(\.label) == expected)
  }

  @Test("holds every number it can show, and has ordered ticks", arguments: Hostile.numbers)
  func holdsEveryNumber(values: [Double]) throws {
    for kind in [LineChart.Axis.Scale.linear, .logarithmic] {
      for margin in [0, 0.05] {
        let scale = AxisScale(kind, holding: values, margin: margin)
        let places = scale.ticks.map(\.position)
        #expect((1...14).contains(places.count) && places == places.sorted(), "\(kind)")
        #expect(Set(scale.ticks.map(\.label)).count == places.count, "\(scale.ticks)")
        for value in values {
          let isShown = value.isFinite && (kind == .linear || value > 0)
          #expect((scale.position(of: value) != nil) == isShown)
          if let place = scale.position(of: value) { #expect((0...1).contains(place)) }
        }
      }
    }
  }

  @Test("puts equal ratios at equal distances when it is logarithmic")
  func equalRatios() throws {
    let scale = AxisScale(.logarithmic, holding: [1, 10_000])
    #expect(abs(try #require(scale.position(of: 100)) - 0.5) < 1e-12)
  }
}
