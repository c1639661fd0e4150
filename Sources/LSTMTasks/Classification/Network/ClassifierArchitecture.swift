import LSTMFormats
import LSTMTensor

/// What a classifier's networks are made of.
struct ClassifierArchitecture: Sendable, Equatable {
  /// Tokens that are told apart, V; zero where numbers are read.
  var vocabularySize: Int
  /// Features of a token, or numbers of a step.
  var inputSize: Int
  /// Classes, K.
  var classCount: Int
  /// Kind of the recurrent layers, which read in both directions.
  var cell: CellKind
  /// Units of a layer and a direction, H.
  var hiddenSize: Int
  /// Recurrent layers, L.
  var layerCount: Int
  /// How the states of all steps become one.
  var pooling: ClassifierPooling
  /// Probability of dropping a feature before and behind the layers, in training.
  var dropout: Float
  /// Probability of hiding a token, in training.
  var tokenDropout: Float
  /// Standard deviation of what is added to numbers, in training.
  var noise: Float
  /// Networks side by side.
  var memberCount: Int

  /// Features that the layers give, 2 H.
  var featureCount: Int { 2 * hiddenSize }

  /// Numbers that the networks hold; `nil` if they are more than a machine could.
  var parameterCount: Int? {
    let (hidden, inputs) = (Double(hiddenSize), Double(inputSize))
    let first = 8 * hidden * (inputs + hidden + 1)
    let others = Double(layerCount) * 8 * hidden * (3 * hidden + 1)
    let rest = Double(vocabularySize) * inputs + 2 * hidden * (2 * hidden + Double(classCount))
    let total = Double(memberCount) * (first + others + rest)
    return total < Double(1 << 34) ? Int(total) : nil
  }
}

extension ClassifierArchitecture: JSONRepresentable {
  private static let sizes = 1...1 << 24
  private static let members = [
    "vocabularySize", "inputs", "classes", "cell", "hiddenSize", "layerCount", "pooling",
    "dropout", "tokenDropout", "noise", "members",
  ]

  var json: JSONValue {
    [
      "vocabularySize": vocabularySize.json, "inputs": inputSize.json,
      "classes": classCount.json, "cell": cell.json, "hiddenSize": hiddenSize.json,
      "layerCount": layerCount.json, "pooling": .string(pooling.rawValue),
      "dropout": dropout.json, "tokenDropout": tokenDropout.json, "noise": noise.json,
      "members": memberCount.json,
    ]
  }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    func size(_ name: String, _ range: ClosedRange<Int> = Self.sizes) throws -> Int {
      try json.member(name).integer(in: range)
    }
    func rate(_ name: String) throws -> Float {
      Float(try json.member(name).double(in: 0...0.999))
    }
    vocabularySize = try size("vocabularySize", 0...1 << 24)
    inputSize = try size("inputs")
    classCount = try size("classes")
    cell = try CellKind(json: json.member("cell"))
    hiddenSize = try size("hiddenSize", 1...1 << 16)
    layerCount = try size("layerCount", LanguageModelArchitecture.layerCounts)
    let name = try json.member("pooling")
    guard let pooling = ClassifierPooling(rawValue: try name.string()) else {
      throw name.expected(
        "one of " + ClassifierPooling.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.pooling = pooling
    dropout = try rate("dropout")
    tokenDropout = try rate("tokenDropout")
    noise = Float(try json.member("noise").double(in: 0...1e6))
    memberCount = try size("members", 1...1 << 10)
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }
}
