/// A drawing with its title and legend, ready for a file or for a page.
///
/// A drawing measures across in per cent and down in pixels. So its text keeps its size while it
/// grows and shrinks with the width of a page.
struct Figure: Sendable {
  /// The room around the drawing, in pixels, for labels.
  struct Margins: Sendable {
    var left = 24.0
    var right = 24.0
    var bottom = 44.0
    let top = 10.0
  }

  /// A sign and what it stands for.
  struct LegendEntry: Sendable {
    /// Drawn into 24 × 12 pixels.
    let sign: Markup
    let name: String
  }

  let title: String
  /// The drawing in words, for those who do not see it.
  let summary: String
  let height: Double
  var margins = Margins()
  var legend: [LegendEntry] = []
  var drawing = Markup()

  private static let entryLimit = 24
  private static let fileWidth = 760.0
}

// MARK: - As a file

extension Figure {
  /// The figure as a file of its own, with its colours inside.
  var file: String {
    let entries = placedLegend
    let top = (entries.last.map { $0.y + 18 } ?? 44) + margins.top
    let fullHeight = top + height + margins.bottom
    let left = margins.left + 12
    let plotWidth = Self.fileWidth - left - margins.right
    let body =
      Markup("title", text: title)
      + Markup("desc", text: summary)
      + Markup("style", verbatim: FigureStyle.fileRules)
      + Markup("rect", ["class": "paper", "width": "100%", "height": "100%"])
      + Markup(
        "text", ["class": "title", "x": "24", "y": "30"],
        text: title.label.shortened(to: Self.fileWidth * 0.75))
      + entries.map { entry in
        Markup(
          "g", ["transform": "translate(\(entry.x.coordinateText) \(entry.y.coordinateText))"],
          entry.sign + Markup("text", ["class": "ink", "x": "32", "y": "10"], text: entry.name))
      }.joined()
      + Markup(
        "svg",
        [
          "x": left.coordinateText, "y": top.coordinateText,
          "width": plotWidth.coordinateText, "height": height.coordinateText,
          "overflow": "visible",
        ], drawing)
    let size = (Self.fileWidth.coordinateText, fullHeight.coordinateText)
    return Markup(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "plot", "role": "img",
        "width": size.0, "height": size.1, "viewBox": "0 0 \(size.0) \(size.1)",
      ], body
    ).source + "\n"
  }

  private var placedLegend: [(x: Double, y: Double, sign: Markup, name: String)] {
    var (x, y) = (24.0, 46.0)
    return shownLegend.map { entry in
      let name = entry.name.shortened(to: 240)
      let width = 32 + name.estimatedWidth + 20
      if x > 24, x + width > Self.fileWidth { (x, y) = (24, y + 20) }
      defer { x += width }
      return (x, y, entry.sign, name)
    }
  }

  /// The entries that have a name, as labels; when there are very many, the first of them.
  private var shownLegend: [LegendEntry] {
    let named = legend.filter { !$0.name.isEmpty }
      .map { LegendEntry(sign: $0.sign, name: $0.name.label) }
    guard named.count > Self.entryLimit else { return named }
    let rest = LegendEntry(sign: Markup(), name: "and \(named.count - Self.entryLimit) more")
    return named.prefix(Self.entryLimit) + [rest]
  }
}

// MARK: - As a part of a page

extension Figure {
  /// The figure for a page, whose style sheet gives the colours; `extra` follows the drawing.
  func element(_ kind: String? = nil, extra: Markup = Markup()) -> Markup {
    let entries = shownLegend.map { entry in
      Markup(
        "li", [:],
        Markup("svg", ["width": "24", "height": "12", "aria-hidden": "true"], entry.sign)
          + Markup("span", text: entry.name.shortened(to: 300)))
    }
    let sides = (margins.left + margins.right).coordinateText
    let style =
      "margin:\(margins.top.coordinateText)px \(margins.right.coordinateText)px "
      + "\(margins.bottom.coordinateText)px \(margins.left.coordinateText)px;"
      + "width:calc(100% - \(sides)px);height:\(height.coordinateText)px"
    return Markup(
      "figure", ["class": kind.map { "plot \($0)" } ?? "plot"],
      (title.isEmpty ? Markup() : Markup("figcaption", text: title))
        + (entries.isEmpty ? Markup() : Markup("ul", ["class": "legend"], entries.joined()))
        + Markup(
          "svg", ["role": "img", "aria-label": "\(title). \(summary)", "style": style], drawing)
        + extra)
  }
}
