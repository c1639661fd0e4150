import ArgumentParser
import LSTMKit

/// `lstm train detector`: from normal data to a model that finds what is unusual.
struct TrainDetectorCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "detector",
    abstract: "Train a detector of anomalies on normal data.",
    discussion: """
      Rows and series: networks learn to squeeze a sequence into a few values and to give it back; what is unlike all \
      that they have learned from comes back wrong. Rows: each row of a table (or each sequence of a \
      .ts file) is a sequence. Series: a table with a time; windows of it are learned.

      Events, such as payments: networks read those of each owner one after the other. With --label they \
      learn which are anomalies, knowing the class of earlier ones when --label-delay is over; without, or \
      with --unsupervised, which numbers are usual.

      With --label nothing is learned from rows of other classes than the normal one. A part of the \
      normal data is held out; the score 0.5, from which rows are flagged, is the error that one in a \
      hundred of those exceeds; of few, all but the largest are below it.

      EXAMPLE:
        lstm train detector heartbeats.csv --label class --normal N
        lstm train detector machine.csv --target temperature,pressure --sequence-length 96
        lstm train detector payments.csv --id customer --label fraud --until 2018-07-31
      """)

  @Argument(help: "A table or a .ts file; - is standard input.")
  var data: String

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @Option(
    help:
      "What the data are: rows without a time, events of owners (--id) mixed in time, else series."
  )
  var kind: DetectorKind?

  @OptionGroup var detector: DetectorArguments

  @Option(
    parsing: .unconditional,
    help: "Rows of a window over series; a season, of series without one 64.")
  var sequenceLength: Int?

  @Option(
    parsing: .unconditional,
    help:
      "The share of the normal data that is held out to choose and to measure by; a fifth, of events a tenth."
  )
  var validation: Double?

  @Option(help: "The last time to learn from, such as 2014-12-31, that day included.")
  var until: String?

  @Flag(
    help: "Events: learn nothing from the class, which then only tells how good the scores are.")
  var unsupervised = false

  @Option(
    parsing: .unconditional, help: "Events: days after which the class of one is known.")
  var labelDelay = DetectorOptions().labelDelay

  @Option(
    parsing: .unconditional, help: "Events: how much an anomaly counts beside another event.")
  var anomalyWeight = DetectorOptions().anomalyWeight

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
    guard labelDelay >= 0, labelDelay.isFinite else {
      throw ValidationError("--label-delay is \(labelDelay); it must be a number of days from 0.")
    }
    guard anomalyWeight > 0, anomalyWeight.isFinite else {
      throw ValidationError("--anomaly-weight is \(anomalyWeight); it must be above 0.")
    }
    if let validation, !(validation > 0 && validation < 1) {
      throw ValidationError("--validation is \(validation); it must be a share between 0 and 1.")
    }
  }

  static let task = "detector"
  var unit: String { "sequences" }
  var source: String { data }

  func train(into path: String, _ run: TrainingRun) throws -> DetectorTrainingSummary {
    let source = detector.source(data, kind: kind, series)
    let request = DetectorTrainingRequest(
      data: { try source.read() },
      until: try until.map { try Moment.end($0, option: "--until") }, options: options,
      resumes: training.resume, replaces: training.force,
      commandLine: run.commandLine)
    return try DetectorTask.train(
      request, into: path, stop: run.stop, planned: run.planned, events: run.events)
  }

  func next(after summary: DetectorTrainingSummary, path: String) -> String {
    "lstm detect \(path) \(data) --plot detected.svg"
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
    options.isUnsupervised = unsupervised
    options.labelDelay = labelDelay
    options.anomalyWeight = anomalyWeight
    training.apply(to: &options)
    return options
  }
}
