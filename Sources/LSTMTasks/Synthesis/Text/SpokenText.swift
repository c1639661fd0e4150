/// Texts as a synthesiser says them: words in small letters, numbers written out, marks as the breaks that they are.
public enum SpokenText {
  /// The words of a text.
  ///
  /// Whole numbers from 0 to 999,999 become English words ("42": "forty two"), with a comma between thousands too; larger ones,
  /// and those that begin with a zero, are read digit by digit, as are the digits behind a decimal point ("3.14": "three
  /// point one four"). Apostrophes belong to their word.
  public static func words(of text: String) -> [String] {
    var (words, word): ([String], String) = ([], "")
    func finish(_ word: inout String) {
      if word.contains(where: { $0 != "'" }) { words.append(word) }
      word = ""
    }
    var rest = Substring(text.lowercased())
    while let first = rest.first {
      if isDigit(first) {
        finish(&word)
        words += takeNumber(&rest)
        continue
      }
      rest.removeFirst()
      if first == "'" || first == "’" {
        word.append("'")
      } else if first.isWhitespace || first.isPunctuation {
        finish(&word)
      } else {
        word.append(first)
      }
    }
    finish(&word)
    return words
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  /// Takes a number from the beginning of a text.
  private static func takeNumber(_ rest: inout Substring) -> [String] {
    var whole = String(takeDigits(&rest))
    // Thousands, as in 12,500.
    let group = rest.dropFirst().prefix { isDigit($0) }
    if whole.count <= 3, rest.first == ",", group.count == 3 {
      whole += group
      rest = rest.dropFirst(4)
    }
    var words = SpokenNumbers.words(ofDigits: whole)
    if rest.first == ".", let next = rest.dropFirst().first, isDigit(next) {
      rest.removeFirst()
      words.append("point")
      words += SpokenNumbers.eachDigit(takeDigits(&rest))
    }
    return words
  }

  private static func takeDigits(_ rest: inout Substring) -> Substring {
    let digits = rest.prefix { isDigit($0) }
    rest = rest.dropFirst(digits.count)
    return digits
  }
}
