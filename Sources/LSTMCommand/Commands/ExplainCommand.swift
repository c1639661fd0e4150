import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm explain`: what happens inside a model while it reads.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Look inside a model while it reads.",
    discussion: """
      Without a question it shows which units follow what in the text, and which gates are often shut \
      or open. At most \(Explanation.stepLimit) steps are explained at once; the model reads from the \
      first of them on, with an empty memory. Steps and units count from zero.

      EXAMPLE:
        lstm explain shakespeare --text "ROMEO: But soft!" --step 6
        lstm explain shakespeare text.txt --output report.html
        lstm explain shakespeare text.txt --length 60 --picture 0.forget --output forget.svg
      """)

  @Argument(help: "Folder of a model.")
  var model: String

  @Argument(help: "File to read; - is standard input.")
  var input: String?

  // Whatever follows is a value, so that a text may begin with a dash.
  @Option(parsing: .unconditional, help: "Text to read instead of a file.")
  var text: String?

  @Option(parsing: .unconditional, help: "First step of the input to explain.")
  var from = 0

  @Option(parsing: .unconditional, help: "Steps to explain.")
  var length: Int?

  @Option(
    parsing: .unconditional,
    help: "Take this step apart, counted from the first explained: five stages, with the numbers.")
  var step: Int?

  @Option(
    parsing: .unconditional,
    help: "Hold one unit at zero and show what the model loses; LAYER.UNIT, for instance 0.37.")
  var silence: String?

  @Flag(help: "Rank all units by what the model loses without each.")
  var ablate = false

  @Option(
    name: .shortAndLong,
    help: "HTML file for a report with pictures of every gate; SVG file for a --picture.")
  var output: String?

  @Option(
    help:
      "Draw one picture instead: LAYER.forget, input, candidate, cell, output, hidden or functions, or LAYER.UNIT."
  )
  var picture: String?

  @Flag(help: "Replace the report or the picture if there is one.")
  var force = false

  @Option(parsing: .unconditional, help: "How many units and predictions to show.")
  var top = 5

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if [step != nil, silence != nil, ablate, output != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--step, --silence, --ablate and --output exclude each other.")
    }
    if picture != nil, output == nil {
      throw ValidationError("--picture needs a file for it: --output FILE.svg.")
    }
    if top < 1 { throw ValidationError("--top is \(top); it must be 1 or more.") }
    if (input == nil) == (text == nil) {
      throw ValidationError(
        "Name a file to read (- is standard input), or give a --text; not both.")
    }
  }

  func run() throws {
    try shared.apply()
    let picture = try picture.map { try Self.picture(path: $0) }
    if let output { try AtomicFile.probe(output, replaces: force) }
    let folder = try ModelFolder.open(model)
    let task = try folder.configuration().task
    guard task == TrainedLanguageModel.task else {
      throw ExplanationError.otherTask(
        model: model, task: task, explained: [TrainedLanguageModel.task])
    }
    try explain(try TrainedLanguageModel(contentsOf: folder), picture: picture)
  }

  private static func picture(path: String) throws -> ExplanationPicture {
    if let picture = ExplanationPicture(path: path) { return picture }
    throw UsageError(
      """
      --picture is \(path.quotedForMessage); it must be the number of a layer, a dot, and one of \
      \(ExplanationPicture.names.joined(separator: ", ")): for instance 0.forget or 0.37.
      """)
  }

  private func explain<Model: Explainable>(
    _ trained: Model, picture: ExplanationPicture?
  ) throws {
    let name = input ?? "--text"
    let bytes = try input.map { try TextReader.read($0) } ?? Array((text ?? "").utf8)
    let encoded = trained.encode(bytes)
    if let note = UnseenText.note(encoded.replacements, in: name == "--text" ? "the text" : name) {
      Terminal.report(note)
    }
    let most = output == nil ? Explanation.stepLimit : ExplanationPage.stepLimit
    let tokens = try Explanation.window(
      of: encoded.tokens, from: from, length: length ?? most, named: name)
    var note = ""
    if length == nil, from + tokens.count < encoded.tokens.count {
      note =
        "explaining \(tokens.count) of \(encoded.tokens.count) steps, from \(from) on; choose "
        + "others with --from and --length."
      if !shared.quiet { Terminal.report("lstm: \(note)\n") }
    }
    if let step { return try explain(step: step, of: trained, tokens) }
    if let silence { return try explain(silence: silence, in: trained, tokens) }
    if ablate { return try rankUnits(of: trained, tokens) }
    let explanation = try Explanation(of: trained, reading: tokens, top: top)
    if let output, let picture {
      return try AtomicFile.write(explanation.svg(picture), to: output)
    }
    if let output { return try write(explanation, to: output, note: note) }
    if shared.json { return try shared.print(explanation.json) }
    for line in explanation.lines { try Terminal.print(line) }
    try printQuestions(explanation)
  }

  private func write(_ explanation: Explanation, to path: String, note: String) throws {
    let page = ExplanationPage(
      explanation, model: model, note: note.isEmpty ? "" : "This page is \(note)")
    try AtomicFile.write(page.html, to: path)
    if !shared.quiet {
      try Terminal.print("\(path): a report on \(explanation.input.steps.count) steps")
    }
  }

  private func explain<Model: Explainable>(
    step: Int, of trained: Model, _ tokens: [Model.Token]
  ) throws {
    let explanation = try StepExplanation(
      step, of: trained.read(tokens, candidateCount: top))
    if shared.json { return try shared.print(explanation.json) }
    for line in explanation.lines(top: top) { try Terminal.print(line) }
  }

  private func explain<Model: Explainable>(
    silence path: String, in trained: Model, _ tokens: [Model.Token]
  ) throws {
    guard let unit = RecurrentUnit(path: path) else {
      throw UsageError(
        "--silence is \(path.quotedForMessage); it must be LAYER.UNIT, for instance 0.37.")
    }
    let silenced = try SilencedUnit(unit, of: trained, reading: tokens)
    if shared.json { return try shared.print(silenced.json) }
    let steps = try trained.read(tokens, candidateCount: 1).steps
    try Terminal.print(
      """
      without \(unit) the model loses \(silenced.silencedLoss.text(4)) nats a prediction, with it \
      \(silenced.loss.text(4)) (\(silenced.rise < 0 ? "" : "+")\(silenced.rise.text(4)))
      """)
    for step in silenced.worstSteps(top) where step + 1 < steps.count {
      let context = steps[max(0, step - 11)...step].map(\.label).joined()
      try Terminal.print(
        """
          step \("\(step)".padded(to: 6))+\(silenced.rises[step].text(2)) nats for \
        \(steps[step + 1].label) after "\(context)"
        """)
    }
  }

  private func rankUnits<Model: Explainable>(of trained: Model, _ tokens: [Model.Token]) throws {
    let progress = ProgressBar(label: "silencing", isQuiet: shared.quiet)
    let ablation = try UnitAblation(of: trained, reading: tokens) { progress.show($0) }
    progress.finish()
    if shared.json { return try shared.print(ablation.json) }
    for line in ablation.lines(top: top) { try Terminal.print(line) }
  }

  private func printQuestions(_ explanation: Explanation) throws {
    let step = explanation.mostSurprisingStep ?? 0
    let unit = explanation.trackedFeatures.first?.units.first?.unit.path ?? "0.0"
    try Terminal.print(
      """

      What to ask next, of the same model and text
        --step \("\(step)".padded(to: 12))take a step apart
        --silence \(unit.padded(to: 9))what the model loses without a unit
        --ablate           which units it would miss most
      """)
  }
}
