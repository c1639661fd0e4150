import LSTMLayers

/// Everything that happened while a model read one input.
public struct ExplainedInput: Sendable {
  /// The most steps that are explained at once.
  public static let stepLimit = 2000

  /// What was read and predicted, step by step.
  public var steps: [ExplainedStep]
  /// Predicted values, in the order of the steps behind which they were said; none of a text.
  public var forecasts: [ExplainedForecast] = []
  /// Gates and states of every layer and direction, [T, 1, H], T the steps that the layer reads.
  public var traces: [LayerTrace]
  /// Layers that read steps of their own; empty: every layer reads all steps.
  public var stacks: [ExplainedStack] = []
  /// What a person sees of the input.
  public var content: ExplainedContent
  /// What units may follow, and where they were seen; of several stacks one for each.
  public var surveys: [UnitSurvey]
  /// What losses are counted in.
  public var lossUnit = "nats"
  /// What a reader must know to take the rest for what it is, a sentence each.
  public var remarks: [String] = []

  /// What was read and predicted, and the traces of as many steps.
  ///
  /// - Parameter survey: `nil`: no features.
  public init(
    steps: [ExplainedStep], traces: [LayerTrace],
    content: ExplainedContent = .text(previous: ""), survey: UnitSurvey? = nil
  ) {
    self.steps = steps
    self.traces = traces
    self.content = content
    surveys = [survey ?? UnitSurvey(features: [], traces: traces)]
  }

  /// The mean loss of the predictions that could be checked; `nil` if none could.
  public var loss: Double? {
    let losses = steps.compactMap(\.loss)
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }

  /// The layers that a layer belongs to; `nil` where every layer reads all steps.
  public func stack(ofLayer layer: Int) -> ExplainedStack? {
    stacks.first { $0.layers.contains(layer) }
  }

  /// The steps that a layer reads.
  public func steps(ofLayer layer: Int) -> Range<Int> {
    stack(ofLayer: layer)?.steps ?? 0..<steps.count
  }
}

/// Layers of a model that read steps of their own, such as the encoder of a translator.
public struct ExplainedStack: Sendable, Equatable {
  /// What they are: "encoder".
  public var name: String
  /// The layers, as traces count them.
  public var layers: Range<Int>
  /// The steps that they read, and that their traces have.
  public var steps: Range<Int>

  /// Layers that read steps of their own.
  public init(_ name: String, layers: Range<Int>, steps: Range<Int>) {
    (self.name, self.layers, self.steps) = (name, layers, steps)
  }
}

/// One step of an input: what the model read, and what it expected next.
public struct ExplainedStep: Sendable, Equatable {
  /// What was read, visible: a line break is ⏎, a space ␣; of a series, the time.
  public var label: String
  /// What it adds to the text.
  public var text: String
  /// The likeliest predictions, best first; of a series there are ``ExplainedInput/forecasts`` instead.
  public var candidates: [Candidate]
  /// The loss of what was predicted behind the step, of a token −ln of the probability that the model gave to it; `nil`
  /// where nothing was predicted, or nothing is known of what came.
  public var loss: Double?
  /// What came behind the step, visible; `nil`: of a text the label of the next step, else nothing is known of it.
  public var outcome: String?
  /// Of an event what is known of it: its numbers and names.
  public var details: [Detail] = []

  /// A step.
  public init(label: String, text: String, candidates: [Candidate], loss: Double?) {
    self.label = label
    self.text = text
    self.candidates = candidates
    self.loss = loss
  }

  /// Something that is known of an event.
  public struct Detail: Sendable, Equatable {
    /// What it is: the name of a column.
    public var name: String
    /// What there is.
    public var text: String

    /// Something that is known of an event.
    public init(_ name: String, _ text: String) {
      (self.name, self.text) = (name, text)
    }
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

/// A value that a model expects, in the unit of the data.
public struct ExplainedForecast: Sendable, Equatable {
  /// The step behind which it was said.
  public var step: Int
  /// What it is the value of: a time.
  public var label: String
  /// The value in the middle of what is expected.
  public var middle: Double
  /// What is exceeded in 95 and in 5 of 100 cases; `nil` where nothing is said of the spread.
  public var interval: ClosedRange<Double>?
  /// What came; `nil` where it is not known.
  public var outcome: Double?
  /// Its loss; `nil` where it is not known.
  public var loss: Double?

  /// A predicted value.
  public init(
    step: Int, label: String, middle: Double, interval: ClosedRange<Double>?, outcome: Double?,
    loss: Double?
  ) {
    (self.step, self.label) = (step, label)
    (self.middle, self.interval) = (middle, interval)
    (self.outcome, self.loss) = (outcome, loss)
  }
}
