import LSTMFormats
import LSTMTensor

/// What a translator is made of.
public struct TranslationArchitecture: Sendable, Equatable {
  /// Tokens of both languages, V, without the boundary.
  public var vocabularySize: Int
  /// Features of a token, E.
  public var embeddingSize: Int
  /// Units of a layer in one direction of the encoder, and of the decoder, H.
  public var hiddenSize: Int
  /// Recurrent layers of the encoder, and of the decoder.
  public var layerCount: Int
  /// How queries and keys are compared.
  public var score: AttentionScore
  /// Whether a step of the decoder sees what the step before attended to.
  public var feedsInput: Bool
  /// Probability of dropping a value in training.
  public var dropout: Float

  /// The number of the token that begins and ends a sentence.
  var boundary: Int32 { Int32(vocabularySize) }
  /// Rows of the embedding and of the output layer.
  var classCount: Int { vocabularySize + 1 }
}

extension TranslationArchitecture: JSONRepresentable {
  private static let sizes = 1...1 << 24
  private static let members = [
    "vocabularySize", "embeddingSize", "hiddenSize", "layerCount", "attention", "inputFeeding",
    "dropout",
  ]

  /// The part of `config.json` that says what to build.
  public var json: JSONValue {
    [
      "vocabularySize": vocabularySize.json, "embeddingSize": embeddingSize.json,
      "hiddenSize": hiddenSize.json, "layerCount": layerCount.json,
      "attention": .string(score.rawValue), "inputFeeding": feedsInput.json,
      "dropout": dropout.json,
    ]
  }

  /// Reads the sizes of a model.
  ///
  /// - Throws: `JSONError` where a member is missing, unknown or out of its range.
  public init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    func size(_ name: String, _ range: ClosedRange<Int> = Self.sizes) throws -> Int {
      try json.member(name).integer(in: range)
    }
    vocabularySize = try size("vocabularySize")
    embeddingSize = try size("embeddingSize")
    hiddenSize = try size("hiddenSize")
    layerCount = try size("layerCount", LanguageModelArchitecture.layerCounts)
    let name = try json.member("attention")
    guard let score = AttentionScore(rawValue: try name.string()) else {
      throw name.expected(
        "one of " + AttentionScore.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self.score = score
    feedsInput = try json.member("inputFeeding").boolean()
    dropout = Float(try json.member("dropout").double(in: 0...0.999))
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }

  /// Numbers to train; `nil` if they are more than a machine could hold.
  var parameterCount: Int? {
    let (embedding, hidden) = (Double(embeddingSize), Double(hiddenSize))
    let tokens = Double(classCount) * (embedding + 1)
    let encoder = 8 * hidden * (embedding + hidden + Double(layerCount) * 3 * hidden)
    let decoder = 4 * hidden * (embedding + 2 * hidden + Double(layerCount) * 2 * hidden)
    let total = tokens + encoder + decoder + 8 * hidden * hidden
    return total < Double(1 << 34) ? Int(total) : nil
  }
}
