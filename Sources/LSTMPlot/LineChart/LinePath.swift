/// A point of a drawing that is 1000 wide; none where a value cannot be shown.
struct PlotPoint: Equatable, Sendable {
  let x: Double
  let y: Double

  init?(x: Double, y: Double, on xScale: AxisScale, _ yScale: AxisScale) {
    guard let across = xScale.position(of: x), let up = yScale.position(of: y) else { return nil }
    self.x = across * 1000
    self.y = (1 - up) * LineChart.plotHeight
  }

  fileprivate var text: String { x.coordinateText + "," + y.coordinateText }
}

/// Points as the commands of an SVG path, no more of them than can be seen.
struct LinePath: Sendable {
  /// The lines, one for each stretch without a gap.
  private(set) var lines = ""
  /// The points with a gap on either side, which no line would show.
  private(set) var dots = ""

  init(_ points: [PlotPoint?]) {
    for stretch in points.split(separator: nil) {
      let points = Self.thinned(stretch.compactMap(\.self))
      if points.count == 1, let point = points.first {
        dots += "M\(point.text)h0"
      } else {
        lines += "M" + points.map(\.text).joined(separator: " ")
      }
    }
  }

  /// The outlines of the area between two lines, one for each stretch without a gap.
  static func outlines(upper: [PlotPoint?], lower: [PlotPoint?]) -> String {
    let edges = zip(upper, lower).map { upper, lower in
      upper.flatMap { upper in lower.map { (upper, $0) } }
    }
    return edges.split { $0 == nil }.map { stretch in
      let pairs = stretch.compactMap(\.self)
      let outline = thinned(pairs.map(\.0)) + thinned(pairs.map(\.1)).reversed()
      return "M" + outline.map(\.text).joined(separator: " ") + "Z"
    }.joined()
  }

  /// The points without those that change nothing to see: of all that follow one another in the
  /// same thousandth of the width, the first, the lowest, the highest and the last are kept.
  ///
  /// This is M4 of Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation"
  /// (2014).
  static func thinned(_ points: [PlotPoint]) -> [PlotPoint] {
    guard points.count > 2000 else { return points }
    var kept: [PlotPoint] = []
    var start = 0
    while start < points.count {
      let column = points[start].x.rounded(.down)
      let end = points[start...].firstIndex { $0.x.rounded(.down) != column } ?? points.count
      let group = start..<end
      let lowest = group.min { points[$0].y < points[$1].y } ?? start
      let highest = group.max { points[$0].y < points[$1].y } ?? start
      for index in Set([start, lowest, highest, end - 1]).sorted() { kept.append(points[index]) }
      start = end
    }
    return kept
  }
}
