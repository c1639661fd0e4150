import LSTMData

extension KneserNeyModel {
  /// The order that suits a tokenizer.
  ///
  /// With words, order 6 gains 0.003 nats a token over 5 on Penn Treebank, and with byte pairs 0.006. With characters,
  /// order 7 is best on a megabyte of Shakespeare, 0.003 nats below 8, and more than 8 on the five of Penn Treebank,
  /// where 8 is 0.022 below 7. Each further order makes the file half as large again, or more.
  public static func order(for tokenizer: AnyTokenizer) -> Int {
    switch tokenizer {
    case .character: 8
    case .word, .closedVocabulary, .bytePair: 5
    }
  }

  /// Learns a model from a text.
  ///
  /// - Parameters:
  ///   - tokens: the text, from 0 up to but not V; of more than ``largestTokenCount`` the last.
  ///   - vocabularySize: V, from one.
  ///   - order: the length of the longest n-grams, from 1 to ``largestOrder``; it becomes smaller where n-grams of that
  ///     length are more than ``largestNGramCount``.
  public init(trainingOn tokens: [Int32], vocabularySize: Int, order: Int) {
    self.init(
      trainingOn: tokens, vocabularySize: vocabularySize, order: order,
      nGramLimit: Self.largestNGramCount)
  }

  init(trainingOn tokens: [Int32], vocabularySize: Int, order: Int, nGramLimit: Int) {
    precondition((1...Self.largestOrder).contains(order), "an order of \(order)")
    precondition(vocabularySize > 0, "a vocabulary of \(vocabularySize) tokens")
    let text = Array(tokens.suffix(Self.largestTokenCount))
    precondition(
      text.allSatisfy { $0 >= 0 && Int($0) < vocabularySize },
      "tokens outside a vocabulary of \(vocabularySize)")
    self.vocabularySize = vocabularySize
    let ordered = OrderedPositions(text, vocabularySize: vocabularySize, length: order)
    var levels: [NGramLevel] = []
    var longest = NGramCensus(ofSingleTokens: text, vocabularySize: vocabularySize)
    var total = vocabularySize
    while longest.length < order {
      let longer = NGramCensus(of: text, ordered, after: longest)
      total += longer.tokens.count
      guard total <= nGramLimit else { break }
      levels.append(longest.level(counts: longest.neighbourCounts(longer)))
      longest = longer
    }
    levels.append(longest.level(counts: longest.occurrenceCounts))
    self.levels = levels
  }
}

/// The different n-grams of one length in a text.
private struct NGramCensus {
  /// n.
  let length: Int
  /// The last token of each n-gram, in the order of their tokens.
  let tokens: [Int32]
  /// The number of n-grams in each context, the n-grams of the length before.
  let sizes: [Int32]
  /// A position of the text where each n-gram begins; of single tokens, none.
  private let places: [Int32]
  /// The n-gram at each position of the text, shorter at the end.
  private let indices: [Int32]

  /// Single tokens, those that the text lacks too.
  init(ofSingleTokens text: [Int32], vocabularySize: Int) {
    length = 1
    tokens = (0..<Int32(vocabularySize)).map(\.self)
    sizes = [Int32(vocabularySize)]
    places = []
    indices = text
  }

  /// The n-grams that are longer by one token.
  init(of text: [Int32], _ ordered: OrderedPositions, after shorter: NGramCensus) {
    let length = shorter.length + 1
    var places: [Int32] = []
    var indices = [Int32](repeating: 0, count: max(0, text.count - length + 1))
    for rank in ordered.positions.indices {
      let place = ordered.positions[rank]
      // What ends too early comes before all that it begins, so nothing is torn apart by leaving it out.
      guard Int(place) < indices.count else { continue }
      if ordered.common[rank] < length { places.append(place) }
      indices[Int(place)] = Int32(places.count - 1)
    }
    var sizes = [Int32](repeating: 0, count: shorter.tokens.count)
    for place in places { sizes[Int(shorter.indices[Int(place)])] += 1 }
    self.length = length
    self.tokens = places.map { text[Int($0) + length - 1] }
    self.sizes = sizes
    self.places = places
    self.indices = indices
  }

  /// How often each n-gram occurs.
  var occurrenceCounts: [Int32] {
    var counts = [Int32](repeating: 0, count: tokens.count)
    for index in indices { counts[Int(index)] += 1 }
    return counts
  }

  /// How many different tokens stand before each n-gram, the beginning of the text as one more: as many as there are
  /// n-grams longer by one that end in it.
  func neighbourCounts(_ longer: NGramCensus) -> [Int32] {
    var counts = [Int32](repeating: 0, count: tokens.count)
    if let beginning = indices.first { counts[Int(beginning)] += 1 }
    for place in longer.places { counts[Int(indices[Int(place) + 1])] += 1 }
    return counts
  }

  func level(counts: [Int32]) -> NGramLevel {
    NGramLevel(tokens: tokens, counts: counts, sizes: sizes)
  }
}
