import Foundation
import LSTMTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("A training that was stopped")
struct ResumeTests {
  /// Epochs of some steps, since a checkpoint follows each, and so many of them that the run outlasts any
  /// delay between what it says and the signal.
  static let train =
    ["train", "language", "text.txt", "--output", "model", "--steps", "1200", "--threads", "1"]
    + SmallModel.sizes
  static let weights = "model/model.safetensors"

  /// The weights of the run that nobody stopped.
  private static let uninterrupted = Task<[UInt8], any Error> {
    let folder = try newFolder()
    let run = try await lstm(train, in: folder)
    #expect(run.ending == .code(0))
    return try folder.bytes(at: weights)
  }

  private static func newFolder() throws -> WorkFolder {
    let folder = try WorkFolder()
    try folder.put(SmallModel.text(characters: 13_000), at: "text.txt")
    return folder
  }

  /// Starts or resumes it, and stops it after so many epochs and milliseconds.
  ///
  /// - Returns: what it said; `nil` if it was done before.
  private static func interrupt(
    in folder: WorkFolder, with signal: Int32, epochs: Int, milliseconds: Int = 0,
    resume: Bool = true
  ) async throws -> CommandResult {
    let run = try RunningCommand(train + (resume ? ["--resume"] : []), in: folder)
    run.wait { $0.errorsSoFar.matches(of: /epoch \d+, step/).count >= epochs }
    usleep(UInt32(milliseconds) * 1000)
    run.send(signal)
    return await run.finish()
  }

  @Test("by kill -9 at any moment ends with the same bits when it is resumed", arguments: [1, 2])
  func kill(seed: UInt64) async throws {
    let folder = try Self.newFolder()
    var numbers = TestNumbers(seed: seed)
    var kills = 0
    for _ in 0..<6 {
      let result = try await Self.interrupt(
        in: folder, with: SIGKILL, epochs: numbers.integers(1, in: 0...2)[0],
        milliseconds: numbers.integers(1, in: 0...120)[0])
      guard result.ending == .signal(SIGKILL) else { break }
      kills += 1
      #expect(!folder.has(Self.weights))
    }
    #expect(kills > 0)
    let last = try await lstm(Self.train + ["--resume"], in: folder)
    #expect(last.ending == .code(0))
    #expect(try folder.bytes(at: Self.weights) == (try await Self.uninterrupted.value))
    #expect(
      try folder.names(in: "model")
        == [
          "README.md", "checkpoints", "config.json", "model.safetensors", "ngrams.safetensors",
          "tokenizer.json",
        ])
    #expect(try folder.hiddenNames(in: "model") == [])
    #expect(try folder.hiddenNames(in: "model/checkpoints") == [])
  }

  @Test("before its first checkpoint begins again, and ends with the same bits")
  func killEarly() async throws {
    let folder = try Self.newFolder()
    let run = try RunningCommand(Self.train, in: folder)
    run.wait { _ in folder.has("model/config.json") }
    run.send(SIGKILL)
    #expect(await run.finish().ending == .signal(SIGKILL))

    let refused = try await lstm(Self.train + ["--resume", "--seed", "2"], in: folder)
    refused.expectRefusal(64, ["seed 1, but now seed is 2"])
    let resumed = try await lstm(Self.train + ["--resume"], in: folder)
    #expect(resumed.ending == .code(0))
    #expect(try folder.bytes(at: Self.weights) == (try await Self.uninterrupted.value))
  }

  @Test("by Ctrl-C saves, says so, and ends with the same bits when it is resumed")
  func interrupt() async throws {
    let folder = try Self.newFolder()
    let stopped = try await Self.interrupt(
      in: folder, with: SIGINT, epochs: 1, milliseconds: 7, resume: false)
    #expect(stopped.ending == .code(130))
    #expect(stopped.errors.contains("saving a checkpoint"))
    #expect(stopped.errors.contains("--resume goes on"))
    #expect(folder.has("model/checkpoints/last.safetensors"))
    #expect(!folder.has(Self.weights) && !folder.has("model/README.md"))

    let refused = try await lstm(Self.train, in: folder)
    refused.expectRefusal(73, ["an unfinished training"])
    let unfinished = try await lstm("generate", "model", in: folder)
    unfinished.expectRefusal(66, ["--resume"])

    let resumed = try await lstm(Self.train + ["--resume"], in: folder)
    #expect(resumed.ending == .code(0))
    #expect(resumed.errors.contains(/Going on after step \d+\./))
    #expect(try folder.bytes(at: Self.weights) == (try await Self.uninterrupted.value))
  }

  @Test("by Ctrl-C again and again ends at once, and not by a crash")
  func interruptTwice() async throws {
    let folder = try Self.newFolder()
    let run = try RunningCommand(Self.train + ["--json"], in: folder)
    run.wait { $0.errorsSoFar.contains("parameters") }
    run.wait {
      $0.send(SIGINT)
      return false
    }
    #expect(await run.finish().ending == .code(130))
  }

  @Test("can be resumed from the checkpoint before a damaged one, and says so")
  func damagedCheckpoint() async throws {
    let folder = try Self.newFolder()
    _ = try await Self.interrupt(in: folder, with: SIGKILL, epochs: 3, resume: false)
    let last = "model/checkpoints/last.safetensors"
    var bytes = try folder.bytes(at: last)
    bytes[bytes.count / 2] ^= 1
    try folder.put(bytes, at: last)

    let resumed = try await lstm(Self.train + ["--resume"], in: folder)
    #expect(resumed.ending == .code(0))
    #expect(resumed.errors.contains("Warning: ") && resumed.errors.contains(last))
    #expect(try folder.bytes(at: Self.weights) == (try await Self.uninterrupted.value))
  }

  @Test("is refused where both checkpoints are damaged")
  func damagedCheckpoints() async throws {
    let folder = try Self.newFolder()
    _ = try await Self.interrupt(in: folder, with: SIGKILL, epochs: 3, resume: false)
    for name in ["last", "previous"] {
      let path = "model/checkpoints/\(name).safetensors"
      try folder.put(Array(try folder.bytes(at: path).dropLast(1)), at: path)
    }
    let resumed = try await lstm(Self.train + ["--resume"], in: folder)
    resumed.expectRefusal(65, ["last.safetensors"])
    #expect(!folder.has(Self.weights))
  }
}

@Suite("A training that is to be resumed with other options")
struct ResumeContradictionTests {
  @Test(
    "is refused with the option's two values, and the model stays as it is",
    arguments: [
      (["--hidden", "8"], "hiddenSize 16, but now hiddenSize is 8"),
      (["--layers", "2"], "layerCount 1, but now layerCount is 2"),
      (["--embedding", "9"], "embeddingSize 16, but now embeddingSize is 9"),
      (["--cell", "gru"], "cell \"lstm\", but now cell is \"gru\""),
      (["--tokens", "words"], "tokens \"characters\", but now tokens is \"words\""),
      (["--batch-size", "4"], "batchSize 8, but now batchSize is 4"),
      (["--sequence-length", "8"], "sequenceLength 16, but now sequenceLength is 8"),
      (["--dropout", "0.3"], "dropout 0.2, but now dropout is 0.3"),
      (["--optimizer", "sgd"], "optimizer \"adamw\", but now optimizer is \"sgd\""),
      (["--learning-rate", "0.003"], "learningRate 0.02, but now learningRate is 0.003"),
      (["--seed", "2"], "seed 1, but now seed is 2"),
      (["--steps", "41"], "steps 40, but now steps is 41"),
      (["--epochs", "3"], "epochs null, but now epochs is 3"),
      (["--minutes", "1"], "minutes null, but now minutes is 1.0"),
      (["--patience", "2"], "patience null, but now patience is 2"),
      (["--validation", "0.2"], "validationTokens 300, but now validationTokens is 600"),
      (["--validation", "text.txt"], "other data"),
    ])
  func refused(options: [String], message: String) async throws {
    let folder = try await SmallModel.folder()
    let before = try folder.contents(of: "model")
    let run = try await lstm(SmallModel.train + ["--resume"] + options, in: folder)
    run.expectRefusal(64, [message, "--force"])
    #expect(try folder.contents(of: "model") == before)
  }

  @Test("is refused with other data")
  func otherData() async throws {
    let folder = try await SmallModel.folder()
    let before = try folder.contents(of: "model")
    try folder.put(try folder.text(at: "text.txt") + "!", at: "text.txt")
    let run = try await lstm(SmallModel.train + ["--resume"], in: folder)
    run.expectRefusal(64, ["other data"])
    #expect(try folder.contents(of: "model") == before)
  }

  @Test("does nothing more when it is finished, and begins when there is nothing")
  func finishedOrNew() async throws {
    let folder = try await SmallModel.folder()
    let before = try folder.bytes(at: "model/model.safetensors")
    try folder.remove("model")
    for _ in 0..<2 {
      let run = try await lstm(SmallModel.train + ["--resume"], in: folder)
      #expect(run.ending == .code(0))
      #expect(try folder.bytes(at: "model/model.safetensors") == before)
    }
  }
}
