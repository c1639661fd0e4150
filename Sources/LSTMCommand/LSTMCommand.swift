import ArgumentParser

/// The command: trains, uses and explains LSTMs.
@main
struct LSTMCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lstm",
    abstract: "Train, use and look into LSTM networks.",
    discussion: """
      A model is a folder: `lstm train` writes it, every other command reads it.

      EXAMPLES:
        lstm demo
        lstm train language shakespeare.txt --output shakespeare
        lstm generate shakespeare --prompt "ROMEO:" --length 400
      """,
    version: version,
    subcommands: [
      DemoCommand.self, TrainCommand.self, EvaluateCommand.self, GenerateCommand.self,
      ClassifyCommand.self, TranslateCommand.self, ForecastCommand.self, DetectCommand.self,
      TranscribeCommand.self, SpeakCommand.self, ExplainCommand.self, ReproduceCommand.self,
      InspectCommand.self,
    ])

  /// The version of the package.
  static let version = "0.1.0"

  static func main() {
    Terminal.prepare()
    do {
      if let unknown = UnknownCommand(in: CommandLine.arguments.dropFirst(), below: Self.self) {
        throw unknown
      }
      var command = try parseAsRoot()
      try command.run()
    } catch {
      leave(because: error)
    }
  }
}
