import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm reproduce`: published experiments, the paper's figure beside ours.
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Run a published experiment, the paper's figure beside ours.",
    discussion: """
      Each trial starts from other weights and draws its sequences as it goes. For the experiments of \
      1997 the first row is the paper's own network, trained by the paper's rule, the second today's \
      LSTM with Adam.

      EXAMPLE:
        lstm reproduce list
        lstm reproduce order-2 --output order-2.svg
      """)

  @Argument(help: "Name of an experiment, or list.")
  var experiment = "list"

  @Option(
    name: .long, help: "Trials of each network; without it as many as end in about a minute.")
  var seeds: Int?

  @Flag(name: .long, help: "Run as many trials as the paper.")
  var full = false

  @Option(name: .shortAndLong, help: "SVG file for the chart.")
  var output: String?

  @Flag(help: "Replace the chart if there is one.")
  var force = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if let seeds, seeds < 1 {
      throw ValidationError("--seeds is \(seeds); it must be 1 or more.")
    }
    if seeds != nil, full {
      throw ValidationError("--full runs the paper's number of trials: leave out --seeds.")
    }
  }

  func run() throws {
    try shared.apply()
    if experiment == "list" { return try list() }
    let found = try PublishedExperiments.named(experiment)
    if let output { try AtomicFile.probe(output, replaces: force) }
    let isQuiet = shared.quiet || shared.json
    let report = found.run(seeds: seeds ?? (full ? found.paperSeeds : found.quickSeeds)) { line in
      if !isQuiet { Terminal.report(line + "\n") }
    }
    if let output { try AtomicFile.write(report.chart.svg, to: output) }
    if shared.json { return try shared.print(report.json) }
    try Terminal.print("\(found.title) (\(found.source))\n")
    for line in report.lines { try Terminal.print(line) }
  }

  private func list() throws {
    let all = PublishedExperiments.all
    if shared.json {
      return try shared.print(
        .array(
          all.map {
            [
              "name": .string($0.name), "title": .string($0.title), "source": .string($0.source),
              "seconds": .number($0.seconds),
            ]
          }))
    }
    for experiment in all {
      try Terminal.print(
        "\(experiment.name.padded(to: 20))\(experiment.title)\n" + "".padded(to: 20)
          + "\(experiment.source); \(Duration.text(seconds: experiment.seconds))")
    }
  }
}
