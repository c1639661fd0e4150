/// Something about a place in a text that a unit may follow.
public enum TextFeature: String, Sendable, CaseIterable {
  /// Characters since the line began.
  case positionInLine = "the position in the line"
  /// Between quotation marks: `"`, or “ and ”.
  case quotation = "quotation marks"
  /// Between brackets of any kind.
  case brackets = "brackets"
  /// An upper-case letter.
  case upperCase = "upper case"
  /// One of a, e, i, o, u.
  case vowel = "vowels"
  /// The first letter of a word.
  case wordStart = "the start of a word"
  /// Characters since the last white space.
  case distanceToSpace = "the distance to the last space"
  /// In a line that ends in a colon, as a speaker's name does in a play.
  case speakerName = "a line that ends in a colon"
  /// A digit.
  case digit = "digits"

  /// Whether it is there or not; otherwise it is counted.
  public var isPresence: Bool { self != .positionInLine && self != .distanceToSpace }

  /// How much of it is at the end of each step.
  ///
  /// - Parameter texts: what each step adds to the text. A step that adds nothing keeps the value of
  ///   the one before it.
  public func values(of texts: [String]) -> [Float] {
    let scalars = texts.map { Array($0.unicodeScalars) }
    let values = values(of: Array(scalars.joined()))
    var end = 0
    return scalars.map { step in
      end += step.count
      return end == 0 ? 0 : values[end - 1]
    }
  }

  private func values(of text: [Unicode.Scalar]) -> [Float] {
    switch self {
    case .positionInLine: distances(in: text) { $0 == "\n" }
    case .distanceToSpace: distances(in: text, to: \.properties.isWhitespace)
    case .upperCase: text.map { $0.properties.isUppercase ? 1 : 0 }
    case .vowel: text.map { "aeiouAEIOU".unicodeScalars.contains($0) ? 1 : 0 }
    case .digit: text.map { $0.properties.numericType == .decimal ? 1 : 0 }
    case .wordStart:
      zip([" "] + text, text).map { before, scalar in
        scalar.properties.isAlphabetic && !before.properties.isAlphabetic && before != "'" ? 1 : 0
      }
    case .quotation: depths(in: text, opening: "“«", closing: "”»", either: "\"")
    case .brackets: depths(in: text, opening: "([{", closing: ")]}")
    case .speakerName: lineEnds(in: text)
    }
  }

  private func distances(
    in text: [Unicode.Scalar], to isMark: (Unicode.Scalar) -> Bool
  ) -> [Float] {
    var distance: Float = 0
    return text.map { scalar in
      distance = isMark(scalar) ? 0 : distance + 1
      return distance
    }
  }

  /// 1 from an opening mark to before its closing one.
  private func depths(
    in text: [Unicode.Scalar], opening: String, closing: String, either: String = ""
  ) -> [Float] {
    var depth = 0
    return text.map { scalar in
      let mark = Character(scalar)
      if either.contains(mark) {
        depth = depth > 0 ? 0 : 1
      } else if opening.contains(mark) {
        depth += 1
      } else if closing.contains(mark) {
        depth = max(0, depth - 1)
      }
      return depth > 0 ? 1 : 0
    }
  }

  /// 1 in every line whose last character, before the line break, is a colon.
  private func lineEnds(in text: [Unicode.Scalar]) -> [Float] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      // The break ends its line; the last line's is taken off again below.
      Array(repeating: line.last == ":" ? Float(1) : 0, count: line.count + 1)
    }.dropLast()
  }
}

extension TextFeature {
  /// Every feature of a text, for units to follow.
  ///
  /// - Parameters:
  ///   - texts: what each step adds to the text.
  ///   - previous: the text before: a line or a quotation may have begun there.
  public static func all(of texts: [String], after previous: String) -> [InputFeature] {
    allCases.map { feature in
      InputFeature(
        key: "\(feature)", name: feature.rawValue, isPresence: feature.isPresence,
        values: Array(feature.values(of: [previous] + texts).dropFirst()))
    }
  }
}
