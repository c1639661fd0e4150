import LSTMData

/// What the linear model looks at.
enum LinearFeatures: Sendable {
  /// Which n-grams a text has, 1 for each: those of one counter after the other.
  case grams([NGramCounter])
  /// What is plain to see of a sequence of so many values a step.
  case summary(SequenceSummary)

  /// Columns, F.
  var count: Int { blocks.reduce(0) { $0 + $1.count } }

  /// The columns that a model of their own looks at: of each counter, of each part of a summary.
  var blocks: [Range<Int>] {
    let sizes =
      switch self {
      case .grams(let counters): counters.map(\.gramCount)
      case .summary(let summary): summary.sizes
      }
    var next = 0
    return sizes.map { size in
      defer { next += size }
      return next..<next + size
    }
  }

  /// The features of a text.
  func row(of text: [UInt8]) -> [FeatureRows.Entry] {
    guard case .grams(let counters) = self else { return [] }
    return zip(counters, blocks).flatMap { counter, block in
      counter.counts(of: text).map {
        FeatureRows.Entry(column: $0.gram + Int32(block.lowerBound), value: 1)
      }
    }
  }

  /// The features of a sequence [T, F], missing values as zero.
  func row(of values: [Float], width: Int) -> [FeatureRows.Entry] {
    guard case .summary(let summary) = self else { return [] }
    return summary.figures(of: values, width: width).enumerated().map {
      FeatureRows.Entry(column: Int32($0.offset), value: $0.element)
    }
  }
}
