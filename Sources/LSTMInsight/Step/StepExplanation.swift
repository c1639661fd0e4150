import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTraining

/// One time step of an LSTM, taken apart: every number in it, and the five things that happen.
public struct StepExplanation: Sendable {
  /// The step, from zero.
  public let step: Int
  /// What was read and predicted there.
  public let read: ExplainedStep
  /// What came next; `nil` at the end.
  public let next: String?
  /// Every layer and direction, from the input up.
  public let layers: [LayerStep]

  /// Takes a step apart.
  ///
  /// - Throws: ``ExplanationError/stepOutOfRange(step:stepCount:)``.
  public init(_ step: Int, of input: ExplainedInput) throws {
    guard input.steps.indices.contains(step) else {
      throw ExplanationError.stepOutOfRange(step: step, stepCount: input.steps.count)
    }
    self.step = step
    read = input.steps[step]
    next = step + 1 < input.steps.count ? input.steps[step + 1].label : nil
    layers = input.traces.map { LayerStep($0, step: step) }
  }

  /// The step with exactly the members that programs read.
  public var json: JSONValue {
    [
      "step": step.json, "token": .string(read.label), "layers": .array(layers.map(\.json)),
    ]
  }
}

/// The numbers of one layer in one direction at one step, each an array over units.
public struct LayerStep: Sendable {
  /// Layer, from zero.
  public let layer: Int
  /// Whether the layer reads in reverse.
  public let isReverse: Bool
  /// x_t.
  public let input: [Float]
  /// h_{t-1}; "previous" in processing order.
  public let previousHidden: [Float]
  /// i_t.
  public let inputGate: [Float]
  /// f_t.
  public let forgetGate: [Float]
  /// C̃_t.
  public let candidate: [Float]
  /// o_t.
  public let outputGate: [Float]
  /// C_{t-1}; "previous" in processing order.
  public let previousCell: [Float]
  /// C_t.
  public let cell: [Float]
  /// h_t.
  public let hidden: [Float]

  init(_ trace: LSTMTrace, step: Int) {
    func values(_ tensor: Tensor) -> [Float] { tensor.rows(step..<step + 1).values }
    layer = trace.layer
    isReverse = trace.isReverse
    input = values(trace.input)
    previousHidden = values(trace.previousHidden)
    inputGate = values(trace.inputGate)
    forgetGate = values(trace.forgetGate)
    candidate = values(trace.candidate)
    outputGate = values(trace.outputGate)
    previousCell = values(trace.previousCell)
    cell = values(trace.cell)
    hidden = values(trace.hidden)
  }

  var json: JSONValue {
    [
      "layer": layer.json, "direction": .string(isReverse ? "reverse" : "forward"),
      "cellType": "lstm", "input": input.json, "previousHidden": previousHidden.json,
      "inputGate": inputGate.json, "forgetGate": forgetGate.json, "candidate": candidate.json,
      "outputGate": outputGate.json, "previousCell": previousCell.json, "cell": cell.json,
      "hidden": hidden.json,
    ]
  }
}
