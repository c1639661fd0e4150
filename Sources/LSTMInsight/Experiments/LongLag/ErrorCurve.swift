/// The mean error of a training by the number of sequences seen, in spans that grow by a tenth each.
public struct ErrorCurve: Sendable, Equatable {
  /// The last sequence of each span.
  public private(set) var sequences: [Int] = []
  /// The mean of |output − target| over the span.
  public private(set) var errors: [Double] = []
  /// Sequences before the first thousand of which 98 % were right; `nil`: there was none, or it was not asked.
  public private(set) var mostlyRight: Int?
  private var sum = 0.0
  private var start = 0
  private var end = 100
  private var count = 0
  private var right = 0

  private static let (thousand, enough) = (1000, 980)

  /// A curve without a point.
  public init() {}

  /// Records one more sequence.
  mutating func record(_ error: Double, isRight: Bool = false) {
    sum += error
    count += 1
    if isRight { right += 1 }
    if count % Self.thousand == 0 {
      if mostlyRight == nil, right >= Self.enough { mostlyRight = count - Self.thousand }
      right = 0
    }
    guard count == end else { return }
    sequences.append(end)
    errors.append(sum / Double(end - start))
    (sum, start, end) = (0, end, end + end / 10)
  }

  /// The mean, least and greatest error of several trainings at each point of the longest one.
  ///
  /// A training that has ended keeps its last error.
  static func summary(of curves: [ErrorCurve]) -> (
    sequences: [Double], mean: [Double], low: [Double], high: [Double]
  ) {
    let longest = curves.max { $0.sequences.count < $1.sequences.count }?.sequences ?? []
    let present = curves.filter { !$0.errors.isEmpty }
    let columns = longest.indices.map { index in
      present.map { $0.errors[min(index, $0.errors.count - 1)] }
    }
    return (
      longest.map(Double.init), columns.map { $0.reduce(0, +) / Double($0.count) },
      columns.map { $0.min() ?? 0 }, columns.map { $0.max() ?? 0 }
    )
  }
}
