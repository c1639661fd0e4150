import ArgumentParser
import LSTMKit

/// How speech is transcribed.
struct RecognitionArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Texts that are followed side by side; 1: the best path, without language model.")
  var searchWidth = RecognitionOptions().beamWidth

  @Option(help: "Folder of a language model, of the words or characters that are spoken.")
  var languageModel: String?

  @Flag(help: "Ask the n-gram model in the folder of --language-model: faster, and less apt.")
  var ngrams = false

  @Option(parsing: .unconditional, help: "How much the language model counts.")
  var languageWeight = RecognitionOptions().languageWeight

  @Option(parsing: .unconditional, help: "What each word adds to the score of a text, in nats.")
  var wordBonus = RecognitionOptions().wordBonus

  @Option(help: "Words and phrases to favour, with commas between them.")
  var hotWords: String?

  @Option(parsing: .unconditional, help: "What a hot word adds to the score of a text, in nats.")
  var hotWordBonus = RecognitionOptions().hotWordBonus

  @Option(
    help: "File of texts, a line each, of which one is said in each utterance.")
  var choices: String?

  @Option(
    parsing: .unconditional,
    help: "Seconds of a pause that ends an utterance; found where nothing is said.")
  var pause: Double?

  func validate() throws {
    try TrainingArguments.check([("search-width", searchWidth, 1...4096)])
    for (name, value) in [
      ("language-weight", languageWeight), ("word-bonus", wordBonus),
      ("hot-word-bonus", hotWordBonus),
    ] where !value.isFinite {
      throw ValidationError("--\(name) is \(value); it must be a number.")
    }
    guard languageWeight >= 0 else {
      throw ValidationError("--language-weight is \(languageWeight); it must be 0 or more.")
    }
    if let pause, !(pause > 0 && pause <= 3600) {
      throw ValidationError("--pause is \(pause); it must be above 0, at most 3600 seconds.")
    }
    if ngrams, languageModel == nil {
      throw ValidationError("--ngrams needs --language-model, the folder that has them.")
    }
    if searchWidth == 1, languageModel != nil || hotWords != nil {
      throw ValidationError(
        "--search-width 1 is the best path, which asks no language model and knows no hot words: use 2 or more."
      )
    }
  }

  /// The options, with the language model read.
  var options: RecognitionOptions {
    get throws {
      var options = RecognitionOptions()
      options.beamWidth = searchWidth
      options.languageWeight = languageWeight
      options.wordBonus = wordBonus
      options.hotWords = (hotWords ?? "").split(separator: ",").map(String.init)
        .filter { $0.contains { !$0.isWhitespace } }
      options.hotWordBonus = hotWordBonus
      options.pause = pause
      options.choices = try choices.map { path in
        try TextReader.read(path).lines.filter { !$0.trimmed.isEmpty }
          .map { String(decoding: $0.trimmed, as: UTF8.self) }
      }
      guard let languageModel else { return options }
      let folder = try ModelFolder.open(languageModel)
      let trained = try TrainedLanguageModel(contentsOf: folder)
      let model = ngrams ? try trained.ngrams(in: folder) : nil
      if ngrams, model == nil {
        throw ValidationError("\(languageModel) holds no n-gram model: leave --ngrams out.")
      }
      options.language = RecognitionLanguage(trained, ngrams: model, name: languageModel)
      return options
    }
  }
}
