import LSTMTraining

/// A part of an input, and a model that is to read it.
public struct Reading<Model: Explainable>: Sendable {
  /// The model.
  public let model: Model
  /// The part, with what the model needs to read it.
  public let part: Model.Part

  /// Has a model read an input up to the part that is asked for.
  ///
  /// ```swift
  /// var source = ExplainedSource(.file("play.txt"), stepLimit: 400)
  /// source.from = "1000"
  /// let explanation = Explanation(of: try Reading(trained, source))
  /// ```
  ///
  /// - Parameter progress: called with the share read of what comes before the part.
  /// - Throws: a `ReportableError` if the input cannot be read or has no such part, ``ExplanationError`` if the model
  ///   cannot be looked into.
  public init(
    _ model: Model, _ source: ExplainedSource, progress: (Double) -> Void = { _ in }
  ) throws {
    // Such a model is refused before it reads.
    if let cell = model.untracedCell { throw ExplanationError.otherCell(cell) }
    self.model = model
    part = try model.part(of: source, progress: progress)
  }

  /// Reads the part, and keeps everything that happens.
  public func explained(candidateCount: Int) -> ExplainedInput {
    model.read(part, candidateCount: candidateCount)
  }

  /// The untouched model's losses.
  ///
  /// - Throws: why no prediction can be checked.
  func losses() throws -> [Double] {
    let losses = model.losses(of: part)
    guard !losses.isEmpty else { throw part.nothingPredicted }
    return losses
  }
}
