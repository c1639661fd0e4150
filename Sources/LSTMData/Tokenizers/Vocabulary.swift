/// The tokens of a tokenizer, numbered from zero.
public struct Vocabulary: Sendable, Equatable {
  private let bytes: [UInt8]
  /// Token k is `bytes[bounds[k]..<bounds[k + 1]]`.
  private let bounds: [Int]

  /// Numbers the tokens in their order.
  init(_ tokens: some Sequence<[UInt8]>) {
    var bytes: [UInt8] = []
    var bounds = [0]
    for token in tokens {
      bytes.append(contentsOf: token)
      bounds.append(bytes.count)
    }
    self.bytes = bytes
    self.bounds = bounds
  }

  /// The number of tokens: the width of a model's output.
  public var count: Int { bounds.count - 1 }

  /// The bytes of a token, `nil` for a number outside the vocabulary.
  public subscript(token: Int32) -> [UInt8]? {
    range(of: token).map { Array(bytes[$0]) }
  }

  /// All tokens in their order.
  public var tokens: [[UInt8]] {
    (0..<count).map { Array(bytes[bounds[$0]..<bounds[$0 + 1]]) }
  }

  /// A token as a person can read it, for tables and pictures; see ``displayText(_:)``.
  public func displayText(of token: Int32) -> String {
    range(of: token).map { Self.displayText(Array(bytes[$0])) } ?? "<token \(token)>"
  }

  /// Appends a token's bytes, those of U+FFFD for a number outside the vocabulary.
  func append(_ token: Int32, to text: inout [UInt8]) {
    if let range = range(of: token) {
      // Tokens are a few bytes long, and a loop is faster on these than a copy of a slice.
      for offset in range { text.append(bytes[offset]) }
    } else {
      text.append(contentsOf: [0xEF, 0xBF, 0xBD])
    }
  }

  @inline(__always)
  private func range(of token: Int32) -> Range<Int>? {
    let index = Int(token)
    guard index >= 0, index < count else { return nil }
    return bounds[index]..<bounds[index + 1]
  }
}

extension Vocabulary {
  /// The tokens 0 to 255 of vocabularies that can spell anything: every byte by itself.
  static let singleBytes: [[UInt8]] = (0...255).map { [UInt8($0)] }
}
