/// What is plain to see of a sequence, in three parts: figures of each value, its course, and how values go together.
struct SequenceSummary: Sendable, Equatable {
  /// Values of a step, D.
  let dimensionCount: Int

  /// Mean, deviation, least, largest, first, last, mean change.
  private static let figureCount = 7
  /// Parts of a sequence whose means tell its course.
  private static let quarters = 4
  /// With more values a step their products would be too many.
  private static let mostProducts = 64

  /// Figures of each part.
  var sizes: [Int] {
    let products =
      dimensionCount <= Self.mostProducts ? dimensionCount * (dimensionCount + 1) / 2 : 0
    return [dimensionCount * Self.figureCount, dimensionCount * Self.quarters]
      + (products > 0 ? [dimensionCount + products] : [])
  }

  /// The figures of a sequence [T, F] whose first values of a step are the D, T at least 1.
  func figures(of values: [Float], width: Int) -> [Double] {
    let steps = values.count / width
    let series = (0..<dimensionCount).map { dimension in
      (0..<steps).map { Double(values[$0 * width + dimension]) }
    }
    var figures = series.flatMap(Self.figures) + series.flatMap(Self.course)
    guard sizes.count > 2 else { return figures }
    figures += series.map { $0.reduce(0, +) / Double(steps) }
    for one in series.indices {
      for other in one..<series.count {
        figures.append(
          zip(series[one], series[other]).reduce(0) { $0 + $1.0 * $1.1 } / Double(steps))
      }
    }
    return figures
  }

  private static func figures(_ series: [Double]) -> [Double] {
    let count = Double(series.count)
    let mean = series.reduce(0, +) / count
    let variance = series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let change = zip(series, series.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
    return [
      mean, variance.squareRoot(), series.reduce(.infinity) { min($0, $1) },
      series.reduce(-.infinity) { max($0, $1) }, series.first ?? 0, series.last ?? 0,
      change / max(1, count - 1),
    ]
  }

  /// The mean of each quarter, of fewer than four steps of the nearest one.
  private static func course(_ series: [Double]) -> [Double] {
    (0..<quarters).map { quarter in
      let first = min(series.count - 1, quarter * series.count / quarters)
      let end = max(first + 1, (quarter + 1) * series.count / quarters)
      return series[first..<end].reduce(0, +) / Double(end - first)
    }
  }
}
