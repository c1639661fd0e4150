/// How often each unit and each character of a training text occurs.
struct WordCensus {
  private let minimumCount: Int
  private var units = ByteStringIndex(minimumCapacity: 1 << 16)
  private var counts: [Int] = []

  init(minimumCount: Int) {
    self.minimumCount = minimumCount
  }

  mutating func countUnits(of text: [UInt8]) {
    var scanner = TextUnits(text, splitsIdeographs: true)
    while let unit = scanner.next() {
      let entry = units.insert(text, unit)
      if entry == counts.count { counts.append(0) }
      counts[entry] += 1
    }
  }

  /// The characters and words worth a token, characters first.
  func vocabulary(limit: Int) -> ByteStringIndex {
    var chosen = ByteStringIndex(minimumCapacity: min(limit, units.count))
    for character in frequentCharacters(limit: limit / 4) {
      _ = chosen.insert(character, 0..<character.count)
    }
    for entry in frequentUnits() {
      guard chosen.count < limit else { break }
      let unit = units[entry]
      guard UTF8Scan.isValid(unit) else { continue }
      _ = chosen.insert(unit, 0..<unit.count)
    }
    return chosen
  }

  /// Units of two bytes or more, the most frequent first.
  private func frequentUnits() -> [Int] {
    (0..<units.count)
      .filter { counts[$0] >= minimumCount && units.length(of: $0) > 1 }
      .sorted { first, second in
        counts[first] == counts[second]
          ? units.isLess(first, second) : counts[first] > counts[second]
      }
  }

  /// Characters beyond ASCII, the most frequent ones, in the order of their code points.
  private func frequentCharacters(limit: Int) -> [[UInt8]] {
    var countOfScalar: [UInt32: Int] = [:]
    for entry in 0..<units.count {
      let unit = units[entry]
      var offset = 0
      while offset < unit.count {
        let step = UTF8Step(unit, at: offset, end: unit.count)
        if step.verdict == .scalar, step.length > 1 {
          countOfScalar[step.value, default: 0] += counts[entry]
        }
        offset += step.length
      }
    }
    return countOfScalar.filter { $0.value >= minimumCount }
      .sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
      .prefix(limit).map(\.key).sorted()
      .compactMap { Unicode.Scalar($0) }.map { Array($0.utf8) }
  }
}
