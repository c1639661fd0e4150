/// The n-grams of one length, ordered by their contexts, the n − 1 tokens before the last, and those of a context by
/// their last token.
///
/// The contexts are the n-grams of the level below, in its order, so that the levels are a trie in flat arrays.
struct NGramLevel: Sendable, Equatable {
  /// The last token of each n-gram, ascending in each context.
  let tokens: [Int32]
  /// How often each was counted; zero only among single tokens, all of which are there.
  let counts: [Int32]
  /// The first n-gram of each context, and the number of all n-grams at the end.
  let first: [Int32]
  /// What is withheld of counts.
  let discount: ModifiedDiscount
  /// The counts of all n-grams of each context together.
  private let totals: [Int32]
  /// What is withheld of them together.
  private let withheld: [Double]

  /// A level from its n-grams.
  ///
  /// - Parameters:
  ///   - tokens: the last token of each n-gram, ascending in each context.
  ///   - counts: of each n-gram; those of a context are together at most `Int32.max`.
  ///   - sizes: the number of n-grams of each context.
  init(tokens: [Int32], counts: [Int32], sizes: [Int32]) {
    self.tokens = tokens
    self.counts = counts
    let discount = ModifiedDiscount(counts: counts)
    self.discount = discount
    var first: [Int32] = [0]
    first.reserveCapacity(sizes.count + 1)
    var totals: [Int32] = []
    totals.reserveCapacity(sizes.count)
    var withheld: [Double] = []
    withheld.reserveCapacity(sizes.count)
    var end = 0
    for size in sizes {
      var (total, sum) = (Int32(0), 0.0)
      for index in end..<end + Int(size) {
        total += counts[index]
        sum += discount[counts[index]]
      }
      end += Int(size)
      first.append(Int32(end))
      totals.append(total)
      withheld.append(sum)
    }
    self.first = first
    self.totals = totals
    self.withheld = withheld
  }

  /// The number of contexts.
  var contextCount: Int { totals.count }

  /// The n-gram of a context that ends in a token, `nil` where there is none.
  func index(of token: Int32, in context: Int32) -> Int32? {
    var (low, high) = (Int(first[Int(context)]), Int(first[Int(context) + 1]))
    let end = high
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle] < token { low = middle + 1 } else { high = middle }
    }
    return low < end && tokens[low] == token ? Int32(low) : nil
  }

  /// The probability of a token in a context: its discounted share, and what is withheld spread as the level below says.
  ///
  /// - Parameters:
  ///   - index: the n-gram that ends in the token, `nil` where there is none.
  ///   - context: the n-gram's.
  ///   - shorter: the probability of the token in the context without its first token.
  func probability(of index: Int32?, in context: Int32, shorter: Double) -> Double {
    let total = totals[Int(context)]
    guard total > 0 else { return shorter }
    let count = index.map { counts[Int($0)] } ?? 0
    return (Double(count) - discount[count] + withheld[Int(context)] * shorter) / Double(total)
  }
}
