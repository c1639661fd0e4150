/// The fewest edits that turn one sequence into another, step by step (Levenshtein 1966, "Binary codes capable of correcting
/// deletions, insertions, and reversals"; Wagner and Fischer 1974, "The string-to-string correction problem").
///
/// Of ways with equally many edits, one with the most symbols in common: "a b" to "b a" deletes and inserts, it does not
/// replace both.
package struct EditAlignment: Sendable, Equatable {
  /// What happens to the next symbol of one side, or of both.
  package enum Step: Sendable {
    case match, substitution
    /// A symbol of the first sequence alone.
    case deletion
    /// A symbol of the second sequence alone.
    case insertion
  }

  /// From the beginning to the end of both.
  package let steps: [Step]

  /// How many symbols must be replaced, left out or added.
  package var distance: Int { steps.count { $0 != .match } }

  /// Compares two sequences; in memory that grows with their product only up to 64 MB.
  package init<Symbol: Hashable>(from first: [Symbol], to second: [Symbol]) {
    self.init(from: first, to: second, largestTable: 1 << 26)
  }

  /// - Parameter largestTable: cells of the table of all pairs that may be in memory; sequences that need more are cut in
  ///   two where a best alignment passes.
  init<Symbol: Hashable>(from first: [Symbol], to second: [Symbol], largestTable: Int) {
    var numbers = [Symbol: Int32]()
    func numbered(_ symbols: [Symbol]) -> [Int32] {
      symbols.map { symbol in
        if let known = numbers[symbol] { return known }
        let next = Int32(numbers.count)
        numbers[symbol] = next
        return next
      }
    }
    let (first, second) = (numbered(first), numbered(second))
    var steps: [Step] = []
    steps.reserveCapacity(max(first.count, second.count))
    EditTable(largest: largestTable).append(first[...], second[...], to: &steps)
    self.steps = steps
  }
}

/// Finds the steps between two sequences of numbers.
private struct EditTable {
  typealias Step = EditAlignment.Step
  /// An edit outweighs any number of substitutions, which decide among ways with equally many edits.
  private static let edit = 1 << 32
  let largest: Int

  func append(
    _ first: ArraySlice<Int32>, _ second: ArraySlice<Int32>, to steps: inout [Step]
  ) {
    // What both begin or end with is in common on some best way.
    let begin = zip(first, second).prefix { $0 == $1 }.count
    let (rest, other) = (first.dropFirst(begin), second.dropFirst(begin))
    let end = zip(rest.reversed(), other.reversed()).prefix { $0 == $1 }.count
    steps += repeatElement(.match, count: begin)
    appendMiddle(rest.dropLast(end), other.dropLast(end), to: &steps)
    steps += repeatElement(.match, count: end)
  }

  private func appendMiddle(
    _ first: ArraySlice<Int32>, _ second: ArraySlice<Int32>, to steps: inout [Step]
  ) {
    if first.isEmpty || second.isEmpty {
      steps += repeatElement(.deletion, count: first.count)
      steps += repeatElement(.insertion, count: second.count)
    } else if first.count == 1 || (first.count + 1) * (second.count + 1) <= largest {
      appendByTable(Array(first), Array(second), to: &steps)
    } else {
      // Hirschberg 1975, "A linear space algorithm for computing maximal common subsequences".
      let middle = first.startIndex + first.count / 2
      let before = costs(Array(first[..<middle]), Array(second))
      let behind = costs(first[middle...].reversed(), second.reversed())
      var (cut, least) = (0, Int.max)
      for place in before.indices {
        let cost = before[place] + behind[second.count - place]
        if cost < least { (cut, least) = (place, cost) }
      }
      let place = second.startIndex + cut
      append(first[..<middle], second[..<place], to: &steps)
      append(first[middle...], second[place...], to: &steps)
    }
  }

  /// The costs of turning the first sequence into each beginning of the second.
  private func costs(_ first: [Int32], _ second: [Int32]) -> [Int] {
    var row = (0...second.count).map { $0 * Self.edit }
    for symbol in first {
      advance(&row, symbol, second) { _, _ in }
    }
    return row
  }

  private func appendByTable(_ first: [Int32], _ second: [Int32], to steps: inout [Step]) {
    let width = second.count
    var row = (0...width).map { $0 * Self.edit }
    var table = [Step](repeating: .match, count: first.count * width)
    for (place, symbol) in first.enumerated() {
      advance(&row, symbol, second) { column, step in table[place * width + column] = step }
    }
    var (i, j) = (first.count, width)
    var reversed: [Step] = []
    while i > 0 || j > 0 {
      let step = i == 0 ? .insertion : j == 0 ? .deletion : table[(i - 1) * width + j - 1]
      reversed.append(step)
      if step != .insertion { i -= 1 }
      if step != .deletion { j -= 1 }
    }
    steps += reversed.reversed()
  }

  /// Brings the costs of a row of the table to the next, and reports the step that leads to each of its cells.
  @inline(__always)
  private func advance(
    _ row: inout [Int], _ symbol: Int32, _ second: [Int32], report: (Int, Step) -> Void
  ) {
    var diagonal = row[0]
    row[0] += Self.edit
    for column in second.indices {
      let isEqual = second[column] == symbol
      var best = diagonal + (isEqual ? 0 : Self.edit + 1)
      var step: Step = isEqual ? .match : .substitution
      let (deletion, insertion) = (row[column + 1] + Self.edit, row[column] + Self.edit)
      if deletion < best { (best, step) = (deletion, .deletion) }
      if insertion < best { (best, step) = (insertion, .insertion) }
      diagonal = row[column + 1]
      row[column + 1] = best
      report(column, step)
    }
  }
}
