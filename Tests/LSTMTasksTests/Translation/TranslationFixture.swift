import LSTMFormats

/// The figures that `Reference/make_translation_fixtures.py` wrote.
enum TranslationFixture {
  /// Hypotheses, their references, and sacreBLEU's scores of them.
  struct Corpus {
    let name: String
    let hypotheses: [String]
    let references: [String]
    let bleu: JSONReader
    let chrf: Double
  }

  static func part(_ name: String) throws -> JSONReader {
    try TaskFixture.part(name, of: "translation_scores")
  }

  static func corpora() throws -> [Corpus] {
    try part("corpora").elements().map { one in
      Corpus(
        name: try one.member("name").string(), hypotheses: try one.strings("hypotheses"),
        references: try one.strings("references"), bleu: try one.member("bleu"),
        chrf: try one.number("chrf"))
    }
  }

  /// A signature up to its last field, the version of who computed the score.
  static func settings(_ signature: String) -> String {
    signature.split(separator: "|").dropLast().joined(separator: "|")
  }

  /// Equal but for the rounding of logarithms.
  static func agree(_ found: Double, _ expected: Double) -> Bool {
    abs(found - expected) <= 1e-12 * expected
  }
}

extension JSONReader {
  func strings(_ name: String) throws -> [String] {
    try member(name).elements().map { try $0.string() }
  }
}
