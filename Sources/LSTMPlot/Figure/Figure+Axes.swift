extension Figure {
  /// The baseline, labels and title of the axis below the drawing.
  ///
  /// Ticks whose label has no room on a narrow page are marked to go away there.
  mutating func drawHorizontalAxis(_ ticks: [AxisTick], label: String) {
    let hidesEverySecond = ticks.count > 5
    for (number, tick) in ticks.enumerated() {
      let isWide = hidesEverySecond && !number.isMultiple(of: 2)
      drawing += Markup(
        "text",
        [
          "class": isWide ? "middle wide" : "middle", "x": tick.position.percent,
          "y": (height + 18).coordinateText,
        ], text: tick.label)
    }
    drawHorizontalTitle(label)
  }

  mutating func drawHorizontalTitle(_ label: String) {
    guard !label.isEmpty else { return }
    drawing += Markup(
      "text",
      [
        "class": "middle ink", "x": "50%", "y": (height + margins.bottom - 6).coordinateText,
      ], text: label.label.shortened(to: 280))
  }

  /// The labels, title and grid lines of the axis on the left; makes room for them.
  mutating func drawVerticalAxis(_ ticks: [AxisTick], label: String, grid: Bool) {
    let widest = min(ticks.map(\.label.estimatedWidth).max() ?? 0, 120)
    margins.left = 12 + widest + (label.isEmpty ? 4 : 24)
    for tick in ticks {
      let y = (1 - tick.position) * height
      if grid {
        drawing += Markup(
          "line",
          ["class": "grid", "x2": "100%", "y1": y.coordinateText, "y2": y.coordinateText])
      }
      drawing += Markup(
        "text", ["class": "end", "x": "-8", "y": (y + 4).coordinateText],
        text: tick.label.shortened(to: 120))
    }
    guard !label.isEmpty else { return }
    let x = (14 - margins.left).coordinateText
    drawing += Markup(
      "text",
      [
        "class": "middle ink",
        "transform": "translate(\(x) \((height / 2).coordinateText)) rotate(-90)",
      ], text: label.label.shortened(to: height + 20))
  }

  /// Says in place of a drawing that there is nothing to draw.
  mutating func drawNothing() {
    drawing += Markup(
      "text", ["class": "middle", "x": "50%", "y": (height / 2).coordinateText], text: "no data")
  }
}

extension Double {
  /// A share of the width of a drawing.
  var percent: String { (self * 100).coordinateText + "%" }
}
