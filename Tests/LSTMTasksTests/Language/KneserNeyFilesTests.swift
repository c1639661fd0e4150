import Foundation
import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The n-grams of a model folder")
struct KneserNeyFilesTests {
  private static let model = KneserNeyModel(
    trainingOn: randomTokens(90, below: 5), vocabularySize: 6, order: 3)

  @Test(
    "are the model that was written, and the same bytes again", arguments: [1, 2, 5], [0, 2, 300])
  func roundTrip(order: Int, length: Int) throws {
    try Self.withFolder { folder in
      let model = KneserNeyModel(
        trainingOn: randomTokens(length, below: 200), vocabularySize: 201, order: order)
      try model.write(to: folder)
      let read = try KneserNeyModel(contentsOf: folder, vocabularySize: 201)
      #expect(read == model)
      let bytes = try FileReader.bytes(of: folder.nGramsPath)
      try read?.write(to: folder)
      #expect(try FileReader.bytes(of: folder.nGramsPath) == bytes)
    }
  }

  @Test("are none where there is no file")
  func absent() throws {
    try Self.withFolder { folder in
      let read = try KneserNeyModel(contentsOf: folder, vocabularySize: 6)
      #expect(read == nil)
    }
  }

  @Test("are refused with the file's name when it is cut short or any bit of it is flipped")
  func damaged() throws {
    try Self.withFolder { folder in
      try Self.model.write(to: folder)
      let bytes = try FileReader.bytes(of: folder.nGramsPath)
      var numbers = TestNumbers(seed: 1)
      for place in bytes.indices {
        var flipped = bytes
        flipped[place] ^= 1 << UInt8(numbers.integers(1, in: 0...7)[0])
        for contents in [flipped, Array(bytes[..<place])] {
          try Data(contents).write(to: URL(fileURLWithPath: folder.nGramsPath))
          Self.expectRefusal("byte \(place)", naming: folder.nGramsPath) {
            _ = try KneserNeyModel(contentsOf: folder, vocabularySize: 6)
          }
        }
      }
    }
  }

  @Test("are refused beside another description, and by a model of another vocabulary")
  func otherModel() throws {
    try Self.withFolder { folder in
      try Self.model.write(to: folder)
      Self.expectRefusal("vocabulary", naming: folder.nGramsPath) {
        _ = try KneserNeyModel(contentsOf: folder, vocabularySize: 7)
      }
      try folder.writeVocabulary(["other": 1], named: "tokenizer.json")
      Self.expectRefusal("tokenizer", naming: "tokenizer.json") {
        _ = try KneserNeyModel(contentsOf: folder, vocabularySize: 6)
      }
    }
  }

  @Test("are refused where a number makes no sense, though the file is whole")
  func hostile() throws {
    // Single tokens 0, 1 and 2; the pairs 00, 02 and 21.
    let good: [(String, [Int32])] = [
      ("order.1.counts", [2, 1, 1]), ("order.1.sizes", [3]), ("order.1.tokens", [0, 0, 0]),
      ("order.2.counts", [1, 1, 2]), ("order.2.sizes", [2, 0, 1]), ("order.2.tokens", [0, 1, 1]),
    ]
    let model = try Self.read(good)
    #expect(model.levels.map(\.tokens) == [[0, 1, 2], [0, 2, 1]])
    #expect(model.levels[1].first == [0, 2, 2, 3])
    let limit = Int32(KneserNeyModel.largestTokenCount)
    let faults: [(part: Int, numbers: [Int32], message: String)] = [
      (0, [2, 1], "2 counts; expected 3"), (0, [limit, 1, 1], "8388610 in one context"),
      (1, [4], "4 tokens; expected 3"), (1, [3, 0], "2 contexts; expected 1"),
      (1, [], "0 contexts"), (2, [0, 0], "2 tokens; expected 3"), (2, [0, 1, 0], "token 3"),
      (3, [1, 0, 2], "a zero at place 1"), (3, [1, 1, 2, 1], "4 counts; expected 3"),
      (3, [.max, .max, 1], "in one context"), (4, [2, 0], "2 contexts; expected 3"),
      (4, [2, 1, 1], "3 tokens; expected 4"), (4, [.max, .max, .max], "3 tokens; expected"),
      (5, [0, 2, 1], "token 3 at place 1"), (5, [0, 1, .max], "token 2147483647"),
    ]
    for (part, numbers, message) in faults {
      var parts = good
      parts[part].1 = numbers
      Self.expectRefusal("\(parts[part])", naming: message) { _ = try Self.read(parts) }
      // The order is named; which of its parts is wrong, their disagreement does not say.
      Self.expectRefusal("\(parts[part])", naming: String(parts[part].0.prefix(8))) {
        _ = try Self.read(parts)
      }
    }
    Self.expectRefusal("no parts", naming: "0 lengths") { _ = try Self.read([]) }
    Self.expectRefusal("a part missing", naming: "order.1.counts") {
      _ = try Self.read(Array(good.dropFirst()))
    }
    Self.expectRefusal("a part more", naming: "more") { _ = try Self.read(good + [("more", [])]) }
    Self.expectRefusal("bytes", naming: "byte 1 of the tensor \"order.1.counts\"") {
      let parts = good.map { (name: $0.0, bytes: CompactNumbers.bytes(of: $0.1)) }
      let first = [(name: parts[0].name, bytes: [UInt8]([2, 0x80]))]
      _ = try KneserNeyModel(
        parts: first + parts.dropFirst(), vocabularySize: 3, file: "ngrams.safetensors")
    }
  }

  private static func read(_ parts: [(String, [Int32])]) throws -> KneserNeyModel {
    try KneserNeyModel(
      parts: parts.map { (name: $0.0, bytes: CompactNumbers.bytes(of: $0.1)) }, vocabularySize: 3,
      file: "ngrams.safetensors")
  }

  /// A model folder with a description and a vocabulary.
  private static func withFolder(_ body: (ModelFolder) throws -> Void) throws {
    try withTemporaryFolder { path in
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      try folder.writeConfiguration(
        ModelConfiguration(task: "language", architecture: [:], training: [:]))
      try folder.writeVocabulary(["tokens": 6], named: "tokenizer.json")
      try body(folder)
    }
  }

  /// It is bad data, and the message names the place.
  private static func expectRefusal(
    _ what: String, naming place: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    do {
      try body()
      Issue.record("\(what) was taken", sourceLocation: sourceLocation)
    } catch let error as any ReportableError {
      #expect(error.kind == .badData, "\(what): \(error)", sourceLocation: sourceLocation)
      #expect(
        error.description.contains(place), "\(what): \(error)", sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(what): \(error)", sourceLocation: sourceLocation)
    }
  }
}
