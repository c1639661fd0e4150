import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm generate`: text as a language model writes it.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write text with a language model.",
    discussion: """
      Writes --length tokens, or fewer where a --stop text comes: writing ends before it. In --stop, \\n is a line feed, \
      \\t a tab and \\\\ a backslash. The prompt counts as written for --repetition-penalty and --no-repeat-ngram.

      With --count the second text is the one that --seed plus 1 gives alone, and so on. --beam draws nothing: it \
      follows several texts side by side and writes the likeliest, or with --count the likeliest few. Of two that end \
      before a --stop text the shorter one is often the likelier.

      --interactive reads a prompt a line from standard input and writes on after each, in one text: the model \
      remembers what was read and written. An empty line lets it go on, /reset begins anew, /help lists these. \
      --prompt stands before the first line.

      EXAMPLE:
        lstm generate shakespeare --prompt "ROMEO:" --length 400 --temperature 0.8
        lstm generate shakespeare --prompt "JULIET:" --stop "\\n\\n" --count 3
        lstm generate shakespeare --prompt "To be" --beam 8 --no-repeat-ngram 12
        lstm generate shakespeare --repetition-penalty 1.2 --repetition-window 32
        lstm generate shakespeare --interactive --stop "\\n\\n"
      """)

  @Argument(help: "Folder of a language model.")
  var model: String

  // Whatever follows is a value, so that a text may begin with a dash and a number may be negative:
  // the message can then say which number was found.
  @Option(parsing: .unconditional, help: "Text to go on from; a new line where there is none.")
  var prompt = ""

  @Option(parsing: .unconditional, help: "Tokens to write.")
  var length = 500

  @OptionGroup var sampling: SamplingArguments

  @Option(
    parsing: .unconditionalSingleValue,
    help: "Text before which writing ends; may be given several times.")
  var stop: [String] = []

  @Option(parsing: .unconditional, help: "Texts to write.")
  var count = 1

  @Option(
    parsing: .unconditional,
    help: "Search for the likeliest text, following this many side by side.")
  var beam: Int?

  @Flag(help: "Read prompts from standard input, a line each, and go on in one text.")
  var interactive = false

  @Option(parsing: .unconditional, help: "A whole number; the same text for the same seed.")
  var seed: UInt64 = 1

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.apply()
    guard length >= 0 else {
      throw UsageError("--length is \(length); it must be 0 or more: how many tokens to write.")
    }
    let stops = try StopTexts(try stop.map { try $0.unescaped(in: "--stop") })
    if let beam {
      let options = try TextSearchOptions(
        width: beam, count: count, repetition: try sampling.repetition())
      try refuse(sampling.drawing + (interactive ? ["--interactive"] : []), beside: "--beam")
      return try search(options, stops)
    }
    guard count >= 1 else {
      throw UsageError("--count is \(count); it must be 1 or more: how many texts to write.")
    }
    let options = try sampling.options()
    if interactive {
      let others = (shared.json ? ["--json"] : []) + (count > 1 ? ["--count"] : [])
      try refuse(others, beside: "--interactive")
      return try converse(options, stops)
    }
    guard count == 1 || options.temperature > 0 else {
      throw UsageError(
        """
        --temperature 0 always writes the same text, and --count is \(count): leave one of them out, or use --beam for \
        the likeliest few.
        """)
    }
    try draw(options, stops)
  }

  private func refuse(_ others: [String], beside option: String) throws {
    guard let first = others.first else { return }
    let reason =
      option == "--beam"
      ? "--beam looks for the likeliest text and draws nothing"
      : "--interactive writes one text that goes on, for people"
    throw UsageError("\(first) does not go with \(option): \(reason). Leave one of them out.")
  }

  /// The model, and how it reads the prompt; what it has never seen is said.
  func opened() throws -> TrainedLanguageModel {
    let trained = try TrainedLanguageModel(contentsOf: ModelFolder.open(model))
    let replacements = trained.encode(Array(prompt.utf8)).replacements
    if let note = UnseenText.note(replacements, in: "the prompt") { Terminal.report(note) }
    return trained
  }

  private func draw(_ options: SamplingOptions, _ stops: StopTexts) throws {
    let trained = try opened()
    let (prepared, tokens) = (
      PreparedLanguageModel(trained.model), trained.encodePrompt(prompt).tokens
    )
    var (texts, tokenCount) = ([String](), 0)
    for number in 0..<count {
      var generator = TextGenerator(
        prepared, tokenizer: trained.tokenizer, prompt: tokens, options: options,
        seed: seed &+ UInt64(number), stops: stops)
      // Texts are shown while they are written; a document is whole at the end.
      var text = ""
      func pass(_ piece: String) throws {
        if shared.json { text += piece } else { try Terminal.write(piece) }
      }
      if !shared.json { try Terminal.write(heading(number) + prompt) }
      for _ in 0..<length {
        guard let piece = generator.next() else { break }
        try pass(piece)
      }
      try pass(generator.finish() + (shared.json ? "" : "\n"))
      texts.append(text)
      if number == 0 { tokenCount = generator.tokenCount }
    }
    guard shared.json else { return }
    try shared.print([
      "prompt": .string(prompt), "text": .string(texts[0]),
      "texts": .array(texts.map { .string($0) }), "tokens": tokenCount.json,
      "temperature": options.temperature.json, "seed": seed.json,
    ])
  }

  private func search(_ options: TextSearchOptions, _ stops: StopTexts) throws {
    let trained = try opened()
    let progress = ProgressBar(label: "searching", isQuiet: shared.quiet)
    let found = trained.likeliestTexts(
      length: length, prompt: prompt, options: options, stops: stops
    ) { progress.show($0) }
    progress.finish()
    guard shared.json else {
      for (number, text) in found.enumerated() {
        try Terminal.write(heading(number, of: found.count) + prompt + text.text + "\n")
      }
      return
    }
    try shared.print([
      "prompt": .string(prompt), "text": .string(found.first?.text ?? ""),
      "texts": .array(found.map { .string($0.text) }),
      "tokens": (found.first?.tokenCount ?? 0).json,
      "log_probabilities": .array(found.map { .number($0.logProbability) }),
      "beam": options.width.json,
    ])
  }

  /// What stands before a text that is not the first.
  private func heading(_ number: Int, of count: Int? = nil) -> String {
    number == 0 ? "" : "--- \(number + 1) of \(count ?? self.count) ---\n"
  }
}
