extension TranscriptAlignment {
  /// The alignment as NIST's sclite shows it: reference above hypothesis, asterisks in a gap, and a letter below each error,
  /// S for a substitution, D for a deletion, I for an insertion.
  ///
  ///     REF:  the *** cat sat
  ///     HYP:  the big cat ***
  ///     Eval:     I       D
  ///
  /// - Parameter width: columns of a line, as far as words allow; what is longer goes on in another three lines.
  public func lines(width: Int = 100) -> [String] {
    var (lines, row) = ([String](), Row())
    for pair in pairs {
      let column = Column(pair)
      if !row.isEmpty, row.width + 1 + column.width > width {
        lines += row.lines
        row = Row()
      }
      row.append(column)
    }
    return row.isEmpty ? lines : lines + row.lines
  }

  private struct Column {
    let reference, hypothesis, mark: String
    let width: Int

    init(_ pair: Pair) {
      func shown(_ symbol: String?, other: String?) -> String {
        let gap = String(repeating: "*", count: max(1, other?.count ?? 0))
        // A space that is a symbol of its own would be taken for none.
        return symbol.map { $0 == " " ? "␣" : $0 } ?? gap
      }
      reference = shown(pair.reference, other: pair.hypothesis)
      hypothesis = shown(pair.hypothesis, other: pair.reference)
      mark =
        pair.isHit ? "" : pair.reference == nil ? "I" : pair.hypothesis == nil ? "D" : "S"
      width = max(reference.count, hypothesis.count)
    }
  }

  private struct Row {
    private var texts = ["REF: ", "HYP: ", "Eval:"]
    private(set) var width = 5
    private(set) var isEmpty = true

    mutating func append(_ column: Column) {
      for (place, text) in [column.reference, column.hypothesis, column.mark].enumerated() {
        texts[place] += " " + text + String(repeating: " ", count: column.width - text.count)
      }
      width += 1 + column.width
      isEmpty = false
    }

    /// Without the spaces at their ends.
    var lines: [String] {
      texts.map { text in
        String(text.reversed().drop { $0 == " " }.reversed())
      }
    }
  }
}
