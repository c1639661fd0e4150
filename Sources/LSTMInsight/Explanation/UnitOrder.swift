import LSTMTensor

/// An order of units in which those that move alike stand together.
enum UnitOrder {
  /// Units by their share in the first principal component of their hidden states over time.
  ///
  /// - Parameter hidden: [T, 1, H].
  static func byMotion(_ hidden: Tensor) -> [Int] {
    let (steps, units) = (hidden.shape[0], hidden.shape.columnCount)
    guard steps > 1 else { return Array(0..<units) }
    let columns = standardized(hidden.values, steps: steps, units: units)
    // Power iteration; the start is uneven, so that it is at a right angle to nothing in particular.
    var loading = (0..<units).map { 1 + 0.1 * Double($0 % 7) }
    for _ in 0..<30 {
      var course = [Double](repeating: 0, count: steps)
      for unit in 0..<units {
        for step in 0..<steps { course[step] += loading[unit] * columns[unit * steps + step] }
      }
      for unit in 0..<units {
        loading[unit] = 0
        for step in 0..<steps { loading[unit] += course[step] * columns[unit * steps + step] }
      }
      let norm = loading.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0 else { return Array(0..<units) }
      for unit in 0..<units { loading[unit] /= norm }
    }
    return (0..<units).sorted { (loading[$0], $0) < (loading[$1], $1) }
  }

  /// Each unit's course with mean 0 and deviation 1, [H, T]; 0 where it does not move.
  private static func standardized(_ values: [Float], steps: Int, units: Int) -> [Double] {
    (0..<units).flatMap { unit -> [Double] in
      let course = (0..<steps).map { Double(values[$0 * units + unit]) }
      let mean = course.reduce(0, +) / Double(steps)
      let variance = course.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(steps)
      let scale = variance > 0 ? 1 / variance.squareRoot() : 0
      return course.map { ($0 - mean) * scale }
    }
  }
}
