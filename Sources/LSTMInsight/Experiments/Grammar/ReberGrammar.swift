import LSTMTensor

/// A string of the embedded Reber grammar (Smith and Zipser 1989; Cleeremans and others 1989).
struct ReberString: Sendable, Equatable {
  /// Numbers in ``ReberGrammar/letters``.
  var symbols: [Int] = []
  /// What the grammar allows next, after each symbol; after the last one the beginning of another string.
  var successors: [[Int]] = []
}

/// The embedded Reber grammar: a Reber string between two symbols of which the second, at the end, must be
/// the first, at the beginning.
enum ReberGrammar {
  /// The symbols, by their numbers.
  static let letters = Array("BTPSXVE")
  static let size = letters.count

  private static let (begin, t, p, s, x, v, end) = (0, 1, 2, 3, 4, 5, 6)

  /// By node of the Reber grammar: the symbols that may come, and the node that each leads to.
  private static let arcs: [[(symbol: Int, node: Int)]] = [
    [(t, 1), (p, 2)], [(s, 1), (x, 3)], [(t, 2), (v, 4)], [(x, 2), (s, 5)], [(p, 3), (v, 5)],
    [(end, 6)],
  ]

  /// Draws a string; both arcs of a node are equally likely.
  static func string(using random: inout RandomGenerator) -> ReberString {
    let frame = random.index(below: 2) == 0 ? t : p
    var string = ReberString()
    string.append(begin, next: [t, p])
    string.append(frame, next: [begin])
    string.append(begin, next: arcs[0].map(\.symbol))
    var node = 0
    while node < arcs.count {
      let arc = arcs[node].count == 1 ? arcs[node][0] : arcs[node][random.index(below: 2)]
      node = arc.node
      string.append(arc.symbol, next: node < arcs.count ? arcs[node].map(\.symbol) : [frame])
    }
    string.append(frame, next: [end])
    string.append(end, next: [begin])
    return string
  }

  /// One of the symbols as features [7].
  static func features(_ symbol: Int) -> ArraySlice<Float> {
    var features = [Float](repeating: 0, count: size)
    features[symbol] = 1
    return features[...]
  }
}

extension ReberString {
  fileprivate mutating func append(_ symbol: Int, next: [Int]) {
    symbols.append(symbol)
    successors.append(next)
  }

  /// Whether the outputs after one of its symbols say what may come: all that may is more active than all
  /// that may not.
  func isPredicted(by outputs: some RandomAccessCollection<Float>, after step: Int) -> Bool {
    let allowed = successors[step]
    var (least, most) = (Float.infinity, -Float.infinity)
    for (symbol, output) in outputs.enumerated() {
      // A NaN must not look right.
      guard output.isFinite else { return false }
      if allowed.contains(symbol) { least = min(least, output) } else { most = max(most, output) }
    }
    return least > most
  }
}
