import LSTMFormats
import LSTMTensor

/// What a detector of events is made of.
struct EventArchitecture: Sendable, Equatable {
  /// Inputs of an event, F.
  var inputSize: Int
  /// Those that do not look at the event's numbers.
  var contextSize: Int
  /// Numbers whose distribution is predicted; none where labels are learned from.
  var numberCount: Int
  /// Kind of the recurrent layers.
  var cell: CellKind
  /// Units of a layer, H.
  var hiddenSize: Int
  /// Recurrent layers.
  var layerCount: Int
  /// Probability of dropping a value, in training.
  var dropout: Float
  /// Networks, which differ in their beginning and in the order of what they saw.
  var memberCount: Int

  /// The distribution of a number: its tails forgive the outliers that training data hold.
  static let distribution = OutputDistribution.studentT
  /// Units of the layer behind the recurrent ones.
  static let headSize = 32

  /// Whether labels are learned from.
  var isSupervised: Bool { numberCount == 0 }
  /// Outputs of an event: the logit of an anomaly, or the parameters of each number's distribution.
  var outputSize: Int {
    isSupervised ? 1 : numberCount * Self.distribution.outputCount
  }
  /// Inputs of the layer behind the recurrent ones: what came before, and the event.
  var headInputSize: Int { hiddenSize + (isSupervised ? inputSize : contextSize) }
}

extension EventArchitecture: JSONRepresentable {
  private static let sizes = 1...1 << 20
  private static let members = [
    "kind", "inputs", "context", "numbers", "cell", "hiddenSize", "layerCount", "dropout",
    "members",
  ]

  var json: JSONValue {
    [
      "kind": DetectorKind.events.json, "inputs": inputSize.json, "context": contextSize.json,
      "numbers": numberCount.json, "cell": .string(cell.rawValue), "hiddenSize": hiddenSize.json,
      "layerCount": layerCount.json, "dropout": .number(Double(dropout)),
      "members": memberCount.json,
    ]
  }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    func size(_ name: String, _ range: ClosedRange<Int> = Self.sizes) throws -> Int {
      try json.member(name).integer(in: range)
    }
    inputSize = try size("inputs")
    contextSize = try size("context", 0...inputSize)
    numberCount = try size("numbers", 0...1 << 10)
    cell = try CellKind(json: json.member("cell"))
    hiddenSize = try size("hiddenSize")
    layerCount = try size("layerCount", LanguageModelArchitecture.layerCounts)
    dropout = Float(try json.member("dropout").double(in: 0...0.999))
    memberCount = try size("members", 1...1 << 10)
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }

  /// Numbers that the model holds; `nil` if they are more than a machine could.
  var parameterCount: Int? {
    let (hidden, inputs) = (Double(hiddenSize), Double(inputSize))
    let layers = 4 * hidden * (inputs + hidden + 1) + Double(layerCount) * 8 * hidden * hidden
    let head = Double(headInputSize + outputSize + 2) * Double(Self.headSize)
    let total = Double(memberCount) * (layers + head)
    return total < Double(1 << 34) ? Int(total) : nil
  }
}
