import LSTMFormats
import LSTMLayers
import LSTMTensor

/// What a recogniser's networks are made of.
struct RecognizerArchitecture: Sendable, Equatable {
  /// Values of a step, F.
  var inputSize: Int
  /// Classes, the blank among them, V.
  var classCount: Int
  /// Kind of the recurrent layers.
  var cell: CellKind
  /// Whether the layers read forward only, so that speech can be recognised while it comes.
  var isStreaming: Bool
  /// Steps that a streaming network hears before it must say what was said: it answers so much later.
  var delay: Int
  /// Units of a layer and a direction, H.
  var hiddenSize: Int
  /// Recurrent layers, L.
  var layerCount: Int
  /// Probability of dropping a feature between and behind the layers, in training.
  var dropout: Float
  /// Standard deviation of what is added to inputs, in training.
  var noise: Float
  /// Networks side by side.
  var memberCount: Int

  /// How the layers read.
  var direction: Direction { isStreaming ? .forward : .bidirectional }
  /// Features that the layers give, D · H.
  var featureCount: Int { isStreaming ? hiddenSize : 2 * hiddenSize }

  /// Numbers that the networks hold; `nil` if they are more than a machine could.
  var parameterCount: Int? {
    let (hidden, features) = (Double(hiddenSize), Double(featureCount))
    let first = 4 * features * (Double(inputSize) + hidden + 1)
    let others = Double(layerCount - 1) * 4 * features * (features + hidden + 1)
    let total = Double(memberCount) * (first + others + (features + 1) * Double(classCount))
    return total < Double(1 << 34) ? Int(total) : nil
  }
}

extension RecognizerArchitecture: JSONRepresentable {
  private static let sizes = 1...1 << 24
  private static let members = [
    "inputs", "classes", "cell", "streaming", "delay", "hiddenSize", "layerCount", "dropout",
    "noise", "members",
  ]

  var json: JSONValue {
    [
      "inputs": inputSize.json, "classes": classCount.json, "cell": cell.json,
      "streaming": isStreaming.json, "delay": delay.json, "hiddenSize": hiddenSize.json,
      "layerCount": layerCount.json, "dropout": dropout.json,
      "noise": noise.json, "members": memberCount.json,
    ]
  }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    inputSize = try json.member("inputs").integer(in: Self.sizes)
    classCount = try json.member("classes").integer(in: 2...1 << 24)
    cell = try CellKind(json: json.member("cell"))
    isStreaming = try json.member("streaming").boolean()
    delay = try json.member("delay").integer(in: 0...1000)
    hiddenSize = try json.member("hiddenSize").integer(in: 1...1 << 16)
    layerCount = try json.member("layerCount").integer(in: LanguageModelArchitecture.layerCounts)
    dropout = Float(try json.member("dropout").double(in: 0...0.999))
    noise = Float(try json.member("noise").double(in: 0...1e6))
    memberCount = try json.member("members").integer(in: 1...1 << 10)
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }
}
