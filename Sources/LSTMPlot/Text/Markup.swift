/// Well-formed markup, SVG or HTML.
///
/// Text enters only escaped and elements are closed as they are made, so that no label, whatever it
/// holds, can break a page. The page is written as XML that is also HTML.
struct Markup: Sendable {
  private(set) var source = ""

  /// No markup at all.
  init() {}

  /// Text, with everything escaped that markup gives a meaning.
  init(text: String) {
    source = text.escaped
  }

  /// An element.
  ///
  /// Without content the element closes itself, which HTML understands only in SVG and in `meta`;
  /// an attribute without a value is left out.
  init(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    _ content: Markup? = nil
  ) {
    source = "<\(name)"
    for case (let attribute, let value?) in attributes {
      source += " \(attribute)=\"\(value.escaped)\""
    }
    source += content.map { ">\($0.source)</\(name)>" } ?? "/>"
  }

  /// An element that holds text.
  init(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], text: String
  ) {
    self.init(name, attributes, Markup(text: text))
  }

  /// An element whose content is a language of its own, `style` or `script`.
  ///
  /// The content is ours and not data: HTML would not undo an escape in it, XML would, so it must
  /// hold neither `<` nor `&`.
  init(_ name: StaticString, verbatim content: String) {
    source = "<\(name)>\(content)</\(name)>"
  }

  static func += (left: inout Markup, right: Markup) {
    left.source += right.source
  }

  static func + (left: Markup, right: Markup) -> Markup {
    var sum = left
    sum += right
    return sum
  }
}

extension Sequence<Markup> {
  /// One after the other.
  func joined() -> Markup {
    reduce(into: Markup()) { $0 += $1 }
  }
}
