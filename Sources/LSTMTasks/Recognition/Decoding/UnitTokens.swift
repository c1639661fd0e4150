import LSTMTensor

/// Which token of a language model stands for each unit of a recogniser.
public struct UnitTokens: Sendable, Equatable {
  /// The token of each class; `nil` for the blank, and for a unit that the language model has not got.
  public let tokens: [Int32?]
  /// The token that stands before a text and behind it, such as the one of a new line; `nil`: texts begin and end anywhere.
  public let boundary: Int32?

  /// - Parameters:
  ///   - tokens: the token of each class.
  ///   - boundary: the token that stands before a text and behind it.
  public init(_ tokens: [Int32?], boundary: Int32? = nil) {
    self.tokens = tokens
    self.boundary = boundary
  }

  subscript(unit: Int32) -> Int32? { tokens[Int(unit)] }

  func check(vocabularySize: Int) {
    let all = tokens.compactMap { $0 } + (boundary.map { [$0] } ?? [])
    precondition(
      all.allSatisfy { $0 >= 0 && Int($0) < vocabularySize },
      "tokens of units must lie in 0..<\(vocabularySize)")
  }
}
