import ArgumentParser
import LSTMKit

/// How a folder of recordings is read.
struct RecordingArguments: ParsableArguments {
  @Option(
    help: """
      What file names say, with the fields {text}, {speaker}, {take} and {} for anything; \
      {text}_{speaker}_{take}.wav where nothing is said.
      """)
  var pattern: String?

  /// What file names say.
  var namePattern: FileNamePattern? {
    get throws { try pattern.map { try FileNamePattern($0) } }
  }
}
