import Foundation
import LSTMTestSupport
import Testing

@Suite("The same seed")
struct SameBitsTests {
  @Test(
    "gives the same weights for any number of threads and any instruction set",
    arguments: [
      [], ["--cell", "gru", "--layers", "2"], ["--cell", "rnn", "--optimizer", "rmsprop"],
      ["--tokens", "words", "--hidden", "33", "--embedding", "7", "--dropout", "0.5"],
    ])
  func sameWeights(options: [String]) async throws {
    let folder = try WorkFolder()
    try folder.put(SmallModel.text(characters: 3000), at: "text.txt")
    var settings: [(threads: String, environment: [String: String])] = [("1", [:]), ("2", [:])]
    for instructionSet in KernelSettings.instructionSets {
      settings.append(("2", ["LSTM_INSTRUCTION_SET": "\(instructionSet)"]))
    }
    var files: Set<[UInt8]> = []
    for (number, (threads, environment)) in settings.enumerated() {
      let run = try await lstm(
        ["train", "language", "text.txt", "--output", "\(number)", "--steps", "50"]
          + SmallModel.sizes + options + ["--threads", threads], in: folder,
        environment: environment)
      #expect(run.ending == .code(0))
      files.insert(try folder.bytes(at: "\(number)/model.safetensors"))
    }
    #expect(files.count == 1)

    let other = try await lstm(
      ["train", "language", "text.txt", "--output", "other", "--steps", "50", "--seed", "2"]
        + SmallModel.sizes + options, in: folder)
    #expect(other.ending == .code(0))
    #expect(!files.contains(try folder.bytes(at: "other/model.safetensors")))
  }
}
