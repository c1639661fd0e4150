/// The positions of a text, ordered by the tokens that follow from there.
struct OrderedPositions: Sendable {
  /// Each position of the text once; an end of the text comes before any token.
  let positions: [Int32]
  /// How many tokens each position has in common with the one before it, up to the length compared.
  let common: [UInt8]

  /// Orders the positions of a text.
  ///
  /// - Parameters:
  ///   - text: tokens from 0 up to but not `vocabularySize`, fewer than 2³¹.
  ///   - vocabularySize: V.
  ///   - length: how many tokens are compared, up to 255; positions that agree in them keep the order of the text.
  init(_ text: [Int32], vocabularySize: Int, length: Int) {
    let count = text.count
    // Least significant token first: as many stable passes as tokens, each of the text's length, whatever it says.
    var positions = (0..<Int32(count)).map(\.self)
    var sorted = positions
    for offset in stride(from: length - 1, through: 0, by: -1) {
      var places = [Int32](repeating: 0, count: vocabularySize + 2)
      for position in 0..<count { places[Self.key(text, position + offset) + 1] += 1 }
      for key in 0...vocabularySize { places[key + 1] += places[key] }
      for position in positions {
        let key = Self.key(text, Int(position) + offset)
        sorted[Int(places[key])] = position
        places[key] += 1
      }
      swap(&positions, &sorted)
    }
    var common: [UInt8] = []
    common.reserveCapacity(count)
    for index in 0..<count {
      let (here, before) = (Int(positions[index]), index == 0 ? count : Int(positions[index - 1]))
      let longest = min(length, count - max(here, before))
      var equal = 0
      while equal < longest && text[here + equal] == text[before + equal] { equal += 1 }
      common.append(UInt8(equal))
    }
    self.positions = positions
    self.common = common
  }

  private static func key(_ text: [Int32], _ position: Int) -> Int {
    position < text.count ? Int(text[position]) + 1 : 0
  }
}
