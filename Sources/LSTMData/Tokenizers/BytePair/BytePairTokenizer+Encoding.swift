extension BytePairTokenizer {
  /// The token numbers of a text.
  public func encode(_ text: [UInt8]) -> [Int32] {
    var tokens: [Int32] = []
    tokens.reserveCapacity(text.count / 3)
    var known = EncodedUnits()
    var units = TextUnits(text, splitsIdeographs: false)
    while let unit = units.next() {
      if unit.count == 1 {
        tokens.append(Int32(text[unit.lowerBound]))
      } else if !known.append(text, unit, to: &tokens) {
        let merged = mergedTokens(text, unit)
        known.remember(text, unit, as: merged)
        tokens.append(contentsOf: merged)
      }
    }
    return tokens
  }

  /// Joins, while there is one, the pair whose merge was learnt first, leftmost first.
  private func mergedTokens(_ text: [UInt8], _ unit: Range<Int>) -> [Int32] {
    var tokens = text[unit].map { Int32($0) }
    var joined = (1..<tokens.count).map { join(tokens[$0 - 1], tokens[$0]) }
    while let place = indexOfSmallest(joined), joined[place] != Int32.max {
      tokens[place] = joined[place]
      tokens.remove(at: place + 1)
      joined.remove(at: place)
      if place > 0 { joined[place - 1] = join(tokens[place - 1], tokens[place]) }
      if place < joined.count { joined[place] = join(tokens[place], tokens[place + 1]) }
    }
    return tokens
  }

  @inline(__always)
  private func join(_ left: Int32, _ right: Int32) -> Int32 {
    tokenOfPair[Self.key(left, right)] ?? .max
  }

  @inline(__always)
  private func indexOfSmallest(_ numbers: [Int32]) -> Int? {
    guard var smallest = numbers.first else { return nil }
    var place = 0
    for index in numbers.indices where numbers[index] < smallest {
      smallest = numbers[index]
      place = index
    }
    return place
  }
}

/// The tokens of the units met so far, up to a limit: frequent units come early.
private struct EncodedUnits {
  private static let limit = 1 << 16

  private var index = ByteStringIndex()
  private var tokens: [Int32] = []
  private var bounds = [0]

  /// Appends the tokens of a unit met before; returns whether it was.
  func append(_ text: [UInt8], _ unit: Range<Int>, to output: inout [Int32]) -> Bool {
    guard let entry = index.entry(text, unit) else { return false }
    for place in bounds[entry]..<bounds[entry + 1] {
      output.append(tokens[place])
    }
    return true
  }

  mutating func remember(_ text: [UInt8], _ unit: Range<Int>, as merged: [Int32]) {
    guard index.count < Self.limit else { return }
    _ = index.insert(text, unit)
    tokens.append(contentsOf: merged)
    bounds.append(tokens.count)
  }
}
