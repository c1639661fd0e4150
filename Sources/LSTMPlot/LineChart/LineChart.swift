/// A chart of lines, with bands and marks where they are given.
///
/// Any number may be missing: a point that is not finite, or not positive on a logarithmic axis,
/// leaves a gap.
public struct LineChart: Sendable, Equatable {
  /// What the chart shows; empty for no title.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The lines.
  public var series: [Series]
  /// Areas between two lines, drawn below the lines.
  public var bands: [Band]
  /// Vertical marks over the whole height.
  public var marks: [Mark]
  /// Texts above places of the drawing; of those that would overlap the first is shown.
  public var labels: [Label] = []
  /// The room beside the drawing at least.
  public var leastMargins = SideMargins()

  /// A chart of lines, with bands and marks where they are given.
  public init(
    title: String, x: Axis = Axis(), y: Axis = Axis(), series: [Series], bands: [Band] = [],
    marks: [Mark] = []
  ) {
    (self.title, self.x, self.y) = (title, x, y)
    (self.series, self.bands, self.marks) = (series, bands, marks)
  }

  /// The chart as an SVG file, with its colours for light and dark screens inside.
  public var svg: String { figure.file }

  /// An axis of a chart.
  public struct Axis: Sendable, Equatable {
    /// What the axis counts; empty for no label.
    public var label: String
    /// How values become places.
    public var scale: Scale
    /// Where the axis begins and ends, and what lies beyond is drawn at its end; `nil`: where the values do.
    public var limits: ClosedRange<Double>?

    /// An axis of a chart.
    public init(
      _ label: String = "", scale: Scale = .linear, limits: ClosedRange<Double>? = nil
    ) {
      (self.label, self.scale, self.limits) = (label, scale, limits)
    }

    /// How values become places on an axis.
    public enum Scale: Sendable {
      /// Equal differences take equal room.
      case linear
      /// Equal ratios take equal room; values of zero and below are not shown.
      case logarithmic
    }
  }

  /// A line.
  public struct Series: Sendable, Equatable {
    /// What the legend calls the line; empty to leave it out there.
    public var name: String
    /// The places of the points along the horizontal axis.
    public var x: [Double]
    /// Their values; when there are not as many as places, the rest of the longer is not used.
    public var y: [Double]
    /// Whether the line is grey and behind the others, as what is there by default.
    public var isMuted = false

    /// A line through points.
    public init(_ name: String, x: [Double], y: [Double]) {
      (self.name, self.x, self.y) = (name, x, y)
    }

    /// A line through values at 0, 1, 2 and so on.
    public init(_ name: String, y: [Double]) {
      self.init(name, x: y.indices.map(Double.init), y: y)
    }
  }

  /// An area between two lines, such as the interval of a forecast.
  public struct Band: Sendable, Equatable {
    /// What the legend calls the band; empty to leave it out there.
    public var name: String
    /// The places along the horizontal axis.
    public var x: [Double]
    /// The lower edge.
    public var lower: [Double]
    /// The upper edge.
    public var upper: [Double]
    /// The number of the series whose colour the band takes.
    public var series: Int

    /// An area between two lines; it takes the colour of the first series unless told otherwise.
    public init(_ name: String, x: [Double], lower: [Double], upper: [Double], series: Int = 0) {
      (self.name, self.x, self.lower, self.upper) = (name, x, lower, upper)
      self.series = series
    }
  }

  /// A text above a place of the drawing, such as what a peak stands for.
  public struct Label: Sendable, Equatable {
    /// The place along the horizontal axis.
    public var x: Double
    /// The place along the vertical axis.
    public var y: Double
    /// What stands above it.
    public var text: String

    /// A text above a place of the drawing.
    public init(x: Double, y: Double, text: String) {
      (self.x, self.y, self.text) = (x, y, text)
    }
  }

  /// A vertical mark, such as an anomaly.
  public struct Mark: Sendable, Equatable {
    /// The place along the horizontal axis.
    public var x: Double
    /// What is marked: marks with the same label share an entry of the legend.
    public var label: String

    /// A vertical mark.
    public init(x: Double, label: String) {
      (self.x, self.label) = (x, label)
    }
  }
}
