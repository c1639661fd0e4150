import LSTMFormats
import LSTMTensor

/// What a synthesiser is made of.
public struct SynthesisArchitecture: Sendable, Equatable {
  /// Units of text, U, the edge counted.
  public var unitCount: Int
  /// Voices.
  public var speakerCount: Int
  /// Values of a frame, M.
  public var frameSize: Int
  /// Frames that a step of the decoder says, R.
  public var framesPerStep: Int
  /// Features of a unit, E; the encoder has as many units in one direction.
  public var embeddingSize: Int
  /// Features of a speaker, P.
  public var speakerSize: Int
  /// Numbers in which takes differ, Z; 0: none.
  public var latentSize: Int
  /// Units of a layer in one direction of the decoder, H.
  public var hiddenSize: Int
  /// Recurrent layers of the decoder.
  public var layerCount: Int
  /// Probability of dropping a value in training.
  public var dropout: Float
  /// Units of the layer that goes on with recordings; 0: none.
  public var continuationSize: Int
  /// Frames that stand for all others where recordings are gone on with, K.
  public var codeCount: Int

  /// Values of a step, R · M.
  var stepSize: Int { framesPerStep * frameSize }
}

extension SynthesisArchitecture: JSONRepresentable {
  private static let sizes = 1...1 << 16
  private static let members = [
    "units", "speakers", "frameSize", "framesPerStep", "embeddingSize", "speakerSize",
    "latentSize", "hiddenSize", "layerCount", "dropout", "continuationSize",
    "codes",
  ]

  /// The part of `config.json` that says what to build.
  public var json: JSONValue {
    [
      "units": unitCount.json, "speakers": speakerCount.json, "frameSize": frameSize.json,
      "framesPerStep": framesPerStep.json, "embeddingSize": embeddingSize.json,
      "speakerSize": speakerSize.json, "latentSize": latentSize.json,
      "hiddenSize": hiddenSize.json, "layerCount": layerCount.json, "dropout": dropout.json,
      "continuationSize": continuationSize.json, "codes": codeCount.json,
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
    unitCount = try size("units")
    speakerCount = try size("speakers")
    frameSize = try size("frameSize", 1...1024)
    framesPerStep = try size("framesPerStep", 1...16)
    embeddingSize = try size("embeddingSize")
    speakerSize = try size("speakerSize")
    latentSize = try size("latentSize", 0...1024)
    hiddenSize = try size("hiddenSize")
    layerCount = try size("layerCount", LanguageModelArchitecture.layerCounts)
    dropout = Float(try json.member("dropout").double(in: 0...0.999))
    continuationSize = try size("continuationSize", 0...1 << 16)
    codeCount = try size("codes", 1...FrameCodebook.largestSize)
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }

  /// Numbers to train, about; `nil` if they are more than a machine could hold.
  var parameterCount: Int? {
    let (embedding, hidden, step) = (
      Double(embeddingSize), Double(hiddenSize), Double(stepSize)
    )
    let condition = Double(speakerSize + latentSize)
    let tables = Double(unitCount) * embedding + Double(speakerCount) * Double(speakerSize)
    let encoder = 16 * embedding * embedding
    let reference = 8 * embedding * (step + embedding)
    let decoder = 8 * hidden * (2 * embedding + condition + hidden * (3 * Double(layerCount) + 1))
    let own = Double(continuationSize)
    let continuation = 4 * own * (own + Double(frameSize)) + own * Double(codeCount)
    let total = tables + encoder + reference + decoder + 2 * hidden * step + continuation
    return total < Double(1 << 34) ? Int(total) : nil
  }
}
