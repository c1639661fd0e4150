import LSTMData
import LSTMFormats
import LSTMPlot

/// What came out of an ``Experiment``.
public struct ExperimentReport: Sendable {
  /// For a reader: tables and what they prove.
  public let lines: [String]
  /// For a program, with the keys that `lstm reproduce --json` promises.
  public let json: JSONValue
  /// The paper's figure beside ours.
  public let chart: LineChart

  /// A report with text and data of its own.
  public init(lines: [String], json: JSONValue, chart: LineChart) {
    (self.lines, self.json, self.chart) = (lines, json, chart)
  }

  /// A report of figures, which makes the table and the data.
  ///
  /// - Parameters:
  ///   - rows: the figures.
  ///   - notes: lines below the table.
  ///   - chart: the picture.
  public init(rows: [Row], notes: [String] = [], chart: LineChart) {
    let width = (rows.map(\.metric.count).max() ?? 0) + 2
    let header =
      "".padded(to: width)
      + ["paper", "ours", "low", "high"].map { $0.leftPadded(to: Row.columnWidth) }.joined()
    self.init(
      lines: [header] + rows.map { $0.line(nameWidth: width) } + (notes.isEmpty ? [] : [""])
        + notes,
      json: .array(rows.map(\.json)), chart: chart)
  }

  /// A figure over several seeds.
  public struct Row: Sendable, Equatable {
    static let columnWidth = 12

    /// What is measured, with its unit.
    public let metric: String
    /// What the paper says; `nil` where it gives no number.
    public let paper: Double?
    /// What we found: the median over the seeds.
    public let ours: Double
    /// The least over the seeds.
    public let low: Double
    /// The greatest over the seeds.
    public let high: Double

    /// A figure from one number a seed.
    ///
    /// - Parameter values: one or more; the mean of the middle two is the median of an even number.
    public init(_ metric: String, paper: Double? = nil, values: [Double]) {
      precondition(!values.isEmpty, "a figure needs a value")
      let sorted = values.sorted()
      self.metric = metric
      self.paper = paper
      ours = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      low = sorted[0]
      high = sorted[sorted.count - 1]
    }

    var json: JSONValue {
      [
        "metric": .string(metric), "paper": paper.map { .number($0) } ?? .null,
        "ours": .number(ours), "low": .number(low), "high": .number(high),
      ]
    }

    func line(nameWidth: Int) -> String {
      metric.padded(to: nameWidth)
        + ([paper].map { $0.map(\.shortText) ?? "-" } + [ours, low, high].map(\.shortText))
        .map { $0.leftPadded(to: Self.columnWidth) }.joined()
    }
  }
}

extension Double {
  /// About three digits: plain where that is short, else one digit after the point and a power of ten.
  var shortText: String {
    guard isFinite, self != 0 else { return isFinite ? "0" : "\(self)" }
    let size = magnitude
    if size < 0.01 || size >= 1e8 { return powerText }
    return text(size >= 100 ? 0 : size >= 10 ? 1 : 3)
  }

  private var powerText: String {
    var (mantissa, exponent) = (magnitude, 0)
    while mantissa >= 9.95 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 0.995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return "\(self < 0 ? "-" : "")\(mantissa.text(1))e\(exponent)"
  }
}
