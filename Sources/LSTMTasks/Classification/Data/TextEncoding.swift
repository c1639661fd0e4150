import Foundation
import LSTMData

/// How a text becomes the tokens that networks read, and what the linear model counts.
struct TextEncoding: Sendable {
  /// What turns text into tokens.
  let tokenizer: AnyTokenizer
  /// Whether capitals count as small letters.
  let isCaseFolded: Bool
  /// Tokens that the networks read of a text at most.
  let maximumLength: Int

  /// The token that stands for nothing: for an empty text, and for words that training hides.
  var blank: Int32 { Int32(tokenizer.vocabulary.count) }
  /// Tokens and the blank, V.
  var vocabularySize: Int { tokenizer.vocabulary.count + 1 }

  /// The text as it is cut into tokens and n-grams.
  func folded(_ text: [UInt8]) -> [UInt8] { Self.folded(text, isCaseFolded) }

  static func folded(_ text: [UInt8], _ isCaseFolded: Bool) -> [UInt8] {
    guard isCaseFolded else { return text }
    return Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
  }

  /// The tokens of a text that ``folded(_:)`` made, all of them.
  static func tokens(_ text: [UInt8], _ tokenizer: AnyTokenizer) -> [Int32] {
    switch tokenizer {
    // So that the first word is the same token as elsewhere.
    case .word, .bytePair: tokenizer.encode([0x20] + text)
    case .character, .closedVocabulary: tokenizer.encode(text)
    }
  }

  /// The tokens of a text that ``folded(_:)`` made, at least one.
  func tokens(_ text: [UInt8]) -> [Int32] {
    let tokens = Self.tokens(text, tokenizer)
    return tokens.isEmpty ? [blank] : Array(tokens.prefix(maximumLength))
  }
}
