import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm evaluate`: the task's metrics beside an honest baseline.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model on data, beside a baseline.",
    discussion: """
      A language model is scored by how well it predicts each token of the text from all tokens \
      before it. Beside it stand a Kneser-Ney n-gram model of the same training text, and the best that a model \
      without memory could do on this very text. With --per-line each line is scored by itself: ln p of its tokens \
      and the line break, their number, and the line.

      A forecaster is scored at every origin behind the data that it learned from, beside the value \
      one season before, the last value, the drift and the usual weather of the day.

      A detector is scored on rows of known classes, or on series with windows of known anomalies, \
      beside the distance from the mean sequence of its training data. Of events, those from --from on are \
      scored, and all before are read as what came before.

      A translator is scored by the BLEU and chrF of its translations, beside those of the source as it is.

      A classifier is scored on labelled texts or sequences, in the forms that training takes, beside its linear model \
      alone.

      A recogniser is scored on a folder of recordings by the words and characters that it gets wrong, beside the \
      commonest text of its training; --errors shows each error in its place.

      A synthesiser is scored on a folder of recordings by how far what it says instead is from them, beside another \
      take of the same text by the same speaker.

      EXAMPLE:
        lstm evaluate shakespeare test.txt --json
        lstm evaluate newspaper test.txt --cache 500 --dynamic 0.3
        lstm evaluate newspaper candidates.txt --per-line
        lstm evaluate reviews-classifier test.tsv
        lstm evaluate weather-forecaster weather.csv --from 2015-01-01
        lstm evaluate heartbeats-detector newer-heartbeats.csv --label class
        lstm evaluate payments-detector payments.csv --from 2018-08-01
        lstm evaluate english-german test.en test.de
        lstm evaluate digits-recognizer test-recordings --errors
        lstm evaluate digits-synthesizer test-recordings
      """)

  @Argument(help: "Folder of a model.")
  var model: String

  @Argument(help: "Files to score it on; - is standard input.")
  var data: [String]

  @OptionGroup(title: "Language models") var language: LanguageScoringArguments
  @OptionGroup(title: "Translators") var beam: BeamArguments
  @OptionGroup(title: "Forecasters") var backtest: BacktestArguments
  @OptionGroup(title: "Detectors") var detector: DetectorArguments

  @Option(help: "JSON file of windows with known anomalies of series.")
  var labels: String?

  @OptionGroup(title: "Classifiers") var texts: LabelledTextArguments
  @OptionGroup(title: "Recognisers") var speech: SpeechScoringArguments
  @OptionGroup(title: "Tables") var series: SeriesArguments
  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.apply()
    let folder = try ModelFolder.open(model)
    let progress = ProgressBar(label: "evaluating", isQuiet: shared.quiet)
    let (json, lines) =
      switch try folder.configuration().task {
      case TrainedForecaster.task: try forecasts(folder, progress)
      case TrainedDetector.task: try detections(folder)
      case TrainedTranslator.task: try translations(folder, progress)
      case TrainedClassifier.task: try classifications(folder)
      case TrainedRecognizer.task: try transcriptions(folder, progress)
      case TrainedSynthesizer.task: try voices(folder, progress)
      default: try language.perLine ? lines(folder, progress) : scores(folder, progress)
      }
    progress.finish()
    if shared.json { return try shared.print(json) }
    for line in lines { try Terminal.print(line) }
  }

  private func scores(
    _ folder: ModelFolder, _ progress: ProgressBar
  ) throws -> (JSONValue, [String]) {
    let trained = try TrainedLanguageModel(contentsOf: folder)
    let text = try TextReader.read(data)
    let report = try trained.evaluate(
      text, named: data.joined(separator: ", "), beside: try trained.ngrams(in: folder),
      adapting: try language.adaptation
    ) { progress.show($0) }
    return (report.json, report.lines)
  }

  private func lines(
    _ folder: ModelFolder, _ progress: ProgressBar
  ) throws -> (JSONValue, [String]) {
    guard try language.adaptation.isNone else {
      throw ValidationError(
        "--per-line scores each line by itself: leave --cache and --dynamic out.")
    }
    let trained = try TrainedLanguageModel(contentsOf: folder)
    let scores = trained.scoreLines(of: try TextReader.read(data)) { progress.show($0) }
    return (.array(scores.map(\.json)), scores.map(\.row))
  }

  private func forecasts(
    _ folder: ModelFolder, _ progress: ProgressBar
  ) throws -> (JSONValue, [String]) {
    let trained = try TrainedForecaster(contentsOf: folder)
    guard data.count == 1, let file = data.first else {
      throw ValidationError("A forecaster is scored on one table, not on \(data.count) files.")
    }
    let table = try series.table(file, trained.seriesOptions(series.options(targets: nil)))
    let report = try trained.backtest(
      table, from: try backtest.from.map { try Moment.time($0, option: "--from") },
      until: try backtest.until.map { try Moment.end($0, option: "--until") },
      isStandardized: backtest.scale == .standardized
    ) { progress.show($0) }
    return (report.json, report.lines)
  }

  private func translations(
    _ folder: ModelFolder, _ progress: ProgressBar
  ) throws -> (JSONValue, [String]) {
    let trained = try TrainedTranslator(contentsOf: folder)
    let report = trained.evaluate(try ParallelText(contentsOf: data), beam.options) {
      progress.show($0)
    }
    return (report.json, report.lines)
  }

  private func classifications(_ folder: ModelFolder) throws -> (JSONValue, [String]) {
    let trained = try TrainedClassifier(contentsOf: folder)
    var reading = texts.options(label: detector.label, isMultilabel: trained.isMultilabel)
    reading.separator = series.separator
    reading.hasHeader = series.reading.hasHeader
    let source = trained.source(ClassifierSource(data, options: reading))
    let report = try trained.evaluate(try source.read())
    return (report.json, report.lines)
  }

  private func transcriptions(
    _ folder: ModelFolder, _ progress: ProgressBar
  ) throws -> (JSONValue, [String]) {
    guard data.count == 1, let recordings = data.first else {
      throw ValidationError("A recogniser is scored on one folder, not on \(data.count).")
    }
    let trained = try TrainedRecognizer(contentsOf: folder)
    let spoken = try SpokenRecordings(
      RecordingSet(folder: recordings, pattern: try speech.recordings.namePattern))
    shared.report(spoken.notes)
    let report = try trained.evaluate(
      spoken, try speech.recognition.options,
      commonest: try TrainedRecognizer.commonestText(in: folder)
    ) { progress.show($0) }
    return (report.json, speech.errors ? report.errorLines : report.lines)
  }

  private func voices(
    _ folder: ModelFolder, _ progress: ProgressBar
  ) throws -> (JSONValue, [String]) {
    guard data.count == 1, let recordings = data.first else {
      throw ValidationError("A synthesiser is scored on one folder, not on \(data.count).")
    }
    let trained = try TrainedSynthesizer(contentsOf: folder)
    let spoken = try SpokenRecordings(
      RecordingSet(folder: recordings, pattern: try speech.recordings.namePattern))
    shared.report(spoken.notes)
    let report = try trained.evaluate(spoken) { progress.show($0) }
    return (report.json, report.lines)
  }

  private func detections(_ folder: ModelFolder) throws -> (JSONValue, [String]) {
    guard data.count == 1, let file = data.first else {
      throw ValidationError("A detector is scored on one file, not on \(data.count).")
    }
    switch try TrainedDetector(contentsOf: folder) {
    case .sequences(let trained):
      guard backtest.from == nil, backtest.until == nil else {
        throw ValidationError(
          "--from and --until belong to forecasts and to events; the model scores every row of its data."
        )
      }
      let report = try trained.evaluate(
        try trained.data(detector.source(file, series)), normal: detector.normal,
        windows: try labels.map { try AnomalyWindows(contentsOf: $0) })
      return (report.json, report.lines)
    case .events(let trained):
      guard labels == nil else {
        throw ValidationError(
          "--labels are windows of series, and the model scores events: name the column of the class with --label."
        )
      }
      let report = try trained.evaluate(
        try trained.events(detector.source(file, series)).table, normal: detector.normal,
        from: try backtest.from.map { try Moment.time($0, option: "--from") },
        until: try backtest.until.map { try Moment.end($0, option: "--until") })
      return (report.json, report.lines)
    }
  }
}

/// How a recogniser is scored.
struct SpeechScoringArguments: ParsableArguments {
  @Flag(help: "Show each error in its place, and the words that are taken for others most often.")
  var errors = false

  @OptionGroup var recordings: RecordingArguments
  @OptionGroup var recognition: RecognitionArguments
}

/// How a language model is scored.
struct LanguageScoringArguments: ParsableArguments {
  @Flag(help: "Score each line by itself.")
  var perLine = false

  @Option(
    parsing: .unconditional,
    help: "Steps of the text that a neural cache remembers; 500 is usual for words.")
  var cache: Int?

  @Option(
    parsing: .unconditional,
    help: "Let the weights follow the text with this learning rate; 0.3 is usual.")
  var dynamic: Float?

  var adaptation: LanguageAdaptation {
    get throws { try LanguageAdaptation(cacheSize: cache, dynamicRate: dynamic) }
  }
}

/// Which forecasts are scored, and in what unit.
struct BacktestArguments: ParsableArguments {
  /// The unit of errors.
  enum Scale: String, CaseIterable, ExpressibleByArgument {
    /// The series' own.
    case original
    /// Standard deviations of the training part.
    case standardized
  }

  @Option(
    help: "The first time that is forecast; the first behind the training where nothing is said.")
  var from: String?

  @Option(help: "The last time that is looked at.")
  var until: String?

  @Option(
    help:
      "Errors in the series' own unit (original), or in standard deviations of the training part (standardized)."
  )
  var scale: Scale = .original
}
