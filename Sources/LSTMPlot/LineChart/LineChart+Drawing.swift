extension LineChart {
  static let plotHeight = 280.0

  var figure: Figure {
    let xScale = AxisScale(x.scale, holding: x.limits.map(Self.ends) ?? Array(allX))
    let yScale = AxisScale(y.scale, holding: y.limits.map(Self.ends) ?? Array(allY), margin: 0.05)
    var figure = Figure(title: title, summary: summary, height: Self.plotHeight)
    if x.label.isEmpty { figure.margins.bottom = 26 }
    figure.drawVerticalAxis(yScale.ticks, label: y.label, grid: true)
    figure.drawHorizontalAxis(xScale.ticks, label: x.label)
    figure.margins.widen(to: leastMargins)
    let lines = series.enumerated().map { ($1.isMuted, draw($1, number: $0, xScale, yScale)) }
    let paths =
      bands.map { draw($0, xScale, yScale) }.joined()
      + lines.filter(\.0).map(\.1).joined() + lines.filter { !$0.0 }.map(\.1).joined()
    figure.drawing += Markup(
      "svg",
      [
        "width": "100%", "height": Self.plotHeight.coordinateText,
        "viewBox": "0 0 1000 \(Self.plotHeight.coordinateText)", "preserveAspectRatio": "none",
      ], paths)
    let baseline = Self.plotHeight.coordinateText
    figure.drawing += Markup(
      "line", ["class": "axis", "x2": "100%", "y1": baseline, "y2": baseline])
    figure.drawing += drawMarks(xScale) + drawLabels(xScale, yScale)
    if paths.source.isEmpty { figure.drawNothing() }
    figure.legend = legend
    return figure
  }

  /// The middle too, as between ends that are whole numbers there would be ticks at whole numbers alone.
  private static func ends(_ limits: ClosedRange<Double>) -> [Double] {
    let middle = limits.lowerBound / 2 + limits.upperBound / 2
    return [limits.lowerBound, middle, limits.upperBound]
  }

  private var allX: some Sequence<Double> {
    series.flatMap(\.x) + bands.flatMap(\.x) + marks.map(\.x)
  }

  private var allY: some Sequence<Double> {
    series.flatMap(\.y) + bands.flatMap(\.lower) + bands.flatMap(\.upper)
  }

  private func draw(
    _ series: Series, number: Int, _ xScale: AxisScale, _ yScale: AxisScale
  ) -> Markup {
    let path = LinePath(
      zip(series.x, series.y).map { PlotPoint(x: $0, y: $1, on: xScale, yScale) })
    let name = Markup("title", text: series.name.label)
    var result = Markup()
    if !path.lines.isEmpty {
      result += Markup("path", ["class": "line \(style(number))", "d": path.lines], name)
    }
    if !path.dots.isEmpty {
      result += Markup(
        "path", ["class": "dots \(color(number))", "d": path.dots], name)
    }
    return result
  }

  private func draw(_ band: Band, _ xScale: AxisScale, _ yScale: AxisScale) -> Markup {
    let upper = zip(band.x, band.upper).map { PlotPoint(x: $0, y: $1, on: xScale, yScale) }
    let lower = zip(band.x, band.lower).map { PlotPoint(x: $0, y: $1, on: xScale, yScale) }
    let outline = LinePath.outlines(upper: upper, lower: lower)
    guard !outline.isEmpty else { return Markup() }
    return Markup(
      "path", ["class": "band f\(Self.colorNumber(band.series))", "d": outline],
      Markup("title", text: band.name.label))
  }

  /// One line for all marks at the same place, whose tooltip is the first one's label.
  private func drawMarks(_ scale: AxisScale) -> Markup {
    var seen: Set<String> = []
    return marks.compactMap { mark in
      guard let place = scale.position(of: mark.x)?.percent, seen.insert(place).inserted else {
        return nil
      }
      return Markup(
        "line",
        ["class": "mark", "x1": place, "x2": place, "y2": Self.plotHeight.coordinateText],
        Markup("title", text: mark.label.label))
    }.joined()
  }
}

// MARK: - Labels

extension LineChart {
  /// About the width of a drawing on a wide page and on a narrow one, less the room for labels.
  private static let wideWidth = 620.0
  private static let narrowWidth = 230.0

  /// The labels that have room, from left to right; those that have none on a narrow page are marked to go away there.
  private func drawLabels(_ xScale: AxisScale, _ yScale: AxisScale) -> Markup {
    let placed = labels.compactMap { label -> (across: Double, up: Double, text: String)? in
      guard let across = xScale.position(of: label.x), let up = yScale.position(of: label.y) else {
        return nil
      }
      return (across, up, label.text.label.shortened(to: 90))
    }
    var result = Markup()
    var (wideEnd, narrowEnd) = (-Double.infinity, -Double.infinity)
    for label in placed.sorted(by: { $0.across < $1.across }) {
      let half = label.text.estimatedWidth / 2 + 2
      guard label.across * Self.wideWidth - half >= wideEnd else { continue }
      wideEnd = label.across * Self.wideWidth + half
      let isWide = label.across * Self.narrowWidth - half < narrowEnd
      if !isWide { narrowEnd = label.across * Self.narrowWidth + half }
      result += Markup(
        "text",
        [
          "class": isWide ? "middle ink wide" : "middle ink", "x": label.across.percent,
          "y": ((1 - label.up) * Self.plotHeight - 5).coordinateText,
        ], text: label.text)
    }
    return result
  }
}

// MARK: - Signs and words

extension LineChart {
  /// The number of a colour: they repeat.
  private static func colorNumber(_ number: Int) -> Int {
    Int(number.magnitude % UInt(ColorRole.series.count))
  }

  /// The place of a line among those that have a colour; `nil` for one that is grey.
  private func place(_ number: Int) -> Int? {
    series[number].isMuted ? nil : series[..<number].count { !$0.isMuted }
  }

  /// The class of a line's colour.
  private func color(_ number: Int) -> String {
    place(number).map { "s\(Self.colorNumber($0))" } ?? "muted"
  }

  /// The classes of a line: when the colours repeat, the dashes change.
  private func style(_ number: Int) -> String {
    let dashes = (place(number) ?? 0) / ColorRole.series.count % 4
    return color(number) + (dashes == 0 ? "" : " d\(dashes)")
  }

  private var legend: [Figure.LegendEntry] {
    var seen: Set<String> = []
    return series.enumerated().map { number, series in
      let sign = Markup("path", ["class": "line \(style(number))", "d": "M1,6H23"])
      return Figure.LegendEntry(sign: sign, name: series.name)
    }
      + bands.enumerated().map { number, band in
        let layer = Markup(
          "rect",
          ["class": "band f\(Self.colorNumber(band.series))", "width": "24", "height": "12"])
        // As dark as where it lies on the bands before it, which are often wider.
        let layers = bands.prefix(number + 1).suffix(4).filter { $0.series == band.series }
        return Figure.LegendEntry(sign: layers.map { _ in layer }.joined(), name: band.name)
      }
      + marks.filter { seen.insert($0.label).inserted }.map { mark in
        let sign = Markup("line", ["class": "mark", "x1": "12", "x2": "12", "y2": "12"])
        return Figure.LegendEntry(sign: sign, name: mark.label)
      }
  }

  private var summary: String {
    let lines = series.prefix(8).map { series in
      let values = series.y.filter(\.isFinite)
      guard let first = values.first, let last = values.last else {
        return "\(series.name): no data"
      }
      return "\(series.name): from \(first.shortText()) to \(last.shortText())"
    }
    let axes = [y.label, x.label].filter { !$0.isEmpty }.joined(separator: " over ")
    let count = series.count == 1 ? "1 line" : "\(series.count) lines"
    return (["Line chart of \(count)" + (axes.isEmpty ? "" : ", " + axes)] + lines)
      .joined(separator: "; ")
  }
}
