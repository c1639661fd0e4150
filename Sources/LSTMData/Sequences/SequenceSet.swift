/// Sequences of unequal length with several values a step, and a class each.
///
/// ```swift
/// let set = try SequenceSet(contentsOf: "JapaneseVowels_TRAIN.ts")
/// print(set.sequences.count, set.dimensionCount, set.classes)      // 270, 12, ["1", … "9"]
/// ```
public struct SequenceSet: Sendable, Equatable {
  /// One sequence.
  public struct Sequence: Sendable, Equatable {
    /// [T, D], row by row; NaN where missing.
    public let values: [Double]
    /// The number of steps, T.
    public let count: Int
    /// The class's place in ``SequenceSet/classes``, `nil` where it has none.
    public let label: Int?

    /// A sequence.
    ///
    /// - Parameters:
    ///   - values: [T, D], row by row; NaN where missing.
    ///   - count: T, 1 or more.
    ///   - label: the class's place in ``SequenceSet/classes``, `nil` where it has none.
    public init(values: [Double], count: Int, label: Int?) {
      self.values = values
      self.count = count
      self.label = label
    }
  }

  /// The problem's name, where the file gives one.
  public let name: String?
  /// The number of values a step, D.
  public let dimensionCount: Int
  /// The names of the classes, empty where there are none.
  public let classes: [String]
  /// The sequences, in the file's order.
  public let sequences: [Sequence]

  /// Sequences of one number of dimensions.
  public init(name: String?, dimensionCount: Int, classes: [String], sequences: [Sequence]) {
    self.name = name
    self.dimensionCount = dimensionCount
    self.classes = classes
    self.sequences = sequences
  }
}

extension SequenceSet {
  /// A table whose rows are sequences of one value a step, such as the UCR archive's files.
  ///
  /// - Parameters:
  ///   - rows: The table; all columns but the label are steps, in order.
  ///   - labelColumn: The column of the class, `nil` for none. Classes are in order of arrival.
  ///   - stepColumns: The columns of the steps, in order; `nil` for all but the label.
  /// - Throws: ``TableError`` where a step is no column of numbers.
  public init(
    rows table: Table, labelColumn: String?, stepColumns: [String]? = nil
  ) throws(TableError) {
    var classes: [String] = []
    var labels = [Int?](repeating: nil, count: table.rowCount)
    if let labelColumn {
      let column = try table.column(labelColumn)
      for (row, word) in column.words.enumerated() {
        guard let word else { continue }
        if let place = classes.firstIndex(of: word) {
          labels[row] = place
        } else {
          labels[row] = classes.count
          classes.append(word)
        }
      }
    }
    let names = stepColumns ?? table.columns.map(\.name).filter { $0 != labelColumn }
    let steps = try names.map { name throws(TableError) in try table.numbers(name) }
    self.init(
      name: nil, dimensionCount: 1, classes: classes,
      sequences: labels.enumerated().map { row, label in
        Sequence(values: steps.map { $0[row] }, count: steps.count, label: label)
      })
  }
}

extension TableColumn {
  /// Each row's value as a word, `nil` where missing; whole numbers have no fraction.
  package var words: [String?] {
    switch values {
    case .numbers(let numbers):
      numbers.map { $0.isNaN ? nil : Int(exactly: $0).map(String.init) ?? String($0) }
    case .categories(let codes, let vocabulary):
      codes.map { $0 < 0 ? nil : vocabulary[Int($0)] }
    case .times(let column): column.times.map(\.text)
    }
  }
}
