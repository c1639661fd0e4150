/// The first values of the orthonormal discrete cosine transform (DCT-II) of each row.
struct CosineTransform: Sendable {
  private let width: Int
  private let rows: [[Double]]

  /// - Parameters:
  ///   - count: how many values are kept.
  ///   - width: the values of a row.
  init(count: Int, of width: Int) {
    self.width = width
    rows = (0..<count).map { k in
      let scale = (k == 0 ? 1 / Double(width) : 2 / Double(width)).squareRoot()
      return (0..<width).map { n in scale * rotation(k * (2 * n + 1), of: 4 * width).cosine }
    }
  }

  /// `count` values for each row of `width`.
  func apply(_ values: [Float]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(values.count / width * rows.count)
    for start in stride(from: 0, to: values.count, by: width) {
      for row in rows {
        var sum = 0.0
        for place in 0..<width { sum += row[place] * Double(values[start + place]) }
        result.append(Float(sum))
      }
    }
    return result
  }
}
