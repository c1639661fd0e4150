import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm translate`: sentences in, their translations out, a line each.
struct TranslateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "translate",
    abstract: "Translate sentences, one a line.",
    discussion: """
      Reads a file, or standard input, and writes a translation for each line; standard input is answered line by \
      line as it comes. --count gives several translations of each, best first.

      EXAMPLE:
        lstm translate english-german sentences.txt
        echo "A dog runs." | lstm translate english-german --json-lines
      """)

  @Argument(help: "Folder of a translator.")
  var model: String

  @Argument(help: "A text file, one sentence a line; - is standard input.")
  var input = "-"

  @OptionGroup var beam: BeamArguments

  @Option(help: "Picture of how the first sentence's translation attends to it, an SVG file.")
  var alignments: String?

  @Flag(help: "Replace a picture that is there.")
  var force = false

  @Flag(help: "A JSON object for each translation, a line each, with its alignment.")
  var jsonLines = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard !(shared.json && input == "-") else {
      throw ValidationError(
        "Standard input is answered line by line: use --json-lines in place of --json.")
    }
  }

  func run() throws {
    try shared.apply()
    if let alignments { try AtomicFile.probe(alignments, replaces: force) }
    let translator = try TrainedTranslator(contentsOf: ModelFolder.open(model))
    if input == "-" { return try answerLines(translator) }
    let lines = try ParallelText.lines(input).map { String(decoding: $0, as: UTF8.self) }
    let progress = ProgressBar(label: "translating", isQuiet: shared.quiet)
    let found = translator.translate(lines, beam.options) { progress.show($0) }
    progress.finish()
    warn(found)
    try draw(found.first, lines.first)
    if shared.json {
      return try shared.print(
        .array(zip(lines, found).flatMap { line, found in found.map { $0.json(of: line) } }))
    }
    for (line, translations) in zip(lines, found) {
      for translation in translations { try Terminal.print(text(translation, of: line)) }
    }
  }

  /// Answers standard input as it comes; lines that come together are searched for together.
  private func answerLines(_ translator: TrainedTranslator) throws {
    let interruption = Interruption()
    var (input, row, isDrawn) = (InputLines(), 0, false)
    while let bytes = try input.next(until: interruption.stop) {
      let lines = bytes.map { line in
        row += 1
        guard TextCheck.firstInvalidByte(of: line) == nil else {
          Terminal.report(
            "lstm: \(TranslationError.invalidLine(row: row)) The answer is an empty line.\n")
          return ""
        }
        return String(decoding: line.trimmed, as: UTF8.self)
      }
      let found = translator.translate(lines, beam.options)
      warn(found, from: row - lines.count + 1)
      if !isDrawn { try draw(found.first, lines.first) }
      isDrawn = true
      var answer = ""
      for (line, translations) in zip(lines, found) {
        for translation in translations { answer += try text(translation, of: line) + "\n" }
      }
      try Terminal.write(answer)
    }
    if interruption.stop.isRaised { throw ExitCode(FailureKind.interrupted.rawValue) }
  }

  private func draw(_ translations: [Translation]?, _ line: String?) throws {
    guard let alignments, let best = translations?.first, let line else { return }
    try AtomicFile.write(best.alignmentMap(of: line).svg, to: alignments)
  }

  /// Says which sentences were too long to be read to their end.
  private func warn(_ found: [[Translation]], from row: Int = 1) {
    for (place, translations) in found.enumerated() where translations.first?.isCut == true {
      Terminal.report(
        "lstm: line \(row + place) is longer than \(TrainedTranslator.longest) tokens; the rest of it is left out. "
          + "Put a sentence on each line.\n")
    }
  }

  private func text(_ translation: Translation, of line: String) throws -> String {
    jsonLines ? try translation.json(of: line).text(.compact) : translation.text
  }
}

/// How translations are searched for.
struct BeamArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "Translations that are followed side by side.")
  var beam = BeamOptions().width

  @Option(
    parsing: .unconditional, help: "Translations of each sentence that are given, at most --beam.")
  var count = 1

  @Option(
    parsing: .unconditional, help: "How much longer translations are preferred; 0: not at all.")
  var lengthPenalty = BeamOptions().lengthPenalty

  @Option(parsing: .unconditional, help: "What it costs to leave out parts of the source.")
  var coveragePenalty = BeamOptions().coveragePenalty

  func validate() throws {
    try TrainingArguments.check([("beam", beam, 1...256), ("count", count, 1...beam)])
    for (name, value) in [
      ("length-penalty", lengthPenalty), ("coverage-penalty", coveragePenalty),
    ] {
      guard value >= 0, value.isFinite else {
        throw ValidationError("--\(name) is \(value); it must be a number from 0.")
      }
    }
  }

  var options: BeamOptions {
    var options = BeamOptions()
    options.width = beam
    options.count = count
    options.lengthPenalty = lengthPenalty
    options.coveragePenalty = coveragePenalty
    return options
  }
}
