/// Learns merges from the distinct units of a text and their counts.
///
/// The count of every pair of neighbours is kept up to date as merges change the units, and a heap
/// finds the largest. A pair's count can only fall until it is merged, save when a merge makes the
/// pair; so a heap entry whose count is out of date is put back with the right one when it comes up.
struct BytePairTrainer {
  private var words = Words()
  private var pairs = Pairs()
  private var heap = PairHeap()

  init(_ text: [UInt8]) {
    var index = ByteStringIndex(minimumCapacity: 1 << 16)
    var counts: [Int] = []
    var units = TextUnits(text, splitsIdeographs: false)
    while let unit = units.next() {
      guard unit.count > 1 else { continue }
      let entry = index.insert(text, unit)
      if entry == counts.count { counts.append(0) }
      counts[entry] += 1
    }
    for (entry, count) in counts.enumerated() {
      words.append(index[entry], count: count)
      countPairs(of: entry)
    }
    for slot in pairs.counts.indices { push(slot) }
  }

  /// Up to `limit` merges, in the order in which they are to be done.
  mutating func merges(limit: Int) -> [TokenizerDescription.Merge] {
    var merges: [TokenizerDescription.Merge] = []
    while merges.count < limit, let top = heap.popLargest() {
      guard top.count == pairs.counts[top.slot] else {
        push(top.slot)
        continue
      }
      let pair = pairs.merges[top.slot]
      merge(top.slot, into: Int32(BytePairTokenizer.byteCount + merges.count))
      merges.append(pair)
    }
    return merges
  }

  private mutating func merge(_ slot: Int, into token: Int32) {
    let firstNewSlot = pairs.counts.count
    let pair = pairs.merges[slot]
    for word in pairs.takePlaces(of: slot) {
      merge(pair, into: token, inWord: Int(word))
    }
    // Only pairs with the new token can have grown, and there was none before.
    for new in firstNewSlot..<pairs.counts.count { push(new) }
  }

  /// Joins a pair wherever a word has it, from left to right, and counts the neighbours anew: each
  /// joined pair those to its left, and those to its right unless another joined pair stands there.
  private mutating func merge(
    _ pair: TokenizerDescription.Merge, into token: Int32, inWord entry: Int
  ) {
    let row = words.places(of: entry)
    let count = words.counts[entry]
    var (source, target) = (row.lowerBound, row.lowerBound)
    var followsJoined = false
    while source < row.upperBound {
      guard words.has(pair, at: source, in: row) else {
        words.symbols[target] = words.symbols[source]
        (source, target, followsJoined) = (source + 1, target + 1, false)
        continue
      }
      pairs.add(-count, pair.left, pair.right)
      if target > row.lowerBound {
        let before = words.symbols[target - 1]
        pairs.add(-count, followsJoined ? pair.right : before, pair.left)
        pairs.note(word: entry, slot: pairs.add(count, before, token))
      }
      words.symbols[target] = token
      (source, target, followsJoined) = (source + 2, target + 1, true)
      if source < row.upperBound, !words.has(pair, at: source, in: row) {
        let after = words.symbols[source]
        pairs.add(-count, pair.right, after)
        pairs.note(word: entry, slot: pairs.add(count, token, after))
      }
    }
    words.shorten(entry, to: target - row.lowerBound)
  }

  private mutating func countPairs(of entry: Int) {
    for place in words.places(of: entry).dropLast() {
      let slot = pairs.add(words.counts[entry], words.symbols[place], words.symbols[place + 1])
      pairs.note(word: entry, slot: slot)
    }
  }

  private mutating func push(_ slot: Int) {
    // A pair that occurs once would be a token that says nothing about other texts.
    guard pairs.counts[slot] > 1 else { return }
    let pair = pairs.merges[slot]
    let key = BytePairTokenizer.key(pair.left, pair.right)
    heap.push(.init(count: pairs.counts[slot], key: key, slot: slot))
  }
}

extension BytePairTrainer {
  /// The units as rows of tokens, one after the other; a row shrinks in place.
  private struct Words {
    var symbols: [Int32] = []
    private(set) var counts: [Int] = []
    private var starts: [Int] = []
    private var lengths: [Int] = []

    mutating func append(_ bytes: [UInt8], count: Int) {
      starts.append(symbols.count)
      lengths.append(bytes.count)
      counts.append(count)
      symbols.append(contentsOf: bytes.lazy.map { Int32($0) })
    }

    func places(of entry: Int) -> Range<Int> { starts[entry]..<starts[entry] + lengths[entry] }

    func has(_ pair: TokenizerDescription.Merge, at place: Int, in row: Range<Int>) -> Bool {
      place + 1 < row.upperBound && symbols[place] == pair.left && symbols[place + 1] == pair.right
    }

    mutating func shorten(_ entry: Int, to length: Int) { lengths[entry] = length }
  }

  /// The pairs met so far, numbered as they came: their counts, and the units that may have them.
  private struct Pairs {
    private(set) var merges: [TokenizerDescription.Merge] = []
    private(set) var counts: [Int] = []
    private var places: [[Int32]] = []
    private var slots: [UInt64: Int] = [:]

    @discardableResult
    mutating func add(_ count: Int, _ left: Int32, _ right: Int32) -> Int {
      let key = BytePairTokenizer.key(left, right)
      if let slot = slots[key] {
        counts[slot] += count
        return slot
      }
      slots[key] = merges.count
      merges.append(.init(left, right))
      counts.append(count)
      places.append([])
      return merges.count - 1
    }

    mutating func note(word: Int, slot: Int) {
      if places[slot].last != Int32(word) { places[slot].append(Int32(word)) }
    }

    mutating func takePlaces(of slot: Int) -> [Int32] {
      defer { places[slot] = [] }
      return places[slot]
    }
  }
}
