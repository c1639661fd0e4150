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

  @Test("keeps to its limits, and draws at the end of an axis what lies beyond")
  func limits() {
    let chart = LineChart(
      title: "", x: .init(limits: 0...2), y: .init(limits: 0...1),
      series: [.init("a", x: [-1, 1, 5], y: [0, 7, 1])])
    // A margin of 5 % in 110 % of the height on both sides.
    #expect(chart.svg.contains("M0,267.27 500,0 1000,12.73"))
  }

  @Test("draws a muted line behind the others, in no colour of theirs")
  func mutedLines() throws {
    var series = ["a", "b", "c"].map { LineChart.Series($0, y: [0, 1]) }
    series[1].isMuted = true
    let lines = try StrictMarkup(LineChart(title: "", series: series).svg).elements
      .filter { $0.name == "path" && $0.attributes["d"] != "M1,6H23" }
    #expect(lines.map { $0.attributes["class"] } == ["line muted", "line s0", "line s1"])
  }

  @Test("shows labels that have room, and hides on a narrow page those that have none there")
  func labels() throws {
    var chart = LineChart(
      title: "", x: .init(limits: 0...100), y: .init(limits: 0...1),
      series: [.init("a", x: [0, 100], y: [0, 1])])
    // At 620 and at 230 pixels of width a word of 5 takes about 40.
    chart.labels = [
      .init(x: 10, y: 1, text: "seven"), .init(x: 11, y: 1, text: "eight"),
      .init(x: 20, y: 1, text: "three"), .init(x: 60, y: 0.5, text: "<&>"),
      .init(x: .nan, y: 1, text: "nowhere"),
    ]
    let texts = try StrictMarkup(chart.svg).elements
      .filter { $0.attributes["class"]?.hasPrefix("middle ink") == true }
    #expect(
      texts.map { $0.attributes["class"] } == ["middle ink", "middle ink wide", "middle ink"])
    #expect(texts.map { $0.attributes["x"] } == ["10%", "20%", "60%"])
  }
}
