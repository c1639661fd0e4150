import LSTMLayers
import LSTMTraining

/// Everything that is known of how a model read one input: what a report can be drawn from.
public struct Explanation: Sendable {
  /// The most steps that are explained at once.
  public static let stepLimit = 2000

  /// What was read and predicted at each step, with the traces of all layers.
  public var input: ExplainedInput
  /// The units that follow a feature of the text, by feature.
  public var trackedFeatures: [TrackedFeature]
  /// How often gates are shut or open, by layer and gate.
  public var saturation: [GateSaturation]

  /// Looks into a model while it reads.
  ///
  /// - Parameters:
  ///   - tokens: what it reads, from a zero state on; see ``window(of:from:length:named:)``.
  ///   - top: how many predictions a step and units a feature to keep.
  /// - Throws: ``ExplanationError`` if the model has no gates to look at.
  public init<Model: Explainable>(
    of model: Model, reading tokens: [Model.Token], top: Int = 5
  ) throws {
    input = try model.read(tokens, candidateCount: top)
    trackedFeatures = UnitTracking(input, top: top).features
    saturation = GateSaturation.all(in: input.traces)
  }

  /// The part of an input that is explained.
  ///
  /// - Parameters:
  ///   - tokens: the whole input.
  ///   - from: its first step.
  ///   - length: its steps, at most ``stepLimit``; `nil`: as many as there are and may be.
  ///   - name: of the input, for messages.
  /// - Throws: ``ExplanationError`` if there is no such part.
  public static func window<Token>(
    of tokens: [Token], from: Int = 0, length: Int? = nil, named name: String
  ) throws -> [Token] {
    guard !tokens.isEmpty else { throw ExplanationError.emptyInput(name: name) }
    guard tokens.indices.contains(from) else {
      throw ExplanationError.startOutOfRange(from: from, stepCount: tokens.count)
    }
    let length = length ?? stepLimit
    guard (1...stepLimit).contains(length) else {
      throw ExplanationError.lengthOutOfRange(length: length, limit: stepLimit)
    }
    return Array(tokens[from...].prefix(length))
  }
}
