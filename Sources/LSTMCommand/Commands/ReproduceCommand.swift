import ArgumentParser
import LSTMFormats
import LSTMKit
import Synchronization

/// `lstm reproduce`: published experiments, the paper's figure beside ours.
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Run a published experiment, the paper's figure beside ours.",
    discussion: """
      Each trial starts from other weights and draws its sequences as it goes. The first row is the \
      paper's own network, trained by the paper's rule; the second is today's LSTM with Adam.

      EXAMPLE:
        lstm reproduce list
        lstm reproduce order-2
      """)

  @Argument(help: "Name of an experiment, or list.")
  var experiment = "list"

  @Option(name: .long, help: "Trials of each network.")
  var seeds = 3

  @Flag(name: .long, help: "Run as many trials as the paper.")
  var full = false

  @Option(name: .shortAndLong, help: "SVG file for a chart, of gradient-flow.")
  var output: String?

  @Flag(help: "Replace the chart if there is one.")
  var force = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds is \(seeds); it must be 1 or more.") }
  }

  func run() throws {
    try shared.apply()
    if experiment == "list" { return try list() }
    if experiment == GradientFlowExperiment.name { return try showGradientFlow() }
    if output != nil {
      throw UsageError("--output belongs to \(GradientFlowExperiment.name): others draw no chart.")
    }
    guard let found = LongLagExperiment.all.first(where: { $0.name == experiment }) else {
      throw UsageError(
        """
        There is no experiment \(experiment.quotedForMessage): it must be one of \
        \((LongLagExperiment.all.map(\.name) + [GradientFlowExperiment.name]).joined(separator: ", ")).
        """)
    }
    let count = full ? found.paperTrials : seeds
    let clock = ContinuousClock()
    let begin = clock.now
    let isQuiet = shared.quiet || shared.json
    let done = Atomic(0)
    let reproduction = Reproduction(found, seeds: count) { trial, isOriginal in
      let number = done.add(1, ordering: .relaxed).newValue
      if isQuiet { return }
      Terminal.report(
        "trial \(number) of \(2 * count), \(isOriginal ? "the paper's network" : "today's LSTM"): "
          + (trial.isSolved
            ? "learned after \(trial.sequences) sequences"
            : "not learned within \(trial.sequences)") + "\n")
    }
    let seconds = (clock.now - begin) / .seconds(1)
    if shared.json { return try shared.print(reproduction.json(seconds: seconds)) }
    try print(reproduction, seconds: seconds)
  }

  private func showGradientFlow() throws {
    if let output { try AtomicFile.probe(output, replaces: force) }
    let experiment = GradientFlowExperiment()
    if let output { try AtomicFile.write(experiment.chart.svg, to: output) }
    if shared.json { return try shared.print(experiment.json) }
    try Terminal.print("\(GradientFlowExperiment.title) (\(GradientFlowExperiment.source))\n")
    for line in experiment.lines { try Terminal.print(line) }
  }

  private func list() throws {
    let all = LongLagExperiment.all
    if shared.json {
      return try shared.print(
        .array(
          all.map {
            [
              "name": .string($0.name), "title": .string($0.title), "source": .string($0.source),
              "seconds": .number($0.secondsPerTrial * Double(seeds)),
            ]
          } + [
            [
              "name": .string(GradientFlowExperiment.name),
              "title": .string(GradientFlowExperiment.title),
              "source": .string(GradientFlowExperiment.source),
              "seconds": .number(GradientFlowExperiment.seconds),
            ]
          ]))
    }
    for experiment in all {
      try Terminal.print(
        "\(experiment.name.padded(to: 20))\(experiment.title)\n"
          + "".padded(to: 20)
          + "\(experiment.source); about \(Int(experiment.secondsPerTrial)) s a trial")
    }
    try Terminal.print(
      "\(GradientFlowExperiment.name.padded(to: 20))\(GradientFlowExperiment.title)\n"
        + "".padded(to: 20) + GradientFlowExperiment.source)
  }

  private func print(_ reproduction: Reproduction, seconds: Double) throws {
    let experiment = reproduction.experiment
    try Terminal.print("\(experiment.title) (\(experiment.source))\n")
    try Terminal.print(
      "".padded(to: 34) + "learned".leftPadded(to: 12) + "sequences".leftPadded(to: 12))
    func row(_ name: String, _ rate: Double, _ sequences: Double?) throws {
      try Terminal.print(
        name.padded(to: 34) + "\((100 * rate).text(0)) %".leftPadded(to: 12)
          + (sequences.map { $0.text(0) } ?? "-").leftPadded(to: 12))
    }
    let (ours, today) = (reproduction.ours, reproduction.today)
    try row("paper", experiment.paperSuccessRate, Double(experiment.paperSequences))
    try row("the paper's network, here", ours.successRate, ours.sequences)
    try row("today's LSTM with Adam, here", today.successRate, today.sequences)
    try Terminal.print("\n\(ours.trials.count) trials each, \(seconds.text(1)) s")
  }
}
