import LSTMData
import LSTMFormats

/// The contents of `tokenizer.json`.
///
/// ```json
/// { "kind": "character", "tokens": ["\n", " ", "a", "b"], "merges": [], "byteFallback": false }
/// ```
extension TokenizerDescription: JSONRepresentable {
  private static let members = ["kind", "tokens", "merges", "byteFallback"]

  /// The description as it is written to a file.
  public var json: JSONValue {
    [
      "kind": .string(kind.rawValue),
      "tokens": .array(tokens.map { .string(String(decoding: $0, as: UTF8.self)) }),
      "merges": .array(merges.map { [.integer(Int64($0.left)), .integer(Int64($0.right))] }),
      "byteFallback": .boolean(hasByteFallback),
    ]
  }

  /// Reads a description; whether it makes sense is for the tokenizer to check.
  ///
  /// - Throws: `JSONError` where a member is missing, unknown or of another type.
  public init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    let name = try json.member("kind")
    guard let kind = Kind(rawValue: try name.string()) else {
      throw name.expected(
        "one of " + Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    let tokens = try json.member("tokens").elements().map { try Array($0.string().utf8) }
    let merges = try json.member("merges").elements().map { merge in
      let pair = try merge.elements()
      guard pair.count == 2 else { throw merge.expected("two token numbers") }
      let range = 0...Int(Int32.max)
      return Merge(
        Int32(try pair[0].integer(in: range)), Int32(try pair[1].integer(in: range)))
    }
    self.init(
      kind: kind, tokens: tokens, merges: merges,
      hasByteFallback: try json.member("byteFallback").boolean())
  }
}
