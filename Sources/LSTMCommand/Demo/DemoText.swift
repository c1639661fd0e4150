import LSTMFormats
import LSTMKit

/// The demo's first part: a language model that learns the built-in guide, and writes.
struct DemoText {
  /// Steps of the training: some twenty seconds on two cores.
  ///
  /// A step budget repeats to the bit.
  private static let steps = 400
  private static let prompt = "The cell state "

  let training: LanguageTrainingSummary
  let sample: String

  /// Trains a model into a folder, and lets it write.
  init(
    into path: String, replaces: Bool, stop: StopSignal, events: (TrainingEvent) -> Void
  ) throws {
    var options = LanguageOptions()
    options.hiddenSize = 160
    options.layerCount = 1
    options.dropout = 0.1
    options.sequenceLength = 64
    options.learningRate = 0.006
    options.budget = (nil, Self.steps, nil)
    training = try LanguageTask.train(
      LanguageTrainingRequest(
        data: .text(PackageResources.guide_txt, name: "the built-in guide"), options: options,
        replaces: replaces, commandLine: ["lstm"] + CommandLine.arguments.dropFirst()),
      into: path, stop: stop, events: events)
    guard !training.wasInterrupted else {
      sample = ""
      return
    }
    sample = try TrainedLanguageModel(contentsOf: ModelFolder.open(path))
      .generate(
        length: 400, prompt: Self.prompt, options: try SamplingOptions(temperature: 0.6))
  }

  static let introduction = """
    This demo trains an LSTM on a guide to the LSTM (\(PackageResources.guide_txt.count / 1024) KB, \
    inside this program), one character at a time. At first it knows nothing about English.

    """

  var heading: String {
    "\n\(training.text)\n\nNow it writes, one character at a time, from \"\(Self.prompt)\":\n\n"
  }

  var text: String { Self.prompt + sample }

  var members: [(String, JSONValue)] {
    [
      ("training", training.json), ("prompt", .string(Self.prompt)), ("text", .string(sample)),
    ]
  }

  var section: ReportSection {
    ReportSection("A text that it wrote", [.paragraph(training.text), .paragraph(text)])
  }
}
