import LSTMLayers

/// A trained model that can be looked into: what a task adopts, and all that insight knows of it.
public protocol Explainable: Sendable {
  /// What the model reads at one step.
  associatedtype Token: Sendable
  /// What it carries from one step to the next.
  associatedtype Memory: Sendable

  /// Recurrent layers, L.
  var layerCount: Int { get }
  /// Units of a layer that others read: features of its hidden state, H.
  var hiddenSize: Int { get }
  /// The order in which the layers read.
  var direction: Direction { get }

  /// An input as the model reads it.
  func encode(_ text: [UInt8]) -> EncodedText<Token>

  /// The name of the model's cell if nobody can look into it; such a model is refused before it reads.
  var untracedCell: String? { get }

  /// What tokens look like in the text, all together.
  func text(of tokens: [Token]) -> String

  /// What the model remembers of tokens once it has read them; of none: what it begins with.
  ///
  /// - Parameter progress: called with the share done.
  func memory(after tokens: [Token], progress: (Double) -> Void) -> Memory

  /// Reads tokens, and keeps everything that happens.
  ///
  /// - Parameters:
  ///   - memory: what the model remembers before the first of them.
  ///   - candidateCount: how many of the likeliest predictions to keep at each step.
  func read(_ tokens: [Token], from memory: Memory, candidateCount: Int) -> ExplainedInput

  /// The loss of each prediction that can be checked, in nats and in the order of the steps.
  func losses(of tokens: [Token], from memory: Memory) -> [Double]

  /// The same without a unit, for each of some units.
  ///
  /// - Parameters:
  ///   - units: each held at zero by itself from the first step on: in the recurrence, and for whoever
  ///     reads the layer.
  ///   - progress: called with the share done.
  func losses(
    of tokens: [Token], from memory: Memory, silencing units: [RecurrentUnit],
    progress: (Double) -> Void
  ) -> [[Double]]

  /// How the loss of the last prediction that can be checked depends on the states before it, by layer
  /// from the input up; empty where no prediction can be checked.
  func gradients(of tokens: [Token], from memory: Memory) -> [LayerGradients]
}

extension Explainable {
  /// What the model begins with.
  public var emptyMemory: Memory { memory(after: []) { _ in } }

  /// Every unit, layer by layer and direction by direction.
  public var units: [RecurrentUnit] {
    (0..<layerCount).flatMap { layer in
      direction.passes.flatMap { isReverse in
        (0..<hiddenSize).map { RecurrentUnit(layer: layer, isReverse: isReverse, index: $0) }
      }
    }
  }
}

/// How a loss depends on the states of one layer.
public struct LayerGradients: Sendable, Equatable {
  /// ‖∂L_T ÷ ∂h_t‖ by distance T − t, from 0 on.
  public var hidden: [Double]
  /// ‖∂L_T ÷ ∂C_t‖, h_t held fixed, in the same order; `nil` for a cell without a cell state.
  public var cell: [Double]?

  /// Norms by distance.
  public init(hidden: [Double], cell: [Double]?) {
    (self.hidden, self.cell) = (hidden, cell)
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
