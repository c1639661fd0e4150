import Testing

@testable import LSTMPlot

@Suite struct LineChartTests {
  @Test func `A chart without a point says so`() {
    #expect(LineChart(title: "loss", series: []).svg.contains("no data"))
  }
}
