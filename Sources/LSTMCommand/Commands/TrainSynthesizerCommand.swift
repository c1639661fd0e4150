import ArgumentParser
import LSTMKit

/// `lstm train synthesizer`: from recordings and their texts to a model that speaks.
struct TrainSynthesizerCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesizer",
    abstract: "Train a synthesiser of speech on recordings and their texts.",
    discussion: """
      The folder holds WAV files, and transcripts.tsv (file, tab, text, and perhaps another tab and the speaker) or file \
      names that say what is spoken. Numbers in texts are written out ("3": "three"). An LSTM reads the characters and gives \
      each a duration, another one says log-mel frames in the voice of a speaker; beside them learns a third one how \
      recordings go on. A voice is somebody's: train on it only with their consent.

      EXAMPLE:
        lstm train synthesizer digits
        lstm train synthesizer recordings --pattern "{speaker}_{text}.wav" --output voices --minutes 5
      """)

  @Argument(help: "Folder of recordings.")
  var data: String

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @OptionGroup var recordings: RecordingArguments

  @Option(help: "The share of the recordings to keep for validation.")
  var validation = 0.05

  @Option(
    parsing: .unconditional, help: "Samples a second; the recordings' own, at most 16000.")
  var sampleRate: Int?

  @Option(parsing: .unconditional, help: "Units of a layer in each direction of the decoder.")
  var hidden = SynthesisOptions().hiddenSize

  @Option(parsing: .unconditional, help: "Recurrent layers of the decoder.")
  var layers = SynthesisOptions().layerCount

  @Option(parsing: .unconditional, help: "Features of a character.")
  var embedding = SynthesisOptions().embeddingSize

  @Option(parsing: .unconditional, help: "Frames of 8 ms that a step of the decoder says.")
  var framesPerStep = SynthesisOptions().framesPerStep

  @Option(
    parsing: .unconditional, help: "Numbers in which takes of one text differ; 0: none.")
  var latent = SynthesisOptions().latentSize

  @Option(
    parsing: .unconditional, help: "Units of the layer that goes on with recordings; 0: none.")
  var continuation = SynthesisOptions().continuationSize

  @Option(parsing: .unconditional, help: "Probability of dropping a value in training.")
  var dropout = SynthesisOptions().dropout

  @Option(parsing: .unconditional, help: "Recordings in a batch; 32, fewer of few.")
  var batchSize: Int?

  @OptionGroup var training: TrainingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    try TrainingArguments.check([
      ("sample-rate", sampleRate ?? 8000, 1000...192_000), ("hidden", hidden, 1...1 << 16),
      ("layers", layers, LanguageModelArchitecture.layerCounts),
      ("embedding", embedding, 1...1 << 16), ("frames-per-step", framesPerStep, 1...16),
      ("latent", latent, 0...1024), ("continuation", continuation, 0...1 << 16),
      ("batch-size", batchSize ?? 1, 1...1 << 16),
    ])
    try TrainingArguments.check(dropout: dropout)
    guard validation > 0, validation <= 0.5 else {
      throw ValidationError(
        "--validation is \(validation); it must be a share above 0, up to 0.5.")
    }
  }

  static let task = "synthesizer"
  var unit: String { "frames" }
  var source: String { data }

  func train(into path: String, _ run: TrainingRun) throws -> SynthesisTrainingSummary {
    let request = SynthesisTrainingRequest(
      data: .set(try RecordingSet(folder: data, pattern: try recordings.namePattern)),
      validation: validation, options: options, resumes: training.resume,
      replaces: training.force, commandLine: run.commandLine)
    return try SynthesisTask.train(
      request, into: path, stop: run.stop, planned: run.planned, events: run.events)
  }

  func next(after summary: SynthesisTrainingSummary, path: String) -> String {
    "lstm speak \(path) TEXT --speaker \(summary.speakers.first ?? "NAME") --output out.wav"
  }

  private var options: SynthesisOptions {
    var options = SynthesisOptions()
    options.sampleRate = sampleRate
    options.hiddenSize = hidden
    options.layerCount = layers
    options.embeddingSize = embedding
    options.framesPerStep = framesPerStep
    options.latentSize = latent
    options.continuationSize = continuation
    options.dropout = dropout
    options.batchSize = batchSize
    training.apply(to: &options)
    return options
  }
}
