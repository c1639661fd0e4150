/// What a colour is for; each has a shade for a light page and one for a dark page.
///
/// The colours of the series are those of Okabe and Ito, "Color Universal Design" (2008), which
/// people with any common colour blindness tell apart, darkened or lightened to stand out from the
/// page.
enum ColorRole: CaseIterable, Sendable {
  case paper, surface, ink, quiet, line, mark
  case series0, series1, series2, series3, series4, series5

  static let series: [ColorRole] = [.series0, .series1, .series2, .series3, .series4, .series5]

  /// The name of the variable in the style sheet of a page.
  var variable: String { "--\(self)" }

  var light: RGBColor {
    switch self {
    case .paper: RGBColor(0xFFFFFF)
    case .surface: RGBColor(0xF6F7F8)
    case .ink: RGBColor(0x1C2126)
    case .quiet: RGBColor(0x5A636C)
    case .line: RGBColor(0xDDE1E5)
    case .mark: RGBColor(0xB3261E)
    case .series0: RGBColor(0x0069B4)
    case .series1: RGBColor(0xC85200)
    case .series2: RGBColor(0x008562)
    case .series3: RGBColor(0xA9448B)
    case .series4: RGBColor(0x8C6A00)
    case .series5: RGBColor(0x59636E)
    }
  }

  var dark: RGBColor {
    switch self {
    case .paper: RGBColor(0x14171A)
    case .surface: RGBColor(0x1D2125)
    case .ink: RGBColor(0xE6E9EC)
    case .quiet: RGBColor(0xA3ACB5)
    case .line: RGBColor(0x343A41)
    case .mark: RGBColor(0xFF8A80)
    case .series0: RGBColor(0x56B4E9)
    case .series1: RGBColor(0xF2914F)
    case .series2: RGBColor(0x2FC59B)
    case .series3: RGBColor(0xE391C5)
    case .series4: RGBColor(0xE5C34B)
    case .series5: RGBColor(0xB4BCC4)
    }
  }
}
