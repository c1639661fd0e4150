/// The words that BLEU counts: those of mteval-v13a, the scoring script of the Conference on Machine Translation.
///
/// It is sacreBLEU's tokeniser `13a` (Post 2018) step by step. ASCII punctuation but the apostrophe stands alone, points and
/// commas unless within a number, hyphens only behind a digit; all other scripts are left as they are written.
enum Tokenizer13a {
  /// The words of a line as Unicode scalars: canonically equivalent spellings are different words, as they are for sacreBLEU.
  static func words(of line: String) -> [[Unicode.Scalar]] {
    var text = alone([" "] + plainText(line) + [" "], where: isMark)
    text = apart(text, spaceLast: true) { !isDigit($0) && isPoint($1) }
    text = apart(text, spaceLast: false) { isPoint($0) && !isDigit($1) }
    text = apart(text, spaceLast: true) { isDigit($0) && $1 == "-" }
    return text.split(whereSeparator: \.separatesWords).map(Array.init)
  }

  /// The line without markers, without line breaks and with its entities resolved.
  private static func plainText(_ line: String) -> [Unicode.Scalar] {
    var text = Array(line.unicodeScalars)
    while text.last?.separatesWords == true { text.removeLast() }
    // Each replacement sees the text that the one before it left, so `&amp;lt;` becomes `<`.
    let replacements = [
      ("<skipped>", ""), ("-\n", ""), ("\n", " "),
      ("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"),
    ]
    for (old, new) in replacements {
      text = replacing(Array(old.unicodeScalars), with: new.unicodeScalars, in: text)
    }
    return text
  }

  private static func replacing(
    _ old: [Unicode.Scalar], with new: String.UnicodeScalarView, in text: [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    guard text.contains(old[0]) else { return text }
    var (result, index) = ([Unicode.Scalar](), 0)
    while index < text.count {
      if text[index] == old[0], text[index...].starts(with: old) {
        result.append(contentsOf: new)
        index += old.count
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// Sets each scalar that fits apart from both of its neighbours.
  private static func alone(_ text: [Unicode.Scalar], where fits: (Unicode.Scalar) -> Bool)
    -> [Unicode.Scalar]
  {
    var result = [Unicode.Scalar]()
    result.reserveCapacity(text.count * 2)
    for scalar in text {
      let isApart = fits(scalar)
      if isApart { result.append(" ") }
      result.append(scalar)
      if isApart { result.append(" ") }
    }
    return result
  }

  /// Sets the two scalars of each pair that fits apart, from left to right, a scalar being in one pair only.
  private static func apart(
    _ text: [Unicode.Scalar], spaceLast: Bool,
    where fits: (Unicode.Scalar, Unicode.Scalar) -> Bool
  ) -> [Unicode.Scalar] {
    var result = [Unicode.Scalar]()
    result.reserveCapacity(text.count * 2)
    var index = 0
    while index < text.count {
      if index + 1 < text.count, fits(text[index], text[index + 1]) {
        if !spaceLast { result.append(" ") }
        result.append(text[index])
        result.append(" ")
        result.append(text[index + 1])
        if spaceLast { result.append(" ") }
        index += 2
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// ASCII punctuation but `'`, `,`, `-` and `.`, and the space.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " "..."&", "("..."+", "/", ":"..."@", "["..."`", "{"..."~": true
    default: false
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
}
