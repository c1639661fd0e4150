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
  /// Every layer and direction that has the step, from the input up.
  public let layers: [LayerStep]

  /// Takes a step apart.
  ///
  /// - Throws: ``ExplanationError/stepOutOfRange(step:stepCount:)``, or
  ///   ``ExplanationError/otherVariant(_:)`` for a cell whose equations are not written out here.
  public init(_ step: Int, of input: ExplainedInput) throws {
    guard input.steps.indices.contains(step) else {
      throw ExplanationError.stepOutOfRange(step: step, stepCount: input.steps.count)
    }
    let traces = input.traces.filter { input.steps(ofLayer: $0.layer).contains(step) }
    if let other = traces.compactMap(\.lstm).first(where: { !$0.variant.isExplained }) {
      throw ExplanationError.otherVariant(other.variant.name)
    }
    self.step = step
    read = input.steps[step]
    expectation = input.expectation(behind: step)
    layers = traces.map { trace in
      LayerStep(
        trace, step: step - input.steps(ofLayer: trace.layer).lowerBound,
        isFirst: input.stack(ofLayer: trace.layer).map { $0.layers.lowerBound == trace.layer })
    }
  }

  /// The step with exactly the members that programs read.
  public var json: JSONValue {
    [
      "step": step.json, "token": .string(read.label), "layers": .array(layers.map(\.json)),
    ]
  }
}
