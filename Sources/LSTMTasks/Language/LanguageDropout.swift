import LSTMFormats

/// What a language model drops in training, beside what its layers drop inside.
public struct LanguageDropout: Sendable, Equatable, ExpressibleByFloatLiteral {
  /// Probability of dropping a value between the layers; into and out of them too, where nothing else is said.
  public var rate: Float
  /// Probability of dropping a value on the way into the layers; `nil`: as ``rate``.
  public var input: Float?
  /// Probability of dropping a value on the way out of the layers; `nil`: as ``rate``.
  public var output: Float?
  /// Probability of dropping a token everywhere in a window (Gal and Ghahramani 2016, "A theoretically grounded
  /// application of dropout in recurrent neural networks", arXiv:1512.05287).
  public var token: Float = 0
  /// Whether a value is dropped at all steps of a window or at none (variational dropout, the same paper); else at each step
  /// anew (Zaremba and others 2014, arXiv:1409.2329).
  public var isLocked = false

  /// One rate everywhere, at each step anew.
  public init(rate: Float) {
    self.rate = rate
  }

  /// One rate everywhere, at each step anew.
  public init(floatLiteral rate: Float) {
    self.init(rate: rate)
  }

  var inputRate: Float { input ?? rate }
  var outputRate: Float { output ?? rate }
}

extension LanguageDropout {
  static let optionalMembers = [
    "inputDropout", "outputDropout", "tokenDropout", "lockedDropout",
  ]

  /// Those that are set: a model without the later ones has the `config.json` that it had before there were any.
  var jsonMembers: [(String, JSONValue)] {
    let values: [JSONValue?] = [
      input?.json, output?.json, token > 0 ? token.json : JSONValue?.none,
      isLocked ? .boolean(true) : JSONValue?.none,
    ]
    let optional = zip(Self.optionalMembers, values)
    return [("dropout", rate.json)]
      + optional.compactMap { name, value in value.map { (name, $0) } }
  }

  /// Reads those that are there.
  ///
  /// - Throws: `JSONError` where a member is out of its range, or there is no `dropout`.
  init(json: JSONReader) throws {
    func rate(_ member: JSONReader) throws -> Float {
      let rate = try member.float()
      guard rate >= 0, rate < 1 else { throw member.expected("a rate from 0 up to but not 1") }
      return rate
    }
    self.init(rate: try rate(json.member("dropout")))
    input = try json.memberIfPresent("inputDropout").map(rate)
    output = try json.memberIfPresent("outputDropout").map(rate)
    token = try json.memberIfPresent("tokenDropout").map(rate) ?? 0
    isLocked = try json.memberIfPresent("lockedDropout")?.boolean() ?? false
  }
}
