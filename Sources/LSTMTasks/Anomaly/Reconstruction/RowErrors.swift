import LSTMTensor

/// The errors of the rows of a series: each the mean over the windows that cover it.
struct RowErrors: Sendable {
  /// A row's mean error over its observed variables, [R]; NaN where there are none, or no window covers it.
  let errors: [Double]
  /// What was expected of each variable, scaled, [R · F].
  let expected: [Double]
  /// The variable with the largest error, [R].
  let variables: [Int]

  /// Windows that cover a row.
  private static let coverage = 8

  /// How far windows are apart so that enough of them cover each row.
  static func stride(length: Int) -> Int { max(1, length / coverage) }

  /// The errors of some rows of a sequence, by windows within them.
  init(
    _ model: ReconstructionModel, _ data: DetectionSequences, _ sequence: Int, in rows: Range<Int>,
    _ measure: ReconstructionModel.Measure
  ) {
    let (features, length) = (data.featureCount, data.length)
    var sums = [Double](repeating: 0, count: rows.count * features)
    var expected = sums
    var counts = [Double](repeating: 0, count: rows.count)
    let windows = data.windows(sequence, in: rows, stride: Self.stride(length: length))
    model.forEachWindow(windows, data, measure) { window, errors, given in
      let first = window.start - rows.lowerBound
      for step in 0..<length { counts[first + step] += 1 }
      for place in errors.indices {
        sums[first * features + place] += errors[place]
        expected[first * features + place] += given[place]
      }
    }
    var (means, variables) = ([Double](), [Int]())
    for row in 0..<rows.count {
      let own = row * features..<(row + 1) * features
      for place in own { expected[place] /= max(1, counts[row]) }
      let first = (rows.lowerBound + row) * features
      let observed = data.isObserved[sequence][first..<first + features].count(where: { $0 })
      variables.append((own.max { sums[$0] < sums[$1] } ?? own.lowerBound) - own.lowerBound)
      let sum = sums[own].reduce(0, +)
      means.append(
        observed == 0 || counts[row] == 0 ? .nan : sum / counts[row] / Double(observed))
    }
    (self.errors, self.expected, self.variables) = (means, expected, variables)
  }
}
