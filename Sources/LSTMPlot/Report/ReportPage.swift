/// A report as one HTML file that loads nothing: no font, no script, no picture from elsewhere.
///
/// It follows the light or dark setting of the reader, fits a telephone and a wide screen, and can
/// be read without scripts, which only add the numbers under the pointer.
public struct ReportPage: Sendable, Equatable {
  /// The title of the page.
  public var title: String
  /// A sentence under the title; empty for none.
  public var subtitle: String
  /// The language of the text, as a tag such as "en".
  public var language: String
  /// The sections, in order; more than three get a table of contents.
  public var sections: [ReportSection]

  /// A report as one HTML file.
  public init(
    title: String, subtitle: String = "", language: String = "en", sections: [ReportSection]
  ) {
    (self.title, self.subtitle) = (title, subtitle)
    (self.language, self.sections) = (language, sections)
  }

  /// The page as the text of an HTML file.
  public var html: String {
    "<!DOCTYPE html>\n"
      + Markup("html", ["lang": language], head + Markup("body", [:], main)).source + "\n"
  }

  // The policy holds browsers to the promise that nothing is loaded.
  private var head: Markup {
    let policy =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return Markup(
      "head", [:],
      Markup("meta", ["charset": "utf-8"])
        + Markup("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
        + Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        + Markup("meta", ["name": "color-scheme", "content": "light dark"])
        + Markup("title", text: title) + Markup("style", verbatim: PageStyle.rules))
  }

  private var main: Markup {
    let subtitle =
      subtitle.isEmpty ? Markup() : Markup("p", ["class": "subtitle"], text: subtitle)
    return Markup(
      "main", [:],
      Markup("header", [:], Markup("h1", text: title) + subtitle) + contents
        + sections.enumerated().map { $1.element(identifier: Self.identifier($0)) }.joined())
      + Markup("script", verbatim: PageScript.text)
  }

  private var contents: Markup {
    guard sections.count > 3 else { return Markup() }
    let entries = sections.enumerated().map { number, section in
      Markup(
        "li", [:],
        Markup("a", ["href": "#" + Self.identifier(number)], text: section.heading.label))
    }
    return Markup("nav", ["aria-label": "Contents"], Markup("ol", [:], entries.joined()))
  }

  private static func identifier(_ number: Int) -> String { "section-\(number + 1)" }
}
