import ArgumentParser
import Foundation
import LSTMFormats
import LSTMKit

/// `lstm transcribe`: recordings in, what is said in them out.
struct TranscribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcribe",
    abstract: "Write down what is said in recordings.",
    discussion: """
      Reads WAV files, or one from standard input, which is transcribed while it comes: a line for each utterance, and \
      with a streaming model on the terminal what has been heard of the next. Of several files each line begins with \
      the file's name. --format srt and vtt make subtitles, --json words with their times and how sure they are.

      EXAMPLE:
        lstm transcribe digits-recognizer pin.wav
        lstm transcribe digits-recognizer *.wav --json
        lstm transcribe lectures lecture.wav --format srt --output lecture.srt
        arecord -q -f S16_LE -r 16000 | lstm transcribe commands-recognizer -
      """)

  @Argument(help: "Folder of a recogniser.")
  var model: String

  @Argument(help: "WAV files; - is standard input.")
  var files: [String]

  @OptionGroup var recognition: RecognitionArguments

  @Option(help: "How texts are written: text, json, srt or vtt.")
  var format = TranscriptFormat.text

  @Option(
    help: "File for the text; of several recordings a folder, with a file for each.")
  var output: String?

  @Flag(help: "Replace files that are there.")
  var force = false

  @Flag(help: "A JSON object a line, as words are recognised: utterances, and what has been heard.")
  var jsonLines = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard files.count == 1 || !files.contains("-") else {
      throw ValidationError("Standard input is one recording: give - alone, or files.")
    }
    guard !(shared.json || jsonLines) || output == nil else {
      throw ValidationError("JSON goes to standard output: leave --output out.")
    }
    guard format == .text || !(shared.json || jsonLines) else {
      throw ValidationError(
        "--format \(format.rawValue) excludes --json and --json-lines: give one of them.")
    }
    guard !(shared.json && jsonLines) else {
      throw ValidationError("--json and --json-lines exclude each other.")
    }
    guard format == .text || files.count == 1 || output != nil else {
      throw ValidationError(
        "--format \(format.rawValue) of several recordings needs --output, a folder with a file for each."
      )
    }
  }

  func run() throws {
    try shared.apply()
    let recognizer = try TrainedRecognizer(contentsOf: ModelFolder.open(model))
    let options = try recognition.options
    let targets = try targets
    for target in targets { try AtomicFile.probe(target, replaces: force) }
    var (transcripts, failure): ([Transcript], FailureKind?) = ([], nil)
    for (place, file) in files.enumerated() {
      do {
        let transcript = try transcribe(file, recognizer, options)
        try write(transcript, to: targets.isEmpty ? nil : targets[place])
        transcripts.append(transcript)
      } catch let error as any ReportableError where files.count > 1 {
        // One bad file does not take the others away.
        Terminal.report("lstm: \(error)\n")
        failure = failure ?? error.kind
      }
    }
    if shared.json { try shared.print(.array(transcripts.map(\.json))) }
    if let failure { throw ExitCode(failure.rawValue) }
  }

  private func transcribe(
    _ file: String, _ recognizer: TrainedRecognizer, _ options: RecognitionOptions
  ) throws -> Transcript {
    var options = options
    // Somebody waits for what comes from standard input.
    if file == "-" { options.pause = options.pause ?? 0.8 }
    let writer = SpokenLines(file: file, isJSON: jsonLines, isQuiet: shared.quiet)
    let result = try recognizer.transcribe(contentsOf: file, options) { event in
      if isLive(file) { try writer.show(event) }
    }
    writer.finish()
    let transcript = Transcript(file: file, words: result.words)
    if !shared.quiet {
      for note in result.notes { Terminal.report("lstm: \(note)\n") }
      if result.words.isEmpty { Terminal.report("lstm: \(file): nothing was recognised.\n") }
    }
    return transcript
  }

  /// Whether words are written as they are recognised.
  private func isLive(_ file: String) -> Bool {
    jsonLines || file == "-" && format == .text && !shared.json && output == nil
  }

  private func write(_ transcript: Transcript, to target: String?) throws {
    guard !isLive(transcript.file), !shared.json else { return }
    let text = try format.text(of: [transcript])
    if let target { return try AtomicFile.write(text, to: target) }
    try Terminal.write(files.count > 1 ? "\(transcript.file)\t\(text)" : text)
  }

  /// The files to write, one for each recording; none where standard output takes it all.
  private var targets: [String] {
    get throws {
      guard let output else { return [] }
      guard files.count > 1 else { return [output] }
      try OutputFolder.prepare(output)
      let names = files.map {
        URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent + "."
          + format.fileExtension
      }
      for (place, name) in names.enumerated() {
        if let other = names[..<place].firstIndex(of: name) {
          throw ValidationError(
            "\(files[other]) and \(files[place]) would both be written to \(name): transcribe them one by one."
          )
        }
      }
      return names.map { "\(output)/\($0)" }
    }
  }
}

extension TranscriptFormat: ExpressibleByArgument {}
