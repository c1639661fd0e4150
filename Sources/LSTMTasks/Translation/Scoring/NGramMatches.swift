/// The n-grams of a hypothesis that its reference has too, each counted at most as often as it is there.
///
/// These are the clipped counts of Papineni et al. (2002), section 2.1.
enum NGramMatches {
  private static let unknown: Int32 = -1

  /// - Parameters:
  ///   - hypothesis: words or characters.
  ///   - reference: what they are compared with.
  ///   - longest: N, the order of the longest n-grams.
  /// - Returns: the matches of the orders 1 to N, [N].
  static func counts<Symbol: Hashable>(
    _ hypothesis: [Symbol], in reference: [Symbol], longest: Int
  ) -> [Int] {
    var numbers = [Symbol: Int32]()
    let referenceSymbols = reference.map { number(of: $0, in: &numbers) }
    let hypothesisSymbols = hypothesis.map { numbers[$0] ?? unknown }
    // An n-gram is its first n - 1 symbols and one more, so two numbers stand for it whatever n is.
    var (inReference, inHypothesis) = (referenceSymbols, hypothesisSymbols)
    var counts = [matches(inHypothesis, in: inReference)]
    for order in stride(from: 2, through: longest, by: 1) {
      var known = [Extension: Int32]()
      let references = zip(inReference, referenceSymbols.dropFirst(order - 1))
      let hypotheses = zip(inHypothesis, hypothesisSymbols.dropFirst(order - 1))
      inReference = references.map { number(of: Extension(start: $0, symbol: $1), in: &known) }
      inHypothesis = hypotheses.map { known[Extension(start: $0, symbol: $1)] ?? unknown }
      counts.append(matches(inHypothesis, in: inReference))
    }
    return counts
  }

  /// The n-grams of one order in a text.
  static func total(symbols: Int, order: Int) -> Int { max(0, symbols - order + 1) }

  private struct Extension: Hashable {
    let start: Int32
    let symbol: Int32
  }

  private static func number<Key: Hashable>(of key: Key, in numbers: inout [Key: Int32]) -> Int32 {
    let next = Int32(numbers.count)
    if let known = numbers[key] { return known }
    numbers[key] = next
    return next
  }

  private static func matches(_ hypothesis: [Int32], in reference: [Int32]) -> Int {
    var left = [Int](repeating: 0, count: reference.count)
    for number in reference { left[Int(number)] += 1 }
    var count = 0
    for number in hypothesis where number != unknown && left[Int(number)] > 0 {
      left[Int(number)] -= 1
      count += 1
    }
    return count
  }
}
