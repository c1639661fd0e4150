import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm evaluate`: the task's metrics beside an honest baseline.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model on data, beside a baseline.",
    discussion: """
      A language model is scored by how well it predicts each token of the text from all tokens \
      before it. The baseline is the best that a model without memory could do on this very text.

      EXAMPLE:
        lstm evaluate shakespeare test.txt --json
      """)

  @Argument(help: "Folder of a model.")
  var model: String

  @Argument(help: "Files to score it on; - is standard input.")
  var data: [String]

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.apply()
    let trained = try TrainedLanguageModel(contentsOf: ModelFolder.open(model))
    let text = try TextReader.read(data)
    let progress = ProgressBar(label: "evaluating", isQuiet: shared.quiet)
    let report = try trained.evaluate(text, named: data.joined(separator: ", ")) {
      progress.show($0)
    }
    progress.finish()
    if shared.json { return try shared.print(report.json) }
    for line in report.lines { try Terminal.print(line) }
  }
}
