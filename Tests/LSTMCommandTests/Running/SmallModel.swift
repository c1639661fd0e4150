import Foundation
import LSTMTestSupport

/// A text and a training so small that a test can afford them.
enum SmallModel {
  /// Sizes and batches of the training.
  static let sizes = [
    "--hidden", "16", "--layers", "1", "--batch-size", "8", "--sequence-length", "16",
  ]

  /// Sentences of a few words, the same on every system.
  static func text(characters: Int) -> String {
    let words = "the cell state keeps what gates let in and forgets the rest of a long text"
      .split(separator: " ").map(String.init)
    var numbers = TestNumbers(seed: 1)
    var text = ""
    while text.count < characters {
      let sentence = numbers.integers(7, in: 0...words.count - 1).map { words[$0] }
      text += sentence.joined(separator: " ") + ".\n"
    }
    return String(text.prefix(characters))
  }

  /// Trained once for all tests that only read a model; kept in memory, so that nothing stays on disk.
  private static let trained = Task<[String: [UInt8]], any Error> {
    let folder = try WorkFolder()
    try folder.put(text(characters: 3000), at: "text.txt")
    let run = try await lstm(train, in: folder)
    guard run.ending == .code(0) else { throw Failure(errors: run.errors) }
    try folder.remove("model/checkpoints")
    return try folder.contents(of: ".").filter { $0.key.first != "." }
  }

  /// The command that trains the model.
  static let train =
    ["train", "language", "text.txt", "--output", "model", "--steps", "40"]
    + ["--learning-rate", "0.02"] + sizes

  struct Failure: Error {
    let errors: String
  }

  /// A folder with the model, `model`, and its text, `text.txt`.
  static func folder() async throws -> WorkFolder {
    let files = try await trained.value
    let folder = try WorkFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "model"), withIntermediateDirectories: false)
    for (name, bytes) in files { try folder.put(bytes, at: name) }
    return folder
  }
}
