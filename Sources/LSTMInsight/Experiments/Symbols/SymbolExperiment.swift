import LSTMLayers
import LSTMPlot
import LSTMTensor

/// An experiment that trains networks on a ``SymbolTask`` and compares one figure of each.
public struct SymbolExperiment: Experiment {
  /// What `lstm reproduce` calls it.
  public let name: String
  /// What is asked of the networks.
  public let title: String
  /// The papers.
  public let source: String
  /// Seconds that a run with ``quickSeeds`` takes on two cores.
  public let seconds: Double
  /// Trials of a run that ends in about a minute.
  public let quickSeeds: Int
  /// Trials of a full run.
  public let paperSeeds: Int

  let training: SymbolTraining
  let hiddenSize: Int
  /// What the paper says, by network.
  let paper: [(network: SymbolNetwork, figure: Double?)]
  let measure: Measure

  /// The figure of a trained network.
  enum Measure: Sendable {
    /// Right answers at these sizes; the figure is their mean from `from` on.
    case accuracy(sizes: [Int], from: Int)
    /// The mean loss of the last tenth of the training, in nats a step.
    case loss
    /// The largest size up to which every sequence is answered without a mistake, looked for up to a limit.
    case largestSize(limit: Int)
  }

  /// What one training gave: the figure, and a curve for the chart.
  struct Trial: Sendable {
    var figure: Double
    var x: [Double]
    var y: [Double]
  }

  /// Trains every network once a seed, and sets the figures side by side.
  public func run(
    seeds: Int, progress: @escaping @Sendable (String) -> Void
  ) -> ExperimentReport {
    let networks = paper.map(\.network)
    let trials = SideBySide.map(seeds * networks.count) { number in
      let (seed, network) = (number / networks.count + 1, networks[number % networks.count])
      let trial = trial(network, seed: UInt64(seed))
      progress("seed \(seed), \(network.rawValue): \(trial.figure.shortText)")
      return trial
    }
    let rows = paper.enumerated().map { place, expected in
      ExperimentReport.Row(
        "\(expected.network.rawValue): \(metric)", paper: expected.figure,
        values: (0..<seeds).map { trials[$0 * networks.count + place].figure })
    }
    let chart = LineChart(
      title: title, x: .init(axes.x), y: .init(axes.y),
      series: zip(networks, trials).map { .init($0.rawValue, x: $1.x, y: $1.y) })
    return ExperimentReport(rows: rows, notes: notes, chart: chart)
  }

  private var metric: String {
    switch measure {
    case .accuracy(_, let from): "right answers from size \(from) on"
    case .loss: "nats a step after training"
    case .largestSize: "largest size without a mistake"
    }
  }

  private var axes: (x: String, y: String) {
    switch measure {
    case .accuracy: ("size of the sequences", "right answers")
    case .loss: ("training step", "nats a step")
    case .largestSize: ("size of the sequences", "right answers")
    }
  }

  private var notes: [String] {
    switch training.task {
    case .parity, .recall: return []
    case .counting:
      return ["The figure under paper is that of a later reproduction, schmidhuber-problems."]
    case .copy:
      let length = training.sizes.upperBound
      let baseline = 10 * naturalLogarithm(8) / Double(length + 20)
      return [
        "Without memory the least is 10 ln 8 / (T + 20) = \(baseline.shortText) nats a step, the "
          + "figure that stands under paper."
      ]
    }
  }

  /// One training of one network.
  func trial(_ network: SymbolNetwork, seed: UInt64) -> Trial {
    var random = RandomGenerator(seed: seed)
    let (inputs, hidden, start) = (training.task.inputSize, hiddenSize, training.start)
    func lstm(
      _ start: RecurrentInitialization, _ change: (inout LSTMVariant) -> Void = { _ in }
    ) -> Trial {
      let layer = LSTM(
        inputSize: inputs, hiddenSize: hidden, variant: .with(change), initialization: start,
        using: &random)
      return trial(layer, seed, &random)
    }
    switch network {
    case .rnn:
      let layer = RNN(
        inputSize: inputs, hiddenSize: hidden, initialization: start, using: &random)
      return trial(layer, seed, &random)
    case .lstm:
      return lstm(start)
    case .chrono:
      // What was shown must last longer than the pause: three times as long left half the loss at T 100.
      var chrono = start
      chrono.longestLag = 3 * training.sizes.upperBound
      return lstm(chrono)
    case .noForgetGate:
      return lstm(start) { $0.hasForgetGate = false }
    case .peephole:
      return lstm(start) { $0.hasPeepholes = true }
    case .slstm:
      let layer = SLSTM(
        inputSize: inputs, hiddenSize: hidden, initialization: start, using: &random)
      return trial(layer, seed, &random)
    case .mlstm:
      return trial(MLSTM(inputSize: inputs, hiddenSize: hidden, using: &random), seed, &random)
    }
  }

  private func trial<Layer: RecurrentLayer>(
    _ layer: Layer, _ seed: UInt64, _ random: inout RandomGenerator
  ) -> Trial {
    let task = training.task
    var model = SymbolModel(layer, classCount: task.classCount, using: &random)
    let losses = model.train(training, using: &random)
    switch measure {
    case .loss:
      let last = losses.suffix(max(1, losses.count / 10))
      return Trial(
        figure: last.reduce(0, +) / Double(last.count), x: losses.indices.map(Double.init),
        y: losses)
    case .accuracy(let sizes, let from):
      let scores = sizes.map {
        model.score(task, size: $0, count: 128, seed: seed &+ 1000).answers
      }
      let counted = zip(sizes, scores).filter { $0.0 >= from }.map(\.1)
      return Trial(
        figure: counted.reduce(0, +) / Double(max(1, counted.count)), x: sizes.map(Double.init),
        y: scores)
    case .largestSize(let limit):
      var scores: [Double] = []
      for size in 1...limit {
        let score = model.score(task, size: size, count: 1, seed: seed)
        scores.append(score.answers)
        if !score.all { break }
      }
      return Trial(
        figure: Double(scores.prefix { $0 == 1 }.count), x: scores.indices.map { Double($0 + 1) },
        y: scores)
    }
  }
}
