/// A matrix as a picture: a row for each unit, a column for each time step.
public struct HeatMap: Sendable, Equatable {
  /// What the map shows; empty for no title.
  public var title: String
  /// The rows from top to bottom; a value that is NaN, or that a short row lacks, is grey.
  public var values: [[Double]]
  /// The range that the colours stand for.
  public var colors: HeatMapColors
  /// What the rows are, such as "unit".
  public var rowTitle: String
  /// What the columns are, such as "time step".
  public var columnTitle: String
  /// The names of the rows; a row without one is called by its number, from zero.
  public var rowLabels: [String]
  /// The names of the columns, such as the characters of a text; a column without one is called by
  /// its number, from zero.
  public var columnLabels: [String]
  /// Where the columns lie on an axis, such as one of seconds; `nil`: nowhere but beside each other.
  public var columnScale: Scale?
  /// Where labels stand beside the rows; empty: each row that has room for it is labelled.
  public var rowTicks: [Tick] = []
  /// The height of the drawing in pixels, 40 to 512; `nil`: what the rows need.
  public var height: Double?
  /// The room beside the drawing at least.
  public var leastMargins = SideMargins()

  /// A matrix as a picture: a row for each unit, a column for each time step.
  public init(
    title: String, values: [[Double]], colors: HeatMapColors = .symmetric, rowTitle: String = "",
    columnTitle: String = "", rowLabels: [String] = [], columnLabels: [String] = []
  ) {
    (self.title, self.values, self.colors) = (title, values, colors)
    (self.rowTitle, self.columnTitle) = (rowTitle, columnTitle)
    (self.rowLabels, self.columnLabels) = (rowLabels, columnLabels)
  }

  /// What columns stand for on an axis: the first one for `first`, each other one for `step` more than the one before.
  public struct Scale: Sendable, Equatable {
    /// The middle of the first column.
    public var first: Double
    /// From the middle of a column to the middle of the next.
    public var step: Double

    /// Columns on an axis.
    public init(first: Double, step: Double) {
      (self.first, self.step) = (first, step)
    }
  }

  /// A labelled place beside the rows.
  public struct Tick: Sendable, Equatable {
    /// The row, counted from the top; between two rows with a fraction.
    public var row: Double
    /// What stands there.
    public var label: String

    /// A labelled place beside the rows.
    public init(row: Double, label: String) {
      (self.row, self.label) = (row, label)
    }
  }

  /// The map as an SVG file, with its colours for light and dark screens inside.
  public var svg: String {
    figure(HeatMapPixels(values, colors: colors)).file
  }

  /// The map for a page, with the data that its script reads.
  var element: Markup {
    let pixels = HeatMapPixels(values, colors: colors)
    let figure = figure(pixels)
    guard !pixels.isEmpty else { return figure.element() }
    let rows = stride(from: 0, to: pixels.rowCount, by: pixels.rowStep)
    let columns = stride(from: 0, to: pixels.columnCount, by: pixels.columnStep)
    let data = Markup(
      "output",
      [
        "class": "readout", "data-low": pixels.scale.low.description,
        "data-high": pixels.scale.high.description,
        "data-row": rowTitle.isEmpty ? "row" : rowTitle.label,
        "data-column": columnTitle.isEmpty ? "column" : columnTitle.label,
        "data-rows": rows.map(rowLabel).joined(separator: "\n"),
        "data-columns": columns.map(columnLabel).joined(separator: "\n"),
      ], Markup(text: "\u{A0}"))
    return figure.element("heat", extra: data)
  }

  func rowLabel(_ row: Int) -> String { Self.label(row, in: rowLabels) }

  func columnLabel(_ column: Int) -> String {
    guard let columnScale, !columnLabels.indices.contains(column) else {
      return Self.label(column, in: columnLabels)
    }
    return (columnScale.first + Double(column) * columnScale.step).shortText()
  }

  private static func label(_ number: Int, in labels: [String]) -> String {
    labels.indices.contains(number) ? labels[number].label : String(number)
  }
}
