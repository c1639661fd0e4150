@testable import LSTMPlot

/// A page with one of everything, over plausible numbers.
enum SamplePage {
  static let page = ReportPage(
    title: "What the model learnt", subtitle: "A sample of every kind of picture.",
    sections: [
      ReportSection(
        "Training",
        [
          .paragraph("The loss falls quickly at first and slowly later; validation follows."),
          .chart(losses), .table(table), .chart(gradients),
        ]),
      ReportSection("Forecast", [.chart(fan)]),
      ReportSection("Inside", [.heatMap(hidden), .heatMap(gates), .strip(strip)]),
      ReportSection("Units", [.heatMap(large)]),
    ])

  /// A smooth number in [−1, 1] that looks like the state of a unit.
  static func state(_ unit: Int, _ step: Int) -> Double {
    let phase = Double((unit * 37 + step * (unit % 7 + 2)) % 200) / 100 - 1
    return phase * (2 - phase.magnitude)
  }

  static let losses = LineChart(
    title: "Loss of training and validation", x: .init("step"), y: .init("nats per token"),
    series: [
      .init("training", y: (0..<500).map { 1.2 + 2.4 / (1 + Double($0) / 20) }),
      .init("validation", x: [0, 100, 200, 300, 400, 499], y: [3.6, 1.75, 1.52, 1.45, 1.41, 1.4]),
    ])

  static let gradients = LineChart(
    title: "Norm of the gradient by distance in time", x: .init("steps back"),
    y: .init("norm", scale: .logarithmic),
    series: [
      .init("LSTM", y: (0..<100).map { 1 / (1 + Double($0) / 8) }),
      .init("RNN", y: (0..<100).map { Double("1e-\($0 * 3 / 10)") ?? .nan }),
    ])

  static let fan = LineChart(
    title: "Forecast of 24 hours", x: .init("hour"), y: .init("load in MW"),
    series: [
      .init("observed", y: (0..<48).map { 400 + 80 * state(3, $0 * 4) }),
      .init("mean", x: hours, y: hours.map { 400 + 80 * state(3, Int($0) * 4) }),
    ],
    bands: [
      .init("90 %", x: hours, lower: edge(-3), upper: edge(3), series: 1),
      .init("50 %", x: hours, lower: edge(-1), upper: edge(1), series: 1),
    ], marks: [.init(x: 12, label: "anomaly"), .init(x: 31, label: "anomaly")])

  private static let hours = (48..<72).map(Double.init)

  private static func edge(_ width: Double) -> [Double] {
    hours.map { 400 + 80 * state(3, Int($0) * 4) + width * (4 + ($0 - 48) * 0.6) }
  }

  static let hidden = HeatMap(
    title: "Hidden state of layer 0", values: matrix(12, 44), colors: .signed, rowTitle: "unit",
    columnTitle: "character",
    columnLabels: "the quick brown fox jumps over the lazy dog.\n".map(String.init))

  static let gates = HeatMap(
    title: "Forget gate", values: matrix(6, 9).map { $0.map { ($0 + 1) / 2 } }, colors: .sequential,
    rowTitle: "unit", columnTitle: "word",
    columnLabels: [
      "the", "committee", "has", "nevertheless", "decided", "to", "reconsider", "it", ".",
    ])

  static let large = HeatMap(
    title: "Cell state of 512 units", values: matrix(512, 500), rowTitle: "unit",
    columnTitle: "time step")

  private static func matrix(_ rows: Int, _ columns: Int) -> [[Double]] {
    (0..<rows).map { row in
      (0..<columns).map { row % 5 == 2 && $0 % 11 == 7 ? .nan : state(row, $0) }
    }
  }

  static let table = ReportTable(
    caption: "Results on the test set",
    columns: ["model", "nats per token", "perplexity", "seconds"],
    rows: [["LSTM", "1.40", "4.06", "31"], ["unigram baseline", "2.86", "17.5", "0.1"]])

  static let strip = TextStrip(
    title: "Unit 17 over the text",
    tokens: "He said \"the cell remembers\" and left.\nThen the gate closed; nothing more was read."
      .enumerated().map { .init(String($1), state(17, $0 * 2)) })
}
