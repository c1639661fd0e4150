import LSTMFormats
import LSTMLayers
import LSTMTraining

/// One time step of a recurrent network, taken apart: every number in it, and the things that happen, one
/// after the other.
public struct StepExplanation: Sendable {
  /// The step, from zero.
  public let step: Int
  /// What was read and predicted there.
  public let read: ExplainedStep
  /// What the model expects behind it, and what came, in words.
  public let expectation: String
  /// Every layer and direction, from the input up.
  public let layers: [LayerStep]

  /// Takes a step apart.
  ///
  /// - Throws: ``ExplanationError/stepOutOfRange(step:stepCount:)``, or
  ///   ``ExplanationError/otherVariant(_:)`` for a cell whose equations are not written out here.
  public init(_ step: Int, of input: ExplainedInput) throws {
    guard input.steps.indices.contains(step) else {
      throw ExplanationError.stepOutOfRange(step: step, stepCount: input.steps.count)
    }
    if let other = input.traces.compactMap(\.lstm).first(where: { !$0.variant.isExplained }) {
      throw ExplanationError.otherVariant(other.variant.name)
    }
    self.step = step
    read = input.steps[step]
    expectation = input.expectation(behind: step)
    layers = input.traces.map { LayerStep($0, step: step) }
  }

  /// The step with exactly the members that programs read.
  public var json: JSONValue {
    [
      "step": step.json, "token": .string(read.label), "layers": .array(layers.map(\.json)),
    ]
  }
}
