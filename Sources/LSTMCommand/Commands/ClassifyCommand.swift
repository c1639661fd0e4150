import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm classify`: a line in, a label and its probability out.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Label texts or sequences with a classifier.",
    discussion: """
      Answers each line with a label, a tab and its probability; an empty line with an empty one. Standard input is \
      answered line by line as it comes. A .ts file is answered a line a sequence.

      With --explain each word is left out in turn: what the log-odds of the verdict lose without it is what it did for \
      the verdict. The words that did most for it are marked [+word], those most against it [-word].

      EXAMPLE:
        lstm classify sentiment reviews.txt
        echo "a joy from start to end" | lstm classify sentiment - --explain
        lstm classify sentiment reviews.txt --json-lines
      """)

  @Argument(help: "Folder of a classifier.")
  var model: String

  @Argument(help: "A text a line, or a .ts file; - is standard input.")
  var input = "-"

  @Flag(help: "Say what each word did for the verdict.")
  var explain = false

  @Flag(help: "Print a JSON object a line.")
  var jsonLines = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if jsonLines, shared.json {
      throw ValidationError("--json and --json-lines exclude each other.")
    }
  }

  func run() throws {
    try shared.apply()
    let trained = try TrainedClassifier(contentsOf: ModelFolder.open(model))
    if explain, !trained.readsTexts { throw ClassifierError.nothingToExplain(model: model) }
    if !trained.readsTexts {
      let set = try SequenceSet(contentsOf: input)
      return try answer(
        ClassifiedLines(trained, sequences: try trained.predict(set, file: input)))
    }
    guard input == "-", !shared.json else {
      return try answer(
        ClassifiedLines(trained, lines: try TextReader.read(input).lines, explains: explain))
    }
    try followInput(trained)
  }

  private func answer(_ lines: ClassifiedLines) throws {
    if shared.json { return try shared.print(.array(lines.answers.map(lines.json))) }
    for answer in lines.answers { try write(answer, lines) }
  }

  private func write(_ answer: ClassifiedLines.Answer, _ lines: ClassifiedLines) throws {
    try Terminal.print(jsonLines ? lines.json(answer).text(.compact) : lines.text(answer))
  }

  /// Answers standard input line by line until it ends or somebody presses Ctrl-C.
  private func followInput(_ trained: TrainedClassifier) throws {
    let interruption = Interruption(task: "ending")
    var input = InputLines()
    var count = 0
    while let lines = try input.next(until: interruption.stop) {
      for line in lines {
        count += 1
        if let byte = TextCheck.firstInvalidByte(of: line) {
          let error = LabelledTextError.invalidLine(
            file: "standard input", line: count, byte: byte + 1)
          Terminal.report("lstm: \(error) The answer is an empty line.\n")
        }
      }
      let valid = lines.map { TextCheck.firstInvalidByte(of: $0) == nil ? $0 : [] }
      try answer(ClassifiedLines(trained, lines: valid, explains: explain))
    }
    if interruption.stop.isRaised { throw ExitCode(FailureKind.interrupted.rawValue) }
  }
}
