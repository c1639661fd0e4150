/// A part of a report under a heading.
public struct ReportSection: Sendable, Equatable {
  /// The heading.
  public var heading: String
  /// What stands under it, in order.
  public var blocks: [Block]

  /// A part of a report under a heading.
  public init(_ heading: String, _ blocks: [Block]) {
    (self.heading, self.blocks) = (heading, blocks)
  }

  /// A piece of a section.
  public enum Block: Sendable, Equatable {
    /// A paragraph of text.
    case paragraph(String)
    /// A table.
    case table(ReportTable)
    /// A chart of lines.
    case chart(LineChart)
    /// A heat map; its numbers show under the pointer and with the arrow keys.
    case heatMap(HeatMap)
    /// A text coloured by values.
    case strip(TextStrip)
  }

  func element(identifier: String) -> Markup {
    let content = blocks.map { block in
      switch block {
      case .paragraph(let text): Markup("p", text: text)
      case .table(let table): table.element
      case .chart(let chart): chart.figure.element()
      case .heatMap(let map): map.element
      case .strip(let strip): strip.element
      }
    }
    return Markup(
      "section", ["id": identifier, "aria-labelledby": "\(identifier)-heading"],
      Markup("h2", ["id": "\(identifier)-heading"], text: heading) + content.joined())
  }
}
