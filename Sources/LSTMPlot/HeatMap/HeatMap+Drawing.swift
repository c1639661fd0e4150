extension HeatMap {
  /// About the width of a drawing on a wide page and on a narrow one, less the room for labels.
  private static let wideWidth = 620.0
  private static let narrowWidth = 230.0
  private static let lineHeight = 14.0

  func figure(_ pixels: HeatMapPixels) -> Figure {
    let height = min(max(height ?? max(Double(pixels.rowCount) * 18, 90), 40), 512)
    var figure = Figure(title: title, summary: summary(pixels), height: height)
    guard !pixels.isEmpty else {
      figure.drawNothing()
      return figure
    }
    figure.drawVerticalAxis(rowTicks(pixels, height: height), label: rowTitle, grid: false)
    drawColumnAxis(pixels, in: &figure)
    let isDense = Double(pixels.columnCount) > Self.narrowWidth
    figure.drawing += Markup(
      "image",
      [
        "class": isDense ? "cells dense" : "cells", "width": "100%",
        "height": height.coordinateText, "preserveAspectRatio": "none",
        "href": pixels.image.dataAddress,
      ])
    figure.drawing += Markup(
      "rect", ["class": "frame", "width": "100%", "height": height.coordinateText])
    drawScale(pixels.scale, in: &figure)
    figure.margins.widen(to: leastMargins)
    if pixels.hasMissing {
      let sign = Markup("rect", ["class": "missing", "width": "24", "height": "12"])
      figure.legend = [Figure.LegendEntry(sign: sign, name: "no value")]
    }
    return figure
  }

  /// The labels that were asked for, or those of as many rows as have room.
  private func rowTicks(_ pixels: HeatMapPixels, height: Double) -> [AxisTick] {
    guard rowTicks.isEmpty else {
      return rowTicks.map {
        AxisTick(position: 1 - ($0.row + 0.5) / Double(pixels.rowCount), label: $0.label.label)
      }.filter { (0...1).contains($0.position) }
    }
    let step = Self.roundStep(Double(pixels.rowCount) * Self.lineHeight / height)
    return stride(from: 0, to: pixels.rowCount, by: step).map { row in
      AxisTick(
        position: 1 - (Double(row) + 0.5) / Double(pixels.rowCount), label: rowLabel(row))
    }
  }

  /// The labels of the columns if all have room, upright if need be; else the numbers of some.
  private func drawColumnAxis(_ pixels: HeatMapPixels, in figure: inout Figure) {
    let count = Double(pixels.columnCount)
    if let columnScale {
      let half = columnScale.step / 2
      let ends = [columnScale.first - half, columnScale.first + (count - 0.5) * columnScale.step]
      figure.drawHorizontalAxis(AxisScale(.linear, holding: ends).ticks, label: columnTitle)
      return
    }
    if columnLabels.isEmpty || count * Self.lineHeight > Self.wideWidth * 1.5 {
      let step = Self.roundStep(count / 10)
      let ticks = stride(from: 0, to: pixels.columnCount, by: step).map { column in
        AxisTick(position: (Double(column) + 0.5) / count, label: String(column))
      }
      figure.drawHorizontalAxis(ticks, label: columnTitle)
      return
    }
    let labels = (0..<pixels.columnCount).map { columnLabel($0).shortened(to: 90) }
    let widest = labels.map(\.estimatedWidth).max() ?? 0
    let isUpright = widest > max(Self.wideWidth / count - 3, 12.5)
    let room = isUpright ? Self.lineHeight : widest + 4
    let narrowStep = Self.roundStep(count * room / Self.narrowWidth)
    let depth = isUpright ? widest + 4 : Self.lineHeight + 4
    figure.margins.bottom = 10 + depth + (columnTitle.isEmpty ? 0 : 18)
    for (column, label) in labels.enumerated() {
      let style =
        (isUpright ? "end" : "middle")
        + (column.isMultiple(of: narrowStep) ? "" : " wide")
      let place = ((Double(column) + 0.5) / count).percent
      // A drawing of its own, because a rotation takes no per cent.
      let attributes: KeyValuePairs<StaticString, String?> =
        isUpright
        ? ["class": style, "transform": "rotate(-90)", "x": "-6", "y": "4"]
        : ["class": style, "y": "18"]
      figure.drawing += Markup(
        "svg", ["x": place, "y": figure.height.coordinateText],
        Markup("text", attributes, text: label))
    }
    figure.drawHorizontalTitle(columnTitle)
  }

  /// The colours beside the drawing, with the values at both ends and between.
  private func drawScale(_ scale: ColorScale, in figure: inout Figure) {
    let levels = (0...HeatMapPixels.lastLevel).reversed().map { [$0] }
    let image = PixelImage(width: 1, rows: levels) { scale.tint(ofLevel: $0) }
    let height = figure.height.coordinateText
    var content = Markup(
      "image",
      [
        "x": "14", "width": "12", "height": height, "preserveAspectRatio": "none",
        "href": image.dataAddress,
      ])
    content += Markup("rect", ["class": "frame", "x": "14", "width": "12", "height": height])
    let values = [scale.high, scale.low / 2 + scale.high / 2, scale.low].map {
      $0.shortText(digits: 3)
    }
    for (value, y) in zip(values, [4, figure.height / 2 + 4, figure.height + 4]) {
      content += Markup("text", ["x": "32", "y": y.coordinateText], text: value)
    }
    figure.margins.right = 38 + (values.map(\.estimatedWidth).max() ?? 0)
    figure.drawing += Markup("svg", ["x": "100%"], content)
  }

  /// The smallest of 1, 2, 5, 10, 20 … that is not below `size`.
  private static func roundStep(_ size: Double) -> Int {
    var decade = 1
    while true {
      if let step = [1, 2, 5].first(where: { Double($0 * decade) >= size }) {
        return step * decade
      }
      decade *= 10
    }
  }

  private func summary(_ pixels: HeatMapPixels) -> String {
    guard !pixels.isEmpty else { return "Heat map without data" }
    var words = "Heat map of \(pixels.rowCount) rows and \(pixels.columnCount) columns"
    if pixels.rowStep > 1 || pixels.columnStep > 1 {
      words += ", drawn by one row in \(pixels.rowStep)"
      words += " and one column in \(pixels.columnStep)"
    }
    let finite = values.joined().lazy.filter(\.isFinite)
    guard let smallest = finite.min(), let largest = finite.max() else { return words }
    return words + "; values from \(smallest.shortText()) to \(largest.shortText())"
  }
}

extension HeatMapPixels {
  var isEmpty: Bool { columnCount == 0 }
}
