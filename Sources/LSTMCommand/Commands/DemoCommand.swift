import ArgumentParser
import Foundation
import LSTMKit

/// `lstm demo`: the tour, on a text inside the binary.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Train a small model on the built-in guide to the LSTM, and let it write.",
    discussion: """
      Takes less than a minute and needs no files. With --output the model stays for the other \
      commands.

      EXAMPLE:
        lstm demo --output guide-model
      """)

  /// Steps of the training: some twenty seconds on two cores.
  ///
  /// A step budget repeats to the bit.
  private static let steps = 400

  @Option(help: "Folder to keep the model in.")
  var output: String?

  @Flag(help: "Replace the model in the output folder.")
  var force = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.apply()
    let work = FileManager.default.temporaryDirectory.appending(
      path: "lstm-demo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: work) }
    let path = output ?? work.path(percentEncoded: false)
    say(
      """
      This demo trains an LSTM on a guide to the LSTM (\(PackageResources.guide_txt.count / 1024) KB, \
      inside this program), one character at a time. At first it knows nothing about English.

      """)
    var options = LanguageOptions()
    options.hiddenSize = 160
    options.layerCount = 1
    options.dropout = 0.1
    options.sequenceLength = 64
    options.learningRate = 0.006
    options.budget = (nil, Self.steps, nil)
    let interruption = Interruption()
    let display = TrainingDisplay(isQuiet: shared.quiet || shared.json, unit: "characters")
    let summary = try LanguageTask.train(
      LanguageTrainingRequest(
        data: .text(PackageResources.guide_txt, name: "the built-in guide"), options: options,
        replaces: force, commandLine: ["lstm"] + CommandLine.arguments.dropFirst()),
      into: path, stop: interruption.stop, events: display.show)
    display.finish()
    if summary.wasInterrupted { throw ExitCode(FailureKind.interrupted.rawValue) }

    let trained = try TrainedLanguageModel(contentsOf: ModelFolder.open(path))
    let prompt = "The cell state "
    let sample = trained.generate(
      length: 400, prompt: prompt, options: try SamplingOptions(temperature: 0.6))
    if shared.json {
      return try shared.print([
        "training": summary.json, "prompt": .string(prompt), "text": .string(sample),
      ])
    }
    say("\n\(summary.text)\n\nNow it writes, one character at a time, from \"\(prompt)\":\n\n")
    try Terminal.print(prompt + sample)
    say(
      """

      What to try next:
        lstm demo --output guide-model                       keep this model
        lstm generate guide-model --prompt "The gate "       let it write
        lstm inspect guide-model                             see what it is made of
        lstm train language YOUR.txt --output my-model       train on your own text

      """)
  }

  private func say(_ text: String) {
    if !shared.quiet, !shared.json { Terminal.report(text) }
  }
}
