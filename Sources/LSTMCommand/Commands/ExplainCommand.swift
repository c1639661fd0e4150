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
      or open. At most \(Explanation.stepLimit) steps are explained at once, in a report \
      \(ExplanationPage.stepLimit) unless --length says more; with --from the model first reads the \
      text before them, and remembers it. Steps and units count from zero.

      EXAMPLE:
        lstm explain shakespeare --text "ROMEO: But soft!" --step 6
        lstm explain shakespeare text.txt --gradients
        lstm explain shakespeare text.txt --output report.html --from 1000
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
    help:
      "Take this step apart, counted from the first explained: each equation of the cell, with the numbers."
  )
  var step: Int?

  @Flag(help: "Show how far back the last prediction's loss reaches: gradients and forget gates.")
  var gradients = false

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
    help: """
      Draw one picture instead: LAYER.forget, input, candidate, cell, output, hidden (reset, update of a GRU) or \
      functions, or LAYER.UNIT.
      """)
  var picture: String?

  @Flag(help: "Replace the report or the picture if there is one.")
  var force = false

  @Option(parsing: .unconditional, help: "How many units and predictions to show.")
  var top = 5

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if [step != nil, gradients, silence != nil, ablate, output != nil].count(where: { $0 }) > 1 {
      throw ValidationError(
        "--step, --gradients, --silence, --ablate and --output exclude each other.")
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
    let progress = ProgressBar(label: "reading what comes before", isQuiet: shared.quiet)
    let reading = try Reading(
      trained, encoded.tokens, from: from, length: length ?? most, named: name
    ) { progress.show($0) }
    progress.finish()
    let note = note(on: reading)
    if length == nil, !note.isEmpty, !shared.quiet { Terminal.report("lstm: explaining \(note)\n") }
    if let step { return try explain(step: step, in: reading) }
    if gradients { return try show(try InputGradients(of: reading)) }
    if let silence { return try explain(silence: silence, in: reading) }
    if ablate { return try rankUnits(in: reading) }
    if let output, let picture {
      let explanation = Explanation(of: reading, top: top)
      return try AtomicFile.write(explanation.svg(picture), to: output)
    }
    if let output { return try write(reading, to: output, note: note) }
    let explanation = Explanation(of: reading, top: top)
    if shared.json { return try shared.print(explanation.json) }
    for line in explanation.lines { try Terminal.print(line) }
    try printQuestions(explanation)
  }

  /// Which part of the input is explained, and how to choose another; empty: all of it.
  private func note<Model: Explainable>(on reading: Reading<Model>) -> String {
    guard reading.tokens.count < reading.inputSize else { return "" }
    return """
      \(reading.tokens.count) of \(reading.inputSize) steps, from \(from) on; choose others with --from \
      and --length.
      """
  }

  private func write<Model: Explainable>(
    _ reading: Reading<Model>, to path: String, note: String
  ) throws {
    let page = ExplanationPage(
      of: reading, model: model, note: note.isEmpty ? "" : "This page shows \(note)", top: top)
    try AtomicFile.write(page.html, to: path)
    if !shared.quiet {
      let count = reading.tokens.count
      try Terminal.print("\(path): a report on \(count) step\(count == 1 ? "" : "s")")
    }
  }

  private func show(_ gradients: InputGradients) throws {
    if shared.json { return try shared.print(gradients.json) }
    for line in gradients.lines { try Terminal.print(line) }
  }

  private func explain<Model: Explainable>(step: Int, in reading: Reading<Model>) throws {
    let explanation = try StepExplanation(step, of: reading.explained(candidateCount: top))
    if shared.json { return try shared.print(explanation.json) }
    for line in explanation.lines(top: top) { try Terminal.print(line) }
  }

  private func explain<Model: Explainable>(
    silence path: String, in reading: Reading<Model>
  ) throws {
    guard let unit = RecurrentUnit(path: path) else {
      throw UsageError(
        "--silence is \(path.quotedForMessage); it must be LAYER.UNIT, for instance 0.37.")
    }
    let silenced = try SilencedUnit(unit, in: reading)
    if shared.json { return try shared.print(silenced.json) }
    let steps = reading.explained(candidateCount: 1).steps
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

  private func rankUnits<Model: Explainable>(in reading: Reading<Model>) throws {
    let progress = ProgressBar(label: "silencing", isQuiet: shared.quiet)
    let ablation = try UnitAblation(of: reading) { progress.show($0) }
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
