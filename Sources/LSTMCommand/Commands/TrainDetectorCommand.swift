import ArgumentParser
import LSTMKit

/// `lstm train detector`: from normal data to a model that finds what is unusual.
struct TrainDetectorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detector",
    abstract: "Train a detector of anomalies on normal data.",
    discussion: """
      Networks learn to squeeze a sequence into a few values and to give it back; what is unlike all \
      that they have learned from comes back wrong. Rows: each row of a table (or each sequence of a \
      .ts file) is a sequence. Series: a table with a time; windows of it are learned.

      With --label nothing is learned from rows of other classes than the normal one. A part of the \
      normal data is held out; the score 0.5, from which rows are flagged, is the error that one in a \
      hundred of those exceeds.

      EXAMPLE:
        lstm train detector heartbeats.csv --label class --normal N
        lstm train detector machine.csv --target temperature,pressure --sequence-length 96
      """)

  @Argument(help: "A table or a .ts file; - is standard input.")
  var data: String

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @Option(help: "What the data are: series where there is a time, else rows.")
  var kind: DetectorKind?

  @OptionGroup var detector: DetectorArguments

  @Option(
    parsing: .unconditional,
    help: "Rows of a window over series; a season, of series without one 64.")
  var sequenceLength: Int?

  @Option(
    parsing: .unconditional,
    help: "The share of the normal data that is held out to choose and to measure by.")
  var validation = DetectorOptions().validationFraction

  @Option(help: "Kind of the recurrent layers.")
  var cell: CellKind = .lstm

  @Option(parsing: .unconditional, help: "Units of a layer.")
  var hidden = DetectorOptions().hiddenSize

  @Option(parsing: .unconditional, help: "Recurrent layers of the encoder, and of the decoder.")
  var layers = DetectorOptions().layerCount

  @Option(parsing: .unconditional, help: "Values that stand for a whole sequence.")
  var latent = DetectorOptions().latentSize

  @Option(parsing: .unconditional, help: "Networks, trained side by side, whose errors add up.")
  var members = DetectorOptions().memberCount

  @Option(parsing: .unconditional, help: "Sequences in a batch.")
  var batchSize = DetectorOptions().batchSize

  @OptionGroup var series: SeriesArguments
  @OptionGroup var training: TrainingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    try TrainingArguments.check([
      ("sequence-length", sequenceLength ?? 2, 2...1 << 16), ("hidden", hidden, 1...1 << 16),
      ("layers", layers, LanguageModelArchitecture.layerCounts), ("latent", latent, 1...1 << 16),
      ("members", members, 1...1000), ("batch-size", batchSize, 1...1 << 16),
    ])
    if !(validation > 0 && validation < 1) {
      throw ValidationError("--validation is \(validation); it must be a share between 0 and 1.")
    }
  }

  func run() throws {
    try shared.apply()
    let interruption = Interruption()
    let path = output ?? ModelName.free(for: data, task: "detector", isTaken: !training.resume)
    let display = TrainingDisplay(isQuiet: shared.quiet, unit: "sequences")
    let source = detector.source(data, kind: kind, series)
    let request = DetectorTrainingRequest(
      data: { try source.read() }, options: options, resumes: training.resume,
      replaces: training.force, commandLine: ["lstm"] + CommandLine.arguments.dropFirst())
    let summary = try DetectorTask.train(
      request, into: path, stop: interruption.stop,
      planned: { lines in
        if !shared.quiet { Terminal.report(lines.joined(separator: "\n") + "\n") }
      }, events: display.show)
    display.finish()
    if shared.json {
      try shared.print(summary.json)
    } else if !shared.quiet {
      Terminal.report(summary.text + "\n")
      if !summary.wasInterrupted {
        Terminal.report("Try: lstm detect \(path) \(data) --plot detected.svg\n")
      }
    }
    if summary.wasInterrupted { throw ExitCode(FailureKind.interrupted.rawValue) }
  }

  private var options: DetectorOptions {
    var options = DetectorOptions()
    options.normalClass = detector.normal
    options.sequenceLength = sequenceLength
    options.cell = cell
    options.hiddenSize = hidden
    options.layerCount = layers
    options.latentSize = latent
    options.memberCount = members
    options.batchSize = batchSize
    options.validationFraction = validation
    options.optimizer = training.optimizer
    options.learningRate = training.learningRate
    options.seed = training.seed
    options.patience = training.patience
    options.budget = (training.epochs, training.steps, training.minutes)
    return options
  }
}
