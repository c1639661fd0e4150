import LSTMKit

/// What a person is told where a model reads something else than what was written.
enum UnseenText {
  /// A line that names the parts of a text that a model has never seen; `nil` if there are none.
  static func note(_ replacements: [TextReplacement], in text: String) -> String? {
    guard !replacements.isEmpty else { return nil }
    let shown = replacements.prefix(5).map { "\"\($0.original)\" as \"\($0.standIn)\"" }
    let rest = replacements.count > 5 ? " and \(replacements.count - 5) more" : ""
    return """
      lstm: the model has never seen some characters of \(text); it reads \
      \(shown.joined(separator: ", "))\(rest).

      """
  }
}
