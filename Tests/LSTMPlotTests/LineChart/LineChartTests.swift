import Testing

@testable import LSTMPlot

@Suite("A line chart")
struct LineChartTests {
  @Test("is well formed whatever its numbers are", arguments: Hostile.numbers)
  func survivesNumbers(values: [Double]) throws {
    for scale in [LineChart.Axis.Scale.linear, .logarithmic] {
      let chart = LineChart(
        title: "t", x: .init("x", scale: scale), y: .init("y", scale: scale),
        series: [
          .init("a", y: values), .init("b", x: values, y: values), .init("c", x: [1], y: []),
        ],
        bands: [.init("d", x: values, lower: values, upper: values.reversed(), series: .min)],
        marks: values.map { .init(x: $0, label: "m") })
      let markup = try StrictMarkup(chart.svg)
      for path in markup.elements where path.name == "path" {
        let numbers = path.attributes["d"]?.matches(of: /-?[0-9.]+/).compactMap { Double($0.0) }
        #expect(numbers?.allSatisfy { (0...1000).contains($0) } == true)
      }
    }
  }

  @Test("is well formed whatever its labels are", arguments: Hostile.texts)
  func survivesTexts(text: String) throws {
    let chart = LineChart(
      title: text, x: .init(text), y: .init(text), series: [.init(text, y: [1, 2])],
      bands: [.init(text, x: [0], lower: [0], upper: [1])], marks: [.init(x: 1, label: text)])
    #expect(try !StrictMarkup(chart.svg).elements.contains { $0.name == "script" })
  }

  @Test("breaks a line at a gap and shows a point between gaps as a dot")
  func breaksLines() {
    let values: [Double] = [0, 1, .nan, 1, .nan, 0, 0]
    let scale = AxisScale(.linear, holding: [0, 1])
    let path = LinePath(
      values.enumerated().map {
        PlotPoint(x: Double($0) / 10, y: $1, on: scale, scale)
      })
    #expect(path.lines == "M0,280 100,0M500,280 600,280")
    #expect(path.dots == "M300,0h0")
  }

  @Test("keeps the peaks of a million points in a small file")
  func thinsPoints() {
    var values = [Double](repeating: 0, count: 1_000_000)
    values[654_321] = 1
    let svg = LineChart(title: "", series: [.init("", y: values)]).svg
    #expect(svg.utf8.count < 60_000)
    // The peak lies one margin of 5 % in 110 % below the top.
    #expect(svg.contains("654.32,12.73"))
  }

  @Test("says that there is nothing to draw")
  func saysNothing() {
    #expect(LineChart(title: "", series: [.init("a", y: [.nan])]).svg.contains("no data"))
  }
}
