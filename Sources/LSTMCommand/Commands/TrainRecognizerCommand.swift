import ArgumentParser
import LSTMKit

/// `lstm train recognizer`: from recordings and their texts to a model that transcribes speech.
struct TrainRecognizerCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "recognizer",
    abstract: "Train a recogniser of speech on recordings and their texts.",
    discussion: """
      The folder holds WAV files, and transcripts.tsv (file, tab, text, and perhaps another tab and the speaker) or file \
      names that say what is spoken. Words that are heard often are units of their own, otherwise characters are; with \
      --lexicon phones. Each recording is varied every time that it is heard: vocal tract, speed, level, noise.

      A model reads each utterance in both directions; one trained with --streaming reads forward only and transcribes \
      speech while it comes.

      EXAMPLE:
        lstm train recognizer digits
        lstm train recognizer commands --pattern "{text}_{speaker}_{take}.wav" --streaming
        lstm train recognizer digits --join 7 --output connected-digits
        lstm train recognizer recordings --lexicon pronunciations.txt
      """)

  @Argument(help: "Folder of recordings.")
  var data: String

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @OptionGroup var recordings: RecordingArguments

  @Option(
    help: "A share of the recordings to keep for validation, or a folder of others; 0: none.")
  var validation = "0.1"

  @Option(help: "What is told apart: characters, words or phones; found where nothing is said.")
  var units: SpeechUnits.Kind?

  @Option(help: "List of words and their phones, a word a line.")
  var lexicon: String?

  @Flag(help: "Read forward only, to transcribe speech while it comes.")
  var streaming = false

  @Option(
    parsing: .unconditional,
    help: "Seconds that a streaming model hears on before it must say what was said.")
  var delay = RecognizerOptions().delay

  @Option(
    parsing: .unconditional,
    help: "Join up to this many recordings of a speaker, so that words are heard in a row.")
  var join = RecognizerOptions().longestRow

  @Flag(name: .customLong("no-variation"), help: "Hear every recording as it is.")
  var hasNoVariation = false

  @Option(
    parsing: .unconditional, help: "Samples a second; the recordings' own, at most 16000.")
  var sampleRate: Int?

  @Option(parsing: .unconditional, help: "Mel values of a frame.")
  var mels = RecognizerOptions().melCount

  @Option(
    parsing: .unconditional,
    help: "Cepstral coefficients of a frame; 0: its mel values as they are.")
  var cepstra = RecognizerOptions().cepstrumCount ?? 0

  @Option(
    parsing: .unconditional,
    help: "How often the slope over time is added to a frame: 0, 1 or 2.")
  var deltas = RecognizerOptions().deltaOrder

  @Option(
    parsing: .unconditional,
    help: "Frames of 10 ms that become a step; 3 for words, 2 for characters and phones.")
  var stacking: Int?

  @Option(help: "Kind of the recurrent layers.")
  var cell: CellKind = .lstm

  @Option(parsing: .unconditional, help: "Units of a layer in each direction.")
  var hidden = RecognizerOptions().hiddenSize

  @Option(parsing: .unconditional, help: "Recurrent layers.")
  var layers = RecognizerOptions().layerCount

  @Option(
    parsing: .unconditional,
    help: "Probability of dropping a feature between and behind the layers in training.")
  var dropout = RecognizerOptions().dropout

  @Option(
    parsing: .unconditional,
    help: "Standard deviation of the noise that is added to normalised features in training.")
  var noise = RecognizerOptions().noise

  @Option(parsing: .unconditional, help: "Networks whose answers are weighed together.")
  var members = RecognizerOptions().memberCount

  @Option(parsing: .unconditional, help: "Recordings in a batch; 32, fewer of few.")
  var batchSize: Int?

  @OptionGroup var training: TrainingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    try TrainingArguments.check([
      ("join", join, 1...100), ("sample-rate", sampleRate ?? 8000, 1000...192_000),
      ("mels", mels, 2...256), ("cepstra", cepstra, 0...mels), ("deltas", deltas, 0...2),
      ("stacking", stacking ?? 1, 1...64),
      ("hidden", hidden, 1...1 << 16), ("layers", layers, LanguageModelArchitecture.layerCounts),
      ("members", members, 1...100), ("batch-size", batchSize ?? 1, 1...1 << 16),
    ])
    try TrainingArguments.check(dropout: dropout)
    guard delay >= 0, delay <= 3 else {
      throw ValidationError("--delay is \(delay); it must be from 0 to 3 seconds.")
    }
    guard noise >= 0, noise.isFinite else {
      throw ValidationError("--noise is \(noise); it must be 0 or more.")
    }
    if let share = Double(validation), !(share >= 0 && share <= 0.5) {
      throw ValidationError(
        "--validation is \(validation); it must be a share from 0 up to 0.5, or a folder.")
    }
    if units == .phones, lexicon == nil {
      throw ValidationError("--units phones needs --lexicon, a list of words and their phones.")
    }
    if lexicon != nil, let units, units != .phones {
      throw ValidationError("--lexicon belongs to --units phones, not \(units.rawValue).")
    }
    if streaming, members > 1 {
      throw ValidationError("--members belongs to models that read in both directions.")
    }
  }

  static let task = "recognizer"
  var unit: String { "recordings" }
  var source: String { data }

  func train(into path: String, _ run: TrainingRun) throws -> RecognizerTrainingSummary {
    let request = RecognizerTrainingRequest(
      data: data, pattern: try recordings.namePattern,
      validation: Double(validation) == nil ? validation : nil, options: try options,
      resumes: training.resume, replaces: training.force,
      commandLine: run.commandLine)
    return try RecognizerTask.train(
      request, into: path, stop: run.stop, planned: run.planned, events: run.events)
  }

  func next(after summary: RecognizerTrainingSummary, path: String) -> String {
    "lstm transcribe \(path) FILE.wav"
  }

  private var options: RecognizerOptions {
    get throws {
      var options = RecognizerOptions()
      options.units = units
      options.pronunciations = try lexicon.map { try Pronunciations(contentsOf: $0) }
      options.sampleRate = sampleRate
      options.isStreaming = streaming
      options.delay = delay
      options.cell = cell
      options.hiddenSize = hidden
      options.layerCount = layers
      options.melCount = mels
      options.cepstrumCount = cepstra == 0 ? nil : cepstra
      options.deltaOrder = deltas
      options.stacking = stacking
      options.dropout = dropout
      options.noise = noise
      options.memberCount = members
      if hasNoVariation { options.variation = .none }
      options.longestRow = join
      options.batchSize = batchSize
      options.validationFraction = Double(validation) ?? options.validationFraction
      training.apply(to: &options)
      return options
    }
  }
}

extension SpeechUnits.Kind: ExpressibleByArgument {}
