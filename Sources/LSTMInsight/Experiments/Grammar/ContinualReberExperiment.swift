import LSTMData
import LSTMPlot
import LSTMTensor

/// Why the LSTM has a forget gate (Gers, Schmidhuber and Cummins 2000): strings of the embedded Reber grammar
/// one after the other without an end, and nobody resets the network between them.
public struct ContinualReberExperiment: Experiment {
  /// What `lstm reproduce` calls it.
  public let name = "continual-reber"
  /// What is asked of the networks.
  public let title = "The embedded Reber grammar without end, with and without forget gates"
  /// The paper.
  public let source = "Gers, Schmidhuber and Cummins 2000, section 4, table 1"
  /// Seconds that a run with ``quickSeeds`` takes on two cores.
  public let seconds = 20.0
  /// Trials of a run that ends in about a minute.
  public let quickSeeds = 4
  /// Trials of the paper.
  public let paperSeeds = 100

  /// Training streams: each ends at the first mistake, or after so many symbols.
  static let (streamLimit, symbolLimit) = (30_000, 100_000)
  /// Streams by which a trained network is judged, and symbols after which one counts as never failing.
  private static let (testCount, testLimit) = (10, 100_000)
  /// An output is right when it is off by less.
  private static let tolerance: Float = 0.49

  /// The networks that are compared.
  enum Network: String, CaseIterable, Sendable {
    case forgetGates = "forget gates"
    case decay = "forget gates, falling learning rate"
    case resets = "no forget gates, reset between strings"
    case none = "no forget gates"

    /// Share of the paper's networks that never fail.
    var paper: Double {
      switch self {
      case .forgetGates: 0.18
      case .decay: 0.62
      case .resets: 0.74
      case .none: 0
      }
    }

    /// 4 blocks of 2 cells; outputs see the input, gates are not seen: 424 weights with forget gates.
    var design: OriginalLSTM.Design {
      var design = OriginalLSTM.Design(blocks: 4, cellsPerBlock: 2)
      design.hasCellBias = false
      design.feedsGates = false
      design.hasShortcuts = true
      design.weightRange = 0.2
      design.inputGateBiases = [-0.5, -1, -1.5, -2]
      design.outputGateBiases = [-0.5, -1, -1.5, -2]
      if self == .forgetGates || self == .decay { design.forgetGateBiases = [0.5, 1, 1.5, 2] }
      return design
    }
  }

  /// How one network fared.
  struct Trial: Sendable {
    /// Symbols before the first mistake after training, the mean of ``testCount`` streams.
    var length: Double
    /// Whether none of them had a mistake.
    var isPerfect: Bool
    /// Training streams.
    var streams: Int
    /// The mean length of the training streams in spans that grow by a tenth each.
    var curve: ErrorCurve
  }

  /// The one there is.
  public init() {}

  /// Trains every network once a seed, and sets the figures side by side.
  public func run(
    seeds: Int, progress: @escaping @Sendable (String) -> Void
  ) -> ExperimentReport {
    let networks = Network.allCases
    let trials = SideBySide.map(seeds * networks.count) { number in
      let (seed, network) = (number / networks.count + 1, networks[number % networks.count])
      let trial = Self.trial(network, seed: UInt64(seed))
      progress(
        "seed \(seed), \(network.rawValue): \(trial.length.shortText) symbols without a mistake "
          + "after \(trial.streams) streams")
      return trial
    }
    func all(_ place: Int) -> [Trial] { (0..<seeds).map { trials[$0 * networks.count + place] } }
    let rows = networks.enumerated().flatMap { place, network -> [ExperimentReport.Row] in
      let perfect = all(place).map { $0.isPerfect ? 1.0 : 0 }
      return [
        .init(
          "\(network.rawValue): share that never fails", paper: network.paper,
          values: [perfect.reduce(0, +) / Double(seeds)]),
        .init(
          "\(network.rawValue): symbols before a mistake", values: all(place).map(\.length)),
      ]
    }
    let chart = LineChart(
      title: title, x: .init("training streams", scale: .logarithmic),
      y: .init("symbols before a mistake", scale: .logarithmic),
      series: zip(networks, trials).map {
        .init($0.rawValue, x: $1.curve.sequences.map(Double.init), y: $1.curve.errors)
      })
    return ExperimentReport(
      rows: rows,
      notes: [
        "Never failing is \(Self.testCount) streams of \(Self.testLimit) symbols here, of 1,000,000 in the paper, and "
          + "training may end after \(Self.streamLimit) streams or one of \(Self.symbolLimit) symbols without a mistake."
      ], chart: chart)
  }

  /// One training: streams, each from an empty state to the first mistake, the weights changed after every symbol.
  static func trial(_ network: Network, seed: UInt64, streamLimit: Int = streamLimit) -> Trial {
    var random = RandomGenerator(seed: seed)
    var lstm = OriginalLSTM(
      network.design, inputSize: ReberGrammar.size, outputSize: ReberGrammar.size, using: &random)
    var (rate, streams, curve) = (0.5, 0, ErrorCurve())
    while streams < streamLimit {
      let length = stream(
        &lstm, learningAt: rate, resets: network == .resets, limit: symbolLimit, &random)
      streams += 1
      curve.record(Double(length))
      if length >= symbolLimit { break }
      // The paper's factor; how often it acts is not known to us, and each stream would end all learning.
      if network == .decay, streams % 100 == 0 { rate *= 0.99 }
    }
    let lengths = (0..<testCount).map { _ in
      var frozen = lstm
      return stream(
        &frozen, learningAt: nil, resets: network == .resets, limit: testLimit, &random)
    }
    return Trial(
      length: Double(lengths.reduce(0, +)) / Double(testCount),
      isPerfect: lengths.allSatisfy { $0 >= testLimit }, streams: streams, curve: curve)
  }

  /// Symbols that a network predicts before its first mistake.
  private static func stream(
    _ lstm: inout OriginalLSTM, learningAt rate: Double?, resets: Bool, limit: Int,
    _ random: inout RandomGenerator
  ) -> Int {
    lstm.reset()
    var count = 0
    while count < limit {
      let string = ReberGrammar.string(using: &random)
      for (step, symbol) in string.symbols.enumerated() {
        lstm.step(ReberGrammar.features(symbol))
        var targets = [Float](repeating: 0, count: ReberGrammar.size)
        // All that may come is wanted: one of two by chance could be told by nobody.
        for next in string.successors[step] { targets[next] = 1 }
        let isRight = zip(lstm.outputs(), targets).allSatisfy { abs($0 - $1) < tolerance }
        if let rate { lstm.learn(targets, rate: rate) }
        guard isRight else { return count }
        count += 1
      }
      if resets { lstm.reset() }
    }
    return count
  }
}
