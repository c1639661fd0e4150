import ArgumentParser

/// `lstm train TASK`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on your data.",
    discussion: """
      EXAMPLE:
        lstm train language shakespeare.txt --output shakespeare
      """,
    subcommands: [TrainLanguageCommand.self])
}
