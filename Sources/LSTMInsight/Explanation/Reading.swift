import LSTMTraining

/// A part of an input, and a model that has read what comes before it.
public struct Reading<Model: Explainable>: Sendable {
  /// The model.
  public let model: Model
  /// The part.
  public let tokens: [Model.Token]
  /// The step of the whole input at which the part begins.
  public let from: Int
  /// Steps of the whole input.
  public let inputSize: Int
  /// What the model remembers of everything before the part.
  public let memory: Model.Memory
  /// The end of the text before the part.
  public let previous: String

  /// Steps of ``previous``: what it is for, lines and quotations that go on, is rarely longer.
  private static var previousSteps: Int { 10_000 }

  /// Has the model read an input up to a part of it.
  ///
  /// - Parameters:
  ///   - input: the whole input.
  ///   - from: the first step of the part.
  ///   - length: its steps, at most ``Explanation/stepLimit``; `nil`: as many as there are and may be.
  ///   - name: of the input, for messages.
  ///   - progress: called with the share read of what comes before the part.
  /// - Throws: ``ExplanationError`` if there is no such part, or the model cannot be looked into.
  public init(
    _ model: Model, _ input: [Model.Token], from: Int = 0, length: Int? = nil, named name: String,
    progress: (Double) -> Void = { _ in }
  ) throws {
    if let cell = model.untracedCell { throw ExplanationError.otherCell(cell) }
    guard !input.isEmpty else { throw ExplanationError.emptyInput(name: name) }
    guard input.indices.contains(from) else {
      throw ExplanationError.startOutOfRange(from: from, stepCount: input.count)
    }
    let length = length ?? Explanation.stepLimit
    guard (1...Explanation.stepLimit).contains(length) else {
      throw ExplanationError.lengthOutOfRange(length: length, limit: Explanation.stepLimit)
    }
    let before = Array(input[..<from])
    self.model = model
    self.from = from
    tokens = Array(input[from...].prefix(length))
    inputSize = input.count
    previous = model.text(of: before.suffix(Self.previousSteps))
    memory = model.memory(after: before, progress: progress)
  }

  /// Reads the part, and keeps everything that happens.
  public func explained(candidateCount: Int) -> ExplainedInput {
    var input = model.read(tokens, from: memory, candidateCount: candidateCount)
    input.previous = previous
    return input
  }

  /// The untouched model's losses.
  ///
  /// - Throws: ``ExplanationError/nothingPredicted(stepCount:)``.
  func losses() throws -> [Double] {
    let losses = model.losses(of: tokens, from: memory)
    guard !losses.isEmpty else { throw ExplanationError.nothingPredicted(stepCount: tokens.count) }
    return losses
  }
}
