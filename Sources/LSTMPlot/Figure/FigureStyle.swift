/// The style sheet of figures, for a file and for a page.
enum FigureStyle {
  /// Rules with the colours in them, as not every program that shows SVG knows variables.
  static let fileRules =
    rules { $0.light.text } + "@media (prefers-color-scheme:dark){" + rules { $0.dark.text } + "}"

  /// Rules that take the colours from the variables of the page.
  static let pageRules = rules { "var(\($0.variable))" }

  private static func rules(_ color: (ColorRole) -> String) -> String {
    let series = ColorRole.series.enumerated().map { number, role in
      ".s\(number){stroke:\(color(role))}.f\(number){fill:\(color(role))}"
    }
    return """
      .plot{overflow:visible}\
      .plot svg{overflow:visible}\
      .plot text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;\
      fill:\(color(.quiet))}\
      .plot .ink{fill:\(color(.ink))}\
      .plot .title{fill:\(color(.ink));font-size:16px;font-weight:600}\
      .plot .middle{text-anchor:middle}\
      .plot .end{text-anchor:end}\
      .paper{fill:\(color(.paper))}\
      .grid{stroke:\(color(.line));stroke-width:1;shape-rendering:crispEdges}\
      .axis{stroke:\(color(.quiet));stroke-width:1;shape-rendering:crispEdges}\
      .frame{fill:none;stroke:\(color(.line));stroke-width:1;shape-rendering:crispEdges}\
      .line,.dots{fill:none;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round;\
      vector-effect:non-scaling-stroke}\
      .dots{stroke-width:6}\
      .muted{stroke:\(color(.quiet));stroke-opacity:.55}\
      .band{fill-opacity:.18}\
      .mark{stroke:\(color(.mark));stroke-width:1.5;stroke-dasharray:4 3}\
      .missing{fill:\(ColorScale.missing.color.text)}\
      .cells{image-rendering:pixelated}\
      .d1{stroke-dasharray:7 4}.d2{stroke-dasharray:2 4}.d3{stroke-dasharray:9 4 2 4}
      """ + series.joined()
  }
}
