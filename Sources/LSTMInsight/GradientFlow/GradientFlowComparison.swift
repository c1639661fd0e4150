import LSTMLayers
import LSTMPlot
import LSTMTensor
import LSTMTraining

/// The gradient flow through three networks before and after one training on the adding task.
public struct GradientFlowComparison: Sendable {
  /// One network, new and trained.
  public struct Row: Sendable {
    /// Which network.
    public let network: String
    /// Before training.
    public let initial: GradientFlow
    /// After it.
    public let trained: GradientFlow
    /// How the training went.
    public let trial: LongLagTrial
  }

  /// The networks: RNN, LSTM without forget gate, LSTM.
  public let rows: [Row]

  /// Trains the three networks, each with 16 units.
  ///
  /// - Parameters:
  ///   - seed: of weights and sequences.
  ///   - sequences: that each may learn from.
  ///   - length: T of the adding task.
  public init(seed: UInt64 = 1, sequences: Int = 60_000, length: Int = 100) {
    let task = LongLagTask(.adding, length: length)
    let start = RecurrentInitialization(longestLag: length)
    var random = RandomGenerator(seed: seed)
    let rnn = RNN(inputSize: task.inputSize, hiddenSize: 16, using: &random)
    let open = LSTM(
      inputSize: task.inputSize, hiddenSize: 16, variant: .with { $0.hasForgetGate = false },
      using: &random)
    let lstm = LSTM(
      inputSize: task.inputSize, hiddenSize: 16, initialization: start, using: &random)
    rows = [
      Self.row("RNN", rnn, task, seed, sequences),
      Self.row("LSTM without forget gate", open, task, seed, sequences),
      Self.row("LSTM", lstm, task, seed, sequences),
    ]
  }

  private static func row<Layer: StackedRecurrentLayer>(
    _ name: String, _ layer: Layer, _ task: LongLagTask, _ seed: UInt64, _ sequences: Int
  ) -> Row {
    var random = RandomGenerator(seed: seed)
    let fresh = LongLagModel(layer, outputSize: task.outputSize, using: &random)
    var model = fresh
    let criterion = SuccessCriterion(window: 2000, tolerance: 0.04, meanError: 0.01)
    let trial = model.train(on: task, until: criterion, limit: sequences, using: &random)
    return Row(
      network: name, initial: flow(through: fresh, task), trained: flow(through: model, task),
      trial: trial)
  }

  /// Over 16 sequences cut to the task's length.
  private static func flow<Layer: StackedRecurrentLayer>(
    through model: LongLagModel<Layer>, _ task: LongLagTask
  ) -> GradientFlow {
    var random = RandomGenerator(seed: 99)
    let examples = (0..<16).map { _ in task.example(using: &random) }
    let (input, targets) = task.tensors(examples)
    return GradientFlow(through: model.layer, reading: input.rows(0..<task.length)) { state in
      let hidden = state.tensors[0].tensor.reshaped(to: [16, model.layer.outputSize])
      return meanSquaredError(sigmoid(model.output(hidden)), targets)
    }
  }

  /// How many times the trained RNN's gradient the trained LSTM's is, at the longest distance.
  public var advantage: Double {
    (rows[2].trained.norms.last ?? 0) / max(rows[0].trained.norms.last ?? 0, .leastNonzeroMagnitude)
  }

  /// Gradients by distance, on a logarithmic scale.
  public var chart: LineChart {
    LineChart(
      title: "Gradient of the error by distance from the end", x: .init("steps back"),
      y: .init("‖∂L/∂s‖", scale: .logarithmic),
      series: rows.flatMap { row in
        [("new", row.initial), ("trained", row.trained)].map { label, flow in
          LineChart.Series(
            "\(row.network), \(label)", x: flow.norms.indices.map { Double($0 + 1) },
            y: flow.norms)
        }
      })
  }

  /// The distances that a table shows.
  var distances: [Int] {
    let last = rows.map(\.trained.norms.count).min() ?? 0
    return [1, 10, 30].filter { $0 < last } + [last]
  }
}
