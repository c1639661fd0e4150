import Foundation

/// Which characters can stand for one that a vocabulary lacks.
enum NearestCharacter {
  /// Code points in the order in which to try them, ending in the white space.
  static func candidates(for value: UInt32) -> [UInt32] {
    var candidates: [Unicode.Scalar] = []
    if let scalar = Unicode.Scalar(value) {
      candidates += cases(of: scalar)
      candidates += plainForms(of: scalar)
      if let base = base(of: scalar) {
        candidates += [base] + cases(of: base) + plainForms(of: base)
      }
    }
    return (candidates + [" ", "\n"]).map(\.value)
  }

  private static func cases(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping].compactMap {
      let mapped = $0.unicodeScalars
      return mapped.count == 1 && mapped.first != scalar ? mapped.first : nil
    }
  }

  /// The letter under the accents, the digit in the circle: the first scalar of the compatibility
  /// decomposition.
  private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let base = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.first
    return base == scalar ? nil : base
  }

  /// What a typewriter would have for a typographic mark, of which Unicode has no table.
  private static func plainForms(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch scalar {
    case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}", "\u{2032}", "`", "\u{B4}": ["'"]
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{2033}", "«", "»": ["\"", "'"]
    case "\"": ["'"]
    case "\u{2010}"..."\u{2015}", "\u{2212}": ["-"]
    case "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": ["\n"]
    default: []
    }
  }
}
