extension String {
  /// The text with what markup gives a meaning escaped, and what XML forbids made visible.
  var escaped: String {
    var result = ""
    result.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // An attribute would read these as spaces.
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      default: result.unicodeScalars.append(scalar.displayable)
      }
    }
    return result
  }

  /// The text as a label on one line, with a sign in place of a line feed or a tab, and of a text
  /// that is only spaces.
  var label: String {
    if !isEmpty, unicodeScalars.allSatisfy({ $0 == " " }) {
      return String(repeating: "␣", count: count)
    }
    return String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar {
          case "\n": "↵"
          case "\t": "⇥"
          default: scalar.displayable
          }
        }))
  }

  /// About how many pixels the text takes in a sans-serif font of 12 pixels.
  ///
  /// No font is at hand here; the figure is on the large side, so that nothing is cut.
  var estimatedWidth: Double {
    unicodeScalars.reduce(0) { $0 + $1.estimatedWidth }
  }

  /// The beginning that fits into about `width` pixels, with an ellipsis for the rest.
  func shortened(to width: Double) -> String {
    guard estimatedWidth > width else { return self }
    var used = 12.0
    let kept = prefix { character in
      used += String(character).estimatedWidth
      return used <= width
    }
    return kept + "…"
  }
}

extension Unicode.Scalar {
  /// The scalar itself, or a picture of it where XML forbids it.
  fileprivate var displayable: Unicode.Scalar {
    switch value {
    case 0x09, 0x0A: self
    case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0xFDD0...0xFDEF: "\u{FFFD}"
    case _ where value & 0xFFFE == 0xFFFE: "\u{FFFD}"
    default: self
    }
  }

  fileprivate var estimatedWidth: Double {
    switch value {
    case 0x300..<0x370, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100..<0x11FF, 0x2E80...: 12.5
    case _ where "ilj.,:;'|!I ".unicodeScalars.contains(self): 4
    case _ where "mwMW—…".unicodeScalars.contains(self): 11
    default: 7.2
    }
  }
}
