import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm generate`: text as a language model writes it.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write text with a language model.",
    discussion: """
      EXAMPLE:
        lstm generate shakespeare --prompt "ROMEO:" --length 400 --temperature 0.8
      """)

  @Argument(help: "Folder of a language model.")
  var model: String

  // Whatever follows is a value, so that a text may begin with a dash and a number may be negative:
  // the message can then say which number was found.
  @Option(parsing: .unconditional, help: "Text to go on from; a new line where there is none.")
  var prompt = ""

  @Option(parsing: .unconditional, help: "Tokens to write.")
  var length = 500

  @Option(
    parsing: .unconditional,
    help: "0: always the likeliest token; 1: as the model says; below 1: safer.")
  var temperature: Float = 1

  @Option(parsing: .unconditional, help: "Choose among this many likeliest tokens.")
  var topK: Int?

  @Option(
    parsing: .unconditional,
    help: "Choose among the likeliest tokens that share this much probability.")
  var topP: Float?

  @Option(parsing: .unconditional, help: "A whole number; the same text for the same seed.")
  var seed: UInt64 = 1

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.apply()
    let options = try SamplingOptions(temperature: temperature, topK: topK, topP: topP)
    guard length >= 0 else {
      throw UsageError("--length is \(length); it must be 0 or more: how many tokens to write.")
    }
    let trained = try TrainedLanguageModel(contentsOf: ModelFolder.open(model))
    let tokens = trained.encodePrompt(prompt).tokens
    let replacements = trained.encode(Array(prompt.utf8)).replacements
    if let note = UnseenText.note(replacements, in: "the prompt") { Terminal.report(note) }
    var generator = TextGenerator(
      PreparedLanguageModel(trained.model), tokenizer: trained.tokenizer, prompt: tokens,
      options: options, seed: seed)
    if shared.json {
      var text = ""
      for _ in 0..<length { text += generator.next() ?? "" }
      text += generator.finish()
      try shared.print([
        "prompt": .string(prompt), "text": .string(text), "tokens": length.json,
        "temperature": temperature.json, "seed": seed.json,
      ])
      return
    }
    try Terminal.write(prompt)
    for _ in 0..<length { try Terminal.write(generator.next() ?? "") }
    try Terminal.write(generator.finish() + "\n")
  }
}
