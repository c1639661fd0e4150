import ArgumentParser

/// `lstm train TASK`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on your data.",
    discussion: """
      EXAMPLE:
        lstm train language shakespeare.txt --output shakespeare
        lstm train classifier reviews.tsv
        lstm train forecaster weather.csv --target temp_max --horizon 14
        lstm train detector heartbeats.csv --label class --normal N
        lstm train translator train.en train.de
        lstm train recognizer digits
        lstm train synthesizer digits
      """,
    subcommands: [
      TrainLanguageCommand.self, TrainClassifierCommand.self, TrainTranslatorCommand.self,
      TrainForecasterCommand.self, TrainDetectorCommand.self, TrainRecognizerCommand.self,
      TrainSynthesizerCommand.self,
    ])
}
