/// What a person sees of an input.
public enum ExplainedContent: Sendable, Equatable {
  /// A text, the ``ExplainedStep/text`` of each step; and the end of what was read before.
  case text(previous: String)
  /// Lines over time.
  case series(ExplainedSeries)
  /// A sound over time.
  case sound(ExplainedSound)
  /// A sentence, and what the model writes of it in another language.
  case translation(ExplainedTranslation)
}

/// A series, and what is said of it, for a chart.
public struct ExplainedSeries: Sendable, Equatable {
  /// The series' name.
  public var name: String
  /// What the values are.
  public var valueName: String
  /// What the steps along the axis are, such as "days from 2015-12-31".
  public var axis: String
  /// The lines, over places along the axis.
  public var lines: [Line]
  /// What is exceeded in 95 and in 5 of 100 cases, over the places of the line of the same number; `nil`: nothing is
  /// said of the spread.
  public var interval: Interval?
  /// Sentences about the picture.
  public var legend: String

  /// Values along the axis; NaN where there is none.
  public struct Line: Sendable, Equatable {
    /// What the line is.
    public var name: String
    /// Places along the axis.
    public var places: [Double]
    /// As many values.
    public var values: [Double]

    /// A line.
    public init(_ name: String, places: [Double], values: [Double]) {
      (self.name, self.places, self.values) = (name, places, values)
    }
  }

  /// An area about a line.
  public struct Interval: Sendable, Equatable {
    /// The number of the line that it belongs to.
    public var line: Int
    /// Its lower edge.
    public var lower: [Double]
    /// Its upper edge.
    public var upper: [Double]

    /// An area about a line.
    public init(line: Int, lower: [Double], upper: [Double]) {
      (self.line, self.lower, self.upper) = (line, lower, upper)
    }
  }

  /// A series.
  public init(
    name: String, valueName: String, axis: String, lines: [Line], interval: Interval? = nil,
    legend: String
  ) {
    (self.name, self.valueName, self.axis) = (name, valueName, axis)
    (self.lines, self.interval, self.legend) = (lines, interval, legend)
  }
}
