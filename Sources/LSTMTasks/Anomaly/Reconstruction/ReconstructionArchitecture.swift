import LSTMFormats
import LSTMTensor

/// What a detector by reconstruction is made of.
struct ReconstructionArchitecture: Sendable, Equatable {
  /// `series` or `rows`.
  var kind: DetectorKind
  /// Steps of a sequence, T.
  var sequenceLength: Int
  /// Values of a step, F.
  var featureCount: Int
  /// Kind of the recurrent layers.
  var cell: CellKind
  /// Units of a layer, H.
  var hiddenSize: Int
  /// Recurrent layers of the encoder, and of the decoder.
  var layerCount: Int
  /// Values that stand for a whole sequence.
  var latentSize: Int
  /// Networks, which differ in their beginning and in the order of what they saw.
  var memberCount: Int
  /// Sequences learned from whose latent values are kept, R; none of series.
  var referenceCount: Int
}

extension ReconstructionArchitecture: JSONRepresentable {
  private static let sizes = 1...1 << 20
  private static let members = [
    "kind", "sequenceLength", "features", "cell", "hiddenSize", "layerCount", "latentSize",
    "members", "references",
  ]

  var json: JSONValue {
    [
      "kind": kind.json, "sequenceLength": sequenceLength.json, "features": featureCount.json,
      "cell": .string(cell.rawValue), "hiddenSize": hiddenSize.json,
      "layerCount": layerCount.json, "latentSize": latentSize.json, "members": memberCount.json,
      "references": referenceCount.json,
    ]
  }

  init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    func size(_ name: String, _ range: ClosedRange<Int> = Self.sizes) throws -> Int {
      try json.member(name).integer(in: range)
    }
    kind = try DetectorKind(json: json.member("kind"))
    sequenceLength = try size("sequenceLength")
    featureCount = try size("features")
    cell = try CellKind(json: json.member("cell"))
    hiddenSize = try size("hiddenSize")
    layerCount = try size("layerCount", LanguageModelArchitecture.layerCounts)
    latentSize = try size("latentSize")
    memberCount = try size("members", 1...1 << 10)
    referenceCount = try size("references", 0...LatentNeighbors.most)
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }

  /// Numbers that the model holds; `nil` if they are more than a machine could.
  var parameterCount: Int? {
    let (hidden, latent) = (Double(hiddenSize), Double(latentSize))
    let features = Double(featureCount)
    let rows = Double(cell.recurrentCell(hiddenSize: hiddenSize).weightRows(hiddenSize))
    let layers = rows * (features + latent + 2 * Double(2 * layerCount) * hidden)
    let linear = latent * (hidden + 1) + features * (hidden + 1)
    let sequence = Double(sequenceLength) * features
    let references = Double(referenceCount) * latent
    let total =
      Double(memberCount) * (layers + linear + features + references)
      + (1 + latent) * sequence
    return total < Double(1 << 34) ? Int(total) : nil
  }
}

extension ReconstructionArchitecture {
  /// The names of what gives sequences back: the networks, and of rows their linear counterpart.
  var parts: [String] {
    (0..<memberCount).map { "member.\($0)" } + (kind == .rows ? ["components"] : [])
  }

  /// Principal components that are not known yet; `nil` of series.
  var noComponents: PrincipalComponents? {
    kind == .rows ? PrincipalComponents(unset: latentSize, sequenceLength * featureCount) : nil
  }

  /// Latent values that are not known yet, [R, Z].
  var noLatents: Tensor { .zeros([referenceCount, latentSize]) }
}
