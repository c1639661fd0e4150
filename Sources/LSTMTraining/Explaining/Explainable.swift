import LSTMLayers

/// A trained model that can be looked into: what a task adopts, and all that insight knows of it.
public protocol Explainable: Sendable {
  /// What the model reads at one step.
  associatedtype Token: Sendable

  /// Recurrent layers, L.
  var layerCount: Int { get }
  /// Units of a layer, H.
  var hiddenSize: Int { get }
  /// The order in which the layers read.
  var direction: Direction { get }

  /// An input as the model reads it.
  func encode(_ text: [UInt8]) -> EncodedText<Token>

  /// Reads tokens from a zero state on, and keeps everything that happens.
  ///
  /// - Parameter candidateCount: how many of the likeliest predictions to keep at each step.
  /// - Throws: ``ExplanationError/otherCell(_:)`` if the layers are no LSTMs.
  func read(_ tokens: [Token], candidateCount: Int) throws -> ExplainedInput

  /// The loss of each prediction that can be checked, in nats and in the order of the steps.
  ///
  /// - Parameter unit: held at zero from the first step on: in the recurrence, and for whoever reads
  ///   the layer.
  func losses(of tokens: [Token], silencing unit: RecurrentUnit?) -> [Double]
}

extension Explainable {
  /// Every unit, layer by layer and direction by direction.
  public var units: [RecurrentUnit] {
    (0..<layerCount).flatMap { layer in
      direction.passes.flatMap { isReverse in
        (0..<hiddenSize).map { RecurrentUnit(layer: layer, isReverse: isReverse, index: $0) }
      }
    }
  }
}

/// A text as tokens, and what of it could not be said with them.
public struct EncodedText<Token: Sendable>: Sendable {
  /// One a step.
  public var tokens: [Token]
  /// Parts that the model has never seen, and what it reads in their place.
  public var replacements: [Replacement]

  /// A part of a text for which another is read.
  public struct Replacement: Sendable, Equatable {
    /// What stands in the text.
    public var original: String
    /// What is read, as it is shown to a person.
    public var standIn: String

    /// A part and what is read for it.
    public init(original: String, standIn: String) {
      self.original = original
      self.standIn = standIn
    }
  }

  /// Tokens of a text.
  public init(tokens: [Token], replacements: [Replacement] = []) {
    self.tokens = tokens
    self.replacements = replacements
  }
}
