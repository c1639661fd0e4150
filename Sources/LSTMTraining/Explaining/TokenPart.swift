import LSTMTensor

/// A part of a text as tokens, with what a model remembers of everything before it.
public struct TokenPart<Token: Sendable, Memory: Sendable>: ExplainedPart {
  /// The part, one token a step.
  public let tokens: [Token]
  /// The step of the whole text at which the part begins.
  public let from: Int
  /// Steps of the whole text.
  public let inputSize: Int
  /// What the model remembers of everything before the part.
  public let memory: Memory
  /// The tokens before the part, as many as matter for lines and quotations that go on.
  public let previous: [Token]
  /// Parts of the text that the model has never seen, and what it reads in their place.
  public let replacements: [TextReplacement]

  /// Steps of ``previous``: what it is for is rarely longer.
  private static var previousSteps: Int { 10_000 }

  /// Steps of the part.
  public var stepCount: Int { tokens.count }

  /// The steps that are explained if they are not all.
  public var note: String {
    guard tokens.count < inputSize else { return "" }
    return """
      \(tokens.count) of \(inputSize) steps, from \(from) on; choose others with --from and --length.
      """
  }

  /// A single step has nothing to be checked by.
  public var nothingPredicted: any ReportableError {
    ExplanationError.nothingPredicted(stepCount: tokens.count)
  }

  /// A part of a text.
  ///
  /// - Parameters:
  ///   - input: the whole text.
  ///   - source: which part is asked for.
  ///   - limit: the most steps that may be asked for.
  ///   - replacements: what of the text could not be said with tokens.
  ///   - memory: what the model remembers after tokens.
  /// - Throws: ``ExplanationError`` if there is no such part.
  public init(
    of input: [Token], _ source: ExplainedSource, limit: Int,
    replacements: [TextReplacement] = [], memory: (_ after: [Token]) -> Memory
  ) throws {
    guard !input.isEmpty else { throw ExplanationError.emptyInput(name: source.name) }
    guard let from = Int(source.from ?? "0") else {
      throw ExplainedPartError.notAStep(found: source.from ?? "")
    }
    guard input.indices.contains(from) else {
      throw ExplanationError.startOutOfRange(from: from, stepCount: input.count)
    }
    let length = source.length ?? min(source.stepLimit, limit)
    guard (1...limit).contains(length) else {
      throw ExplanationError.lengthOutOfRange(length: length, limit: limit)
    }
    let before = Array(input[..<from])
    tokens = Array(input[from...].prefix(length))
    self.from = from
    inputSize = input.count
    previous = before.suffix(Self.previousSteps)
    self.replacements = replacements
    self.memory = memory(before)
  }
}
