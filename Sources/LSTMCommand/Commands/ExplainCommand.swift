import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm explain`: what happens inside a model while it reads.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Look inside a model while it reads.",
    discussion: """
      Without a question it shows which units follow what in the input, and which gates are often shut \
      or open. Steps and units count from zero.

      Of a text at most \(Explanation.stepLimit) steps are explained at once, in a report \
      \(ExplanationPage.stepLimit) unless --length says more; with --from the model first reads the \
      text before them, and remembers it.

      Of a table a forecaster reads the window before a forecast, the last that can be checked unless \
      --from names the first time to forecast, in the first series unless --series names another. One of \
      its networks is explained, the first unless --member says which. A detector of rows or series reads a \
      row, or a window from --from on, and gives it back. A detector of events reads those of one owner, the first \
      unless --series names another, as many as it reads at once: those with the highest score unless --from names a time.

      Of a file a classifier judges the first line, or that of the number --series; what stands behind a step is what one of \
      its networks says of the text up to there. A translator reads such a line with its encoder and writes its \
      translation with its decoder, step after step behind each other; a file's other lines tell more of its units.

      Of a recording, a WAV file, a recognizer reads the first 20 seconds, a report as much of them as \
      \(ExplanationPage.stepLimit) steps are; or --length seconds from the second --from on. One of its networks is \
      explained.

      EXAMPLE:
        lstm explain shakespeare --text "ROMEO: But soft!" --step 6
        lstm explain shakespeare text.txt --gradients
        lstm explain shakespeare text.txt --output report.html --from 1000
        lstm explain shakespeare text.txt --length 60 --picture 0.forget --output forget.svg
        lstm explain sentiment --text "a joy from start to end" --output report.html
        lstm explain english-german --text "A dog runs." --output report.html
        lstm explain weather-forecaster weather.csv --from 2015-07-01 --output report.html
        lstm explain heartbeats-detector heartbeats.csv --series 17 --output report.html
        lstm explain payments-detector payments.csv --series 4711 --output report.html
        lstm explain digits-recognizer pin.wav --output report.html
        lstm explain digits-recognizer pin.wav --picture spikes --output spikes.svg
      """)

  @Argument(help: "Folder of a model.")
  var model: String

  @Argument(help: "File to read; - is standard input.")
  var input: String?

  // Whatever follows is a value, so that a text may begin with a dash.
  @Option(parsing: .unconditional, help: "Text to read instead of a file.")
  var text: String?

  @Option(
    parsing: .unconditional,
    help:
      """
      First step of a text to explain; of a series the first time to forecast, or to give back; of events one to explain; \
      second of a recording.
      """)
  var from: String?

  @Option(parsing: .unconditional, help: "Steps of a text, or seconds of a recording, to explain.")
  var length: Int?

  @Option(
    parsing: .unconditional,
    help:
      "Series of a table to explain, row, or owner of events; line of a classifier's or a translator's file."
  )
  var series: String?

  @Option(parsing: .unconditional, help: "Network to explain of a model that has several, from 0.")
  var member: Int?

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
      functions, or LAYER.UNIT; of a recording spectrogram or spikes; of a translation attention.
      """)
  var picture: String?

  @Flag(help: "Replace the report or the picture if there is one.")
  var force = false

  @Option(parsing: .unconditional, help: "How many units and predictions to show.")
  var top = 5

  @OptionGroup(title: "Tables") var table: SeriesArguments
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
    try explain(try ExplainableModel.open(ModelFolder.open(model)), picture: picture)
  }

  /// What is to be read, as it was typed.
  private var source: ExplainedSource {
    var source = ExplainedSource(
      input.map { .file($0) } ?? .text(text ?? ""),
      stepLimit: output == nil ? Explanation.stepLimit : ExplanationPage.stepLimit)
    (source.from, source.length) = (from, length)
    (source.series, source.member) = (series, member)
    source.tableOptions = table.options(targets: nil)
    source.reading = table.reading
    source.saysHowToReadTables = table.isGiven
    return source
  }

  private static func picture(path: String) throws -> ExplanationPicture {
    if let picture = ExplanationPicture(path: path) { return picture }
    throw UsageError(
      """
      --picture is \(path.quotedForMessage); it must be the number of a layer, a dot, and one of \
      \(ExplanationPicture.names.joined(separator: ", ")): for instance 0.forget or 0.37; or of a recording \
      \(ExplanationPicture.soundNames.joined(separator: " or ")); or of a translation \(ExplanationPicture.translationName).
      """)
  }

  private func explain<Model: Explainable>(
    _ trained: Model, picture: ExplanationPicture?
  ) throws {
    let progress = ProgressBar(label: "reading what comes before", isQuiet: shared.quiet)
    let reading = try Reading(trained, source) { progress.show($0) }
    progress.finish()
    if let unseen = UnseenText.note(reading.part.replacements, in: input ?? "the text") {
      Terminal.report(unseen)
    }
    let note = reading.part.note
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

  private func write<Model: Explainable>(
    _ reading: Reading<Model>, to path: String, note: String
  ) throws {
    let page = ExplanationPage(
      of: reading, model: model, note: note.isEmpty ? "" : "This page shows \(note)", top: top)
    try AtomicFile.write(page.html, to: path)
    if !shared.quiet {
      let count = reading.part.stepCount
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
    for line in silenced.lines(in: reading, top: top) { try Terminal.print(line) }
  }

  private func rankUnits<Model: Explainable>(in reading: Reading<Model>) throws {
    let progress = ProgressBar(label: "silencing", isQuiet: shared.quiet)
    let ablation = try UnitAblation(of: reading) { progress.show($0) }
    progress.finish()
    if shared.json { return try shared.print(ablation.json) }
    for line in ablation.lines(top: top) { try Terminal.print(line) }
  }

  private func printQuestions(_ explanation: Explanation) throws {
    let step = explanation.stepToTakeApart
    let unit = explanation.unitToSilence.path
    try Terminal.print(
      """

      What to ask next, of the same model and input
        --step \("\(step)".padded(to: 12))take a step apart
        --silence \(unit.padded(to: 9))what the model loses without a unit
        --ablate           which units it would miss most
      """)
  }
}
