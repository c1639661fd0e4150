import ArgumentParser
import Foundation
import LSTMFormats
import LSTMKit

/// `lstm demo`: the tour, on data inside the binary.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Train small models on built-in data: they write, judge, forecast, watch and listen.",
    discussion: """
      Takes less than a minute and needs no files. With --output the model that writes stays for the \
      other commands; with --report the charts do.

      EXAMPLE:
        lstm demo --output guide-model --report demo.html
      """)

  @Option(help: "Folder to keep the language model in.")
  var output: String?

  @Option(help: "HTML file for a report with the charts.")
  var report: String?

  @Flag(help: "Replace the model in the output folder, and the report.")
  var force = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.apply()
    if let report { try AtomicFile.probe(report, replaces: force) }
    let work = FileManager.default.temporaryDirectory.appending(
      path: "lstm-demo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: work) }
    let folder = work.path(percentEncoded: false)
    let interruption = Interruption()
    let display = TrainingDisplay(isQuiet: shared.quiet || shared.json, unit: "characters")
    say(DemoText.introduction)
    let text = try DemoText(
      into: output ?? folder + "/language", replaces: force, stop: interruption.stop,
      events: display.show)
    display.finish()
    if text.training.wasInterrupted { throw ExitCode(FailureKind.interrupted.rawValue) }
    say(text.heading)
    if !shared.json { try Terminal.print(text.text) }

    say(DemoReviews.introduction)
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    let judging = TrainingDisplay(isQuiet: shared.quiet || shared.json, unit: "reviews")
    let reviews = try DemoReviews(in: folder, stop: interruption.stop, events: judging.show)
    judging.finish()
    if interruption.stop.isRaised { throw ExitCode(FailureKind.interrupted.rawValue) }
    if !shared.json { for line in reviews.lines { try Terminal.print(line) } }

    say(DemoSeries.introduction)
    let numbers = TrainingDisplay(isQuiet: shared.quiet || shared.json, unit: "windows")
    let series = try DemoSeries(in: folder, stop: interruption.stop, events: numbers.show)
    numbers.finish()
    if interruption.stop.isRaised { throw ExitCode(FailureKind.interrupted.rawValue) }
    if !shared.json { for line in series.lines { try Terminal.print(line) } }

    say(DemoSpeech.introduction)
    let listening = TrainingDisplay(isQuiet: shared.quiet || shared.json, unit: "recordings")
    let speaking = TrainingDisplay(isQuiet: shared.quiet || shared.json, unit: "frames")
    let speech = try DemoSpeech(
      in: folder, stop: interruption.stop, hearing: listening.show, speaking: speaking.show)
    speaking.finish()
    if interruption.stop.isRaised { throw ExitCode(FailureKind.interrupted.rawValue) }
    if let report {
      try AtomicFile.write(
        ReportPage(
          title: "lstm demo", subtitle: "Small models on data inside the program.",
          sections: [text.section, reviews.section] + series.sections + [speech.section]
        ).html, to: report)
    }
    if shared.json {
      return try shared.print(
        .object(JSONObject(text.members + reviews.members + series.members + speech.members)))
    }
    for line in speech.lines { try Terminal.print(line) }
    say(Self.ending)
  }

  private static let ending = """

    What to try next:
      lstm demo --output guide-model --report demo.html    keep this model and the charts
      lstm generate guide-model --prompt "The gate "       let it write
      lstm inspect guide-model                             see what it is made of
      lstm train language YOUR.txt --output my-model       train on your own text
      lstm train classifier YOUR.tsv --output my-model     or on labelled lines, label and text
      lstm train forecaster YOUR.csv --output my-model     or on your own series
      lstm detect YOUR.csv --plot unusual.svg              or find what is unusual in it
      lstm train recognizer YOUR-FOLDER --output my-model  train on recordings that are named after their words
      lstm transcribe my-model YOUR.wav                    and write down what others say
      lstm train synthesizer YOUR-FOLDER --output my-voice or learn to speak from them

    """

  private func say(_ text: String) {
    if !shared.quiet, !shared.json { Terminal.report(text) }
  }
}
