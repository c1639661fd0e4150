import ArgumentParser
import Dispatch
import LSTMKit

/// `lstm detect`: anomalies in a series as they happen, or what a trained detector finds unusual.
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find what is unusual in a series, without labels.",
    discussion: """
      Without a model it reads CSV, learns on the first part of the series (15 per cent of the rows, 750 at most; 750 of a \
      stream), and then says of each row what value it expected, how unusual the row is (score, 0 to 1) and \
      whether to raise an alarm (flag). 0.5 is one row in two thousand. An incident is flagged where it \
      begins, not for as long as it lasts.

      A folder in front of the files is a model of `lstm train detector`: each row of a series, or each \
      row that is a sequence, gets a score; 0.5, from which it is flagged, is one normal row in a hundred. \
      Rows that are sequences are called by their number from 1, or by their --id; ds, value and expected \
      are empty. Their chart shows the one with the highest score.

      With --follow it reads standard input line by line and answers each line at once. A header is \
      welcome. A line that is no row is reported on standard error and skipped. --state keeps what was learned for the next run.

      EXAMPLE:
        lstm detect machine.csv --output detected.csv --plot detected.svg
        lstm detect heartbeats-detector newer-heartbeats.csv
        tail -f machine.csv | lstm detect --follow --state machine.state
      """)

  @Argument(help: "A model if there is one; CSV files, each by itself; - is standard input.")
  var series: [String] = []

  @Flag(help: "Read standard input line by line and answer each line at once.")
  var follow = false

  @Option(help: "File to go on from, and to save to at the end; made if it is not there.")
  var state: String?

  @Option(name: .shortAndLong, help: "CSV file for the answers; standard output without it.")
  var output: String?

  @Option(help: "SVG file for a chart with the flags marked.")
  var plot: String?

  @Option(help: "JSON file of windows with known anomalies: prints the NAB score.")
  var labels: String?

  @Option(parsing: .unconditional, help: "Rows to learn from before the first score.")
  var warmUp: Int?

  @Option(parsing: .unconditional, help: "Score from which a row is flagged; 0.5.")
  var threshold: Double?

  @Option(
    help:
      "Columns to watch, with commas between them; those of the model, or every column of numbers.")
  var target: String?

  @Option(help: "Column of the class, which is not watched.")
  var label: String?

  @Option(parsing: .unconditional, help: "A whole number: same seed, same bits.")
  var seed: UInt64 = 1

  @Flag(help: "Replace output files that are there.")
  var force = false

  @Flag(help: "Print a JSON object a row.")
  var jsonLines = false

  @OptionGroup(title: "Tables") var table: SeriesArguments
  @OptionGroup var shared: SharedOptions

  /// The threshold of a detector without a model.
  var streamingThreshold: Double { threshold ?? StreamingDetectorOptions.defaultThreshold }

  func validate() throws {
    let shortest = StreamingDetectorOptions.shortestWarmUp
    if let warmUp, warmUp < shortest {
      throw ValidationError("--warm-up is \(warmUp); it must be \(shortest) or more.")
    }
    if let threshold, !(threshold >= 0 && threshold <= 1) {
      throw ValidationError("--threshold is \(threshold); it must be from 0 to 1.")
    }
    if follow {
      guard series.isEmpty || series == ["-"] else {
        throw ValidationError("--follow reads standard input: leave out the file.")
      }
      if shared.json || labels != nil || plot != nil || output != nil {
        throw ValidationError(
          "--follow answers line by line on standard output: leave out --json (--json-lines is fine), "
            + "--labels, --plot and --output.")
      }
      if target != nil || label != nil || table.isGiven {
        throw ValidationError(
          "--follow reads a time and a value a line: leave out the options of tables, --target and --label."
        )
      }
    } else if series.isEmpty {
      throw ValidationError("Name a CSV file to read (- is standard input), or use --follow.")
    }
  }

  /// Refuses what goes with one file alone.
  private func checkCount(of files: [String]) throws {
    if files.count > 1, plot != nil || state != nil {
      throw ValidationError("--plot and --state take one series; found \(files.count) files.")
    }
  }

  func run() throws {
    try shared.apply()
    if let output, output != "-" { try AtomicFile.probe(output, replaces: force) }
    if let plot { try AtomicFile.probe(plot, replaces: force) }
    if let state { try AtomicFile.probe(state) }
    if follow { return try followInput() }
    if let folder = try Self.model(series[0]) {
      let files = Array(series.dropFirst())
      try checkCount(of: files)
      return try detect(with: folder, in: files)
    }
    try checkCount(of: series)
    let windows = try labels.map { try AnomalyWindows(contentsOf: $0) }
    let begin = DispatchTime.now().uptimeNanoseconds
    let progress = ProgressBar(label: "detecting", isQuiet: shared.quiet)
    var found: [DetectedSeries] = []
    for (number, path) in series.enumerated() {
      found += try detect(in: path)
      progress.show(Double(number + 1) / Double(series.count))
    }
    progress.finish()
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
    try write(found)
    let report = try windows.map { windows in
      DetectionReport(
        try found.map { try $0.labelled(by: windows) }, threshold: streamingThreshold,
        seconds: seconds)
    }
    try finish(found, report)
  }

  /// The chart, and the report where there are labels.
  func finish(_ found: [any DetectedFile], _ report: DetectionReport?) throws {
    if let plot, let first = found.first { try AtomicFile.write(try first.chart.svg, to: plot) }
    if let report {
      if shared.json { return try shared.print(report.json) }
      for line in report.lines { try Terminal.print(line) }
    } else if shared.json {
      try shared.print(.array(found.map(\.json)))
    }
  }

  /// The options for a series of so many rows, `nil`: of a stream.
  func options(rows: Int?) -> StreamingDetectorOptions {
    var options = rows.map { StreamingDetectorOptions(rows: $0) } ?? StreamingDetectorOptions()
    if let warmUp { options.warmUp = warmUp }
    options.threshold = streamingThreshold
    options.seed = seed
    return options
  }

  private func detect(in path: String) throws -> [DetectedSeries] {
    var reading = self.table.options(
      targets: target.map { $0.split(separator: ",").map(String.init) })
    reading.observedCovariates = label.map { [$0] }
    reading.fillsGaps = false
    reading.keepsAllRows = true
    let table = try self.table.table(path, reading)
    if table.findings.standingCount + table.findings.backwardCount > 0, !shared.quiet {
      Terminal.report("lstm: \(path): " + table.findings.lines.joined(separator: "; ") + "\n")
    }
    if state != nil { return [try goOn(with: table, path: path)] }
    return try table.series.map { series in
      let options = options(rows: series.count)
      if let note = Self.note(on: series, options), !shared.quiet { Terminal.report(note) }
      return DetectedSeries(
        path: path, table: table, isAlone: self.series.count == 1,
        detection: try SeriesDetection(of: series, names: table.targetNames, options: options))
    }
  }

  /// Detects in the one series of a file where the state file left off, and saves how far it came.
  private func goOn(with table: SeriesTable, path: String) throws -> DetectedSeries {
    guard table.series.count == 1, table.targetNames.count == 1 else {
      throw UsageError(
        """
        --state keeps one variable of one series; \(path) has \(table.series.count) series of \
        \(table.targetNames.count) variables. Write the one to watch into a file of its own.
        """)
    }
    let series = table.series[0]
    var detectors = [try restored() ?? StreamingDetector(options(rows: series.count))]
    let detection = try SeriesDetection(of: series, names: table.targetNames, with: &detectors)
    try save(detectors[0])
    return DetectedSeries(path: path, table: table, isAlone: true, detection: detection)
  }

  /// What a person is told of a series too short to say anything about.
  private static func note(on series: TimeSeries, _ options: StreamingDetectorOptions) -> String? {
    guard series.count <= options.warmUp else { return nil }
    return """
      lstm: \(series.id) has \(series.count) row\(series.count == 1 ? "" : "s"), all of them warm-up \
      (\(options.warmUp)): no row has a score.

      """
  }

  /// The answers, and for people a line a file.
  func write(_ found: [any DetectedFile]) throws {
    if let output, output != "-" {
      var text = DetectionRows.header + "\n"
      for series in found { text += series.csv }
      try AtomicFile.write(text, to: output)
      if !shared.quiet, !shared.json, !jsonLines {
        for series in found { try Terminal.print(series.summary) }
      }
    }
    if jsonLines {
      for series in found { try Terminal.write(try series.jsonLines) }
    } else if output == "-" || (output == nil && labels == nil && !shared.json) {
      try Terminal.print(DetectionRows.header)
      for series in found { try Terminal.write(series.csv) }
      if !shared.quiet { for series in found { Terminal.report(series.summary + "\n") } }
    }
  }
}
