import LSTMLayers

/// Everything that happened while a model read one input.
public struct ExplainedInput: Sendable {
  /// What was read and predicted, step by step.
  public var steps: [ExplainedStep]
  /// Gates and states of every layer and direction, [T, 1, H].
  public var traces: [LayerTrace]
  /// The end of the text that was read before the first step.
  public var previous = ""

  /// What was read and predicted, and the traces of as many steps.
  public init(steps: [ExplainedStep], traces: [LayerTrace]) {
    self.steps = steps
    self.traces = traces
  }

  /// The mean loss of the predictions that could be checked, in nats; `nil` if none could.
  public var loss: Double? {
    let losses = steps.compactMap(\.loss)
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }
}

/// One step of an input: what the model read, and what it expected next.
public struct ExplainedStep: Sendable, Equatable {
  /// What was read, visible: a line break is ⏎, a space ␣.
  public var label: String
  /// What it adds to the text.
  public var text: String
  /// The likeliest predictions, best first.
  public var candidates: [Candidate]
  /// −ln of the probability that the model gave to what came next; `nil` where nothing is known of it.
  public var loss: Double?

  /// A step.
  public init(label: String, text: String, candidates: [Candidate], loss: Double?) {
    self.label = label
    self.text = text
    self.candidates = candidates
    self.loss = loss
  }

  /// Something that a model expects, and how firmly.
  public struct Candidate: Sendable, Equatable {
    /// What is expected, visible.
    public var label: String
    /// Its probability.
    public var probability: Double

    /// A prediction.
    public init(label: String, probability: Double) {
      self.label = label
      self.probability = probability
    }
  }
}
