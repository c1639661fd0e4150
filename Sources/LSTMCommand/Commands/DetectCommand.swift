import ArgumentParser
import Dispatch
import LSTMKit

/// `lstm detect`: anomalies in a series, as they happen.
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find what is unusual in a series, without labels.",
    discussion: """
      Reads CSV, learns on the first part of the series (15 per cent of the rows, 750 at most; 750 of a \
      stream), and then says of each row what value it expected, how unusual the row is (score, 0 to 1) and \
      whether to raise an alarm (flag). 0.5 is one row in two thousand. An incident is flagged where it \
      begins, not for as long as it lasts.

      With --follow it reads standard input line by line and answers each line at once. A header is \
      welcome. A line that is no row is reported on standard error and skipped. --state keeps what was learned for the next run.

      EXAMPLE:
        lstm detect machine.csv --output detected.csv --plot detected.svg
        tail -f machine.csv | lstm detect --follow --state machine.state
      """)

  @Argument(help: "Series in CSV files, each by itself; - is standard input.")
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

  @Option(parsing: .unconditional, help: "Score from which a row is flagged.")
  var threshold = StreamingDetectorOptions.defaultThreshold

  @Option(parsing: .unconditional, help: "A whole number: same seed, same bits.")
  var seed: UInt64 = 1

  @Flag(help: "Replace output files that are there.")
  var force = false

  @Flag(help: "Print a JSON object a row.")
  var jsonLines = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    let shortest = StreamingDetectorOptions.shortestWarmUp
    if let warmUp, warmUp < shortest {
      throw ValidationError("--warm-up is \(warmUp); it must be \(shortest) or more.")
    }
    guard threshold >= 0, threshold <= 1 else {
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
    } else if series.isEmpty {
      throw ValidationError("Name a CSV file to read (- is standard input), or use --follow.")
    }
    if series.count > 1, plot != nil || state != nil {
      throw ValidationError("--plot and --state take one series; found \(series.count) files.")
    }
  }

  func run() throws {
    try shared.apply()
    if let output, output != "-" { try AtomicFile.probe(output, replaces: force) }
    if let plot { try AtomicFile.probe(plot, replaces: force) }
    if let state { try AtomicFile.probe(state) }
    if follow { return try followInput() }
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
    if let plot, let first = found.first { try AtomicFile.write(first.chart.svg, to: plot) }
    if let windows {
      let scores = try found.map { try $0.labelled(by: windows, in: labels ?? "") }
      let report = DetectionReport(scores, threshold: threshold, seconds: seconds)
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
    options.threshold = threshold
    options.seed = seed
    return options
  }

  private func detect(in path: String) throws -> [DetectedSeries] {
    let table = try SeriesTable(
      contentsOf: path, options: SeriesOptions(fillsGaps: false, keepsAllRows: true))
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

  private func write(_ found: [DetectedSeries]) throws {
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
