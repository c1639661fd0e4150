import Testing

@testable import LSTMPlot

@Suite("A report")
struct ReportPageTests {
  @Test("is well formed, and the same bytes each time")
  func isWellFormed() throws {
    let markup = try StrictMarkup(SamplePage.page.html)
    #expect(markup.elements.filter { $0.name == "figure" }.count == 7)
    #expect(SamplePage.page.html == SamplePage.page.html)
  }

  @Test("refers to nothing outside itself")
  func refersToNothing() throws {
    let html = SamplePage.page.html
    for reference in ["http:", "https:", "url(", "@import", "fetch(", "<link", "<iframe"] {
      #expect(!html.contains(reference), "\(reference)")
    }
    for element in try StrictMarkup(html).elements {
      #expect(element.attributes["src"] == nil)
      let target = element.attributes["href"] ?? "#"
      #expect(target.hasPrefix("#section-") || target.hasPrefix("data:image/png;") || target == "#")
    }
    #expect(html.contains("default-src 'none'"))
  }

  @Test("has a title, a language, and words for every picture and table")
  func hasWords() throws {
    let elements = try StrictMarkup(SamplePage.page.html).elements
    #expect(elements.first { $0.name == "html" }?.attributes["lang"] == "en")
    #expect(elements.filter { $0.name == "title" }.count >= 1)
    for picture in elements where picture.attributes["role"] == "img" {
      #expect(picture.attributes["aria-label"]?.count ?? 0 > 20)
    }
    let tables = elements.filter { $0.name == "table" }.count
    #expect(tables == 1 && elements.filter { $0.name == "caption" }.count == tables)
  }

  @Test("has every identifier once, and a section for every entry of its contents")
  func identifiers() throws {
    let elements = try StrictMarkup(SamplePage.page.html).elements
    let identifiers = elements.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    let targets = elements.filter { $0.name == "a" }.compactMap { $0.attributes["href"] }
    #expect(targets.count == 4)
    #expect(targets.allSatisfy { identifiers.contains(String($0.dropFirst())) })
  }

  @Test("shows text as text, whatever it holds", arguments: Hostile.texts)
  func survivesTexts(text: String) throws {
    let page = ReportPage(
      title: text, subtitle: text, language: text,
      sections: [
        ReportSection(
          text,
          [
            .paragraph(text), .table(.init(caption: text, columns: [text], rows: [[text, text]])),
            .strip(.init(title: text, tokens: [.init(text, 1)])),
          ])
      ])
    let scripts = try StrictMarkup(page.html).elements.filter { $0.name == "script" }
    #expect(scripts.count == 1)
  }

  @Test("aligns a column of numbers, and fills the cells that lack")
  func alignsNumbers() {
    let table = ReportTable(
      caption: "c", columns: ["name", "value"], rows: [["a", "−1.5"], ["b"], ["c", "12%"]])
    let source = table.element.source
    #expect(source.contains("<td class=\"number\">−1.5</td>"))
    #expect(source.contains("<td class=\"number\"></td>"))
    #expect(source.contains("<th scope=\"row\">a</th>"))
  }

  @Test("colours each piece of a text strip by its value, and tells the value")
  func coloursStrips() {
    let strip = TextStrip(
      title: "", tokens: [.init("a", -1), .init("b", 0), .init("c", 0.5), .init("d", .nan)])
    let source = strip.element.source
    for piece in [
      "<span class=\"n10\" title=\"−1\">a</span>", "<span title=\"0\">b</span>",
      "<span class=\"p5\" title=\"0.5\">c</span>",
      "<span class=\"missing\" title=\"no value\">d</span>",
    ] { #expect(source.contains(piece), "\(piece)") }
  }

  @Test("has text that stands out from the page, by day and by night")
  func contrast() {
    for role in [ColorRole.ink, .quiet] {
      #expect(Self.contrast(role.light, ColorRole.paper.light) >= 4.5)
      #expect(Self.contrast(role.dark, ColorRole.paper.dark) >= 4.5)
    }
    for role in ColorRole.series + [.mark] {
      #expect(Self.contrast(role.light, ColorRole.paper.light) >= 3, "\(role)")
      #expect(Self.contrast(role.dark, ColorRole.paper.dark) >= 3, "\(role)")
    }
  }

  /// The contrast ratio of WCAG 2.
  private static func contrast(_ first: RGBColor, _ second: RGBColor) -> Double {
    let (one, other) = (luminance(first), luminance(second))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  private static func luminance(_ color: RGBColor) -> Double {
    // The square stands for the exponent of 2.4 with an offset; it is off by a few per cent.
    let parts = [color.red, color.green, color.blue].map { Double($0) / 255 }.map { $0 * $0 }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
