/// A text whose pieces are coloured by a value each, to show what a unit does while it reads.
public struct TextStrip: Sendable, Equatable {
  /// What the strip shows; empty for no title.
  public var title: String
  /// The pieces of the text, in order.
  public var tokens: [Token]
  /// The range that the colours stand for.
  public var colors: HeatMapColors

  /// A text whose pieces are coloured by a value each.
  public init(title: String, tokens: [Token], colors: HeatMapColors = .signed) {
    (self.title, self.tokens, self.colors) = (title, tokens, colors)
  }

  /// A piece of the text, a character or a word, and its value.
  public struct Token: Sendable, Equatable {
    /// The piece as it stands in the text.
    public var text: String
    /// Its value; NaN for none.
    public var value: Double

    /// A piece of the text and its value.
    public init(_ text: String, _ value: Double) {
      (self.text, self.value) = (text, value)
    }
  }

  /// The number of strengths in the style sheet.
  static let levelCount = 10

  var element: Markup {
    let scale = ColorScale(colors, values: tokens.lazy.map(\.value))
    let pieces = tokens.map { token in
      let isBreak = token.text.contains { $0.isNewline }
      let shown = token.text.allSatisfy { $0 == " " } ? token.text : token.text.label
      let value = token.value.isNaN ? "no value" : token.value.shortText(digits: 3)
      return Markup(
        "span", ["class": Self.style(token.value, scale), "title": value], text: shown)
        + (isBreak ? Markup(text: "\n") : Markup())
    }
    let ends = [0, 0.25, 0.5, 0.75, 1].map { share in
      let value = scale.low + share * scale.high - share * scale.low
      return Markup(
        "span", ["class": Self.style(value, scale)], text: value.shortText(digits: 3))
    }
    return Markup(
      "figure", ["class": "strip"],
      (title.isEmpty ? Markup() : Markup("figcaption", text: title))
        + Markup("p", ["class": "text", "dir": "auto"], pieces.joined())
        + Markup("p", ["class": "scale", "aria-label": "Colours from low to high"], ends.joined()))
  }

  /// The class of a value: the letter of its tint, and how strong that is.
  private static func style(_ value: Double, _ scale: ColorScale) -> String? {
    guard let share = scale.share(of: value) else { return "missing" }
    let tint = scale.tint(at: min(max(share, 0), 1))
    let level = (Int(tint.strength) * levelCount + 127) / 255
    let letter = tints.first { $0.color == tint.color }?.letter ?? ""
    return level == 0 ? nil : "\(letter)\(level)"
  }

  private static let tints: [(letter: String, color: RGBColor)] = [
    ("n", ColorScale.negative), ("p", ColorScale.positive), ("q", ColorScale.sequential),
  ]

  /// The rules for the classes; the strongest tint stays weak enough to read the text on it.
  static let rules = tints.flatMap { letter, color in
    (1...levelCount).map { level in
      ".\(letter)\(level){background:rgb(\(color.red) \(color.green) \(color.blue)/\(level * 6)%)}"
    }
  }.joined()
}
