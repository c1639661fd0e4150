import Testing

@testable import LSTMPlot

@Suite("A heat map over time")
struct HeatMapScaleTests {
  private static func map(_ count: Int, _ scale: HeatMap.Scale) -> HeatMap {
    var map = HeatMap(
      title: "t", values: [[Double](repeating: 0, count: count)], columnTitle: "seconds")
    map.columnScale = scale
    return map
  }

  @Test("has round numbers where they lie among its columns")
  func ticks() throws {
    // From 0.95 to 3.05: 1 lies 0.05 / 2.1 of the way.
    let svg = Self.map(21, .init(first: 1, step: 0.1)).svg
    let labels = try StrictMarkup(svg).elements.filter { $0.attributes["y"] == "108" }
    #expect(labels.map { $0.attributes["x"] } == ["2.38%", "26.19%", "50%", "73.81%", "97.62%"])
    for label in ["1", "1.5", "2", "2.5", "3", "seconds"] {
      #expect(svg.contains(">\(label)</text>"))
    }
  }

  @Test("tells the script the time of each column, or its label")
  func names() {
    var map = Self.map(3, .init(first: 0.25, step: 0.5))
    #expect((0..<3).map(map.columnLabel) == ["0.25", "0.75", "1.25"])
    map.columnLabels = ["a"]
    #expect((0..<3).map(map.columnLabel) == ["a", "0.75", "1.25"])
  }

  @Test(
    "is well formed whatever its scale, ticks, height and margins are", arguments: Hostile.numbers)
  func survives(values: [Double]) throws {
    for value in values {
      var map = Self.map(5, .init(first: value, step: value))
      map.rowTicks = [.init(row: value, label: "<"), .init(row: 0, label: "&")]
      (map.height, map.leastMargins) = (value, SideMargins(left: value, right: value))
      _ = try StrictMarkup(map.svg)
      _ = try StrictMarkup(map.element.source + "\n")
      map.colors = .between(value, 1)
      _ = try StrictMarkup(map.svg)
    }
  }

  @Test("stands exactly above another with the same margins")
  func margins() {
    var (map, other) = (
      Self.map(3, .init(first: 0, step: 1)), Self.map(9, .init(first: 0, step: 1))
    )
    other.rowLabels = ["12 345"]
    map.leastMargins = SideMargins(left: 80, right: 70)
    other.leastMargins = map.leastMargins
    for map in [map, other] {
      #expect(map.element.source.contains("px 70px 44px 80px"))
    }
  }

  @Test("between two levels has the page at the lower one")
  func levels() {
    let scale = ColorScale(.between(-60, -10), values: [])
    #expect(scale.tint(ofLevel: scale.level(of: -60)).strength == 0)
    #expect(scale.tint(ofLevel: scale.level(of: -10)).strength == 255)
    #expect(scale.level(of: -35) == 126 && scale.level(of: -61) == HeatMapPixels.below)
  }
}
