import Foundation
import LSTMTestSupport
import Testing

@Suite("A model that is not as it was written")
struct DamagedModelTests {
  static let readers = [
    ["generate", "model", "--length", "5"], ["evaluate", "model", "text.txt"],
    ["inspect", "model"],
  ]
  static let weights = "model/model.safetensors"

  @Test("is missing input where there is nothing, or no model")
  func nothingThere() async throws {
    let folder = try await SmallModel.folder()
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "empty"), withIntermediateDirectories: false)
    for (name, message) in [
      ("nowhere", "no such folder"), ("text.txt", "is a file"), ("empty", "no config.json"),
    ] {
      for reader in Self.readers {
        let run = try await lstm(reader.map { $0 == "model" ? name : $0 }, in: folder)
        run.expectRefusal(66, [name, message])
      }
    }
  }

  @Test(
    "says which of its files is missing",
    arguments: [
      ("config.json", "config.json"), ("model.safetensors", "--resume"),
      ("tokenizer.json", "lacks tokenizer.json"),
    ])
  func missingFile(name: String, message: String) async throws {
    let folder = try await SmallModel.folder()
    try folder.remove("model/\(name)")
    for reader in Self.readers {
      try await lstm(reader, in: folder).expectRefusal(66, ["model", message])
    }
  }

  @Test("is refused when its weights are cut short", arguments: [0, 7, 8, 100, 5000, -1])
  func truncatedWeights(length: Int) async throws {
    let folder = try await SmallModel.folder()
    let whole = try folder.bytes(at: Self.weights)
    try folder.put(Array(length < 0 ? whole.dropLast() : whole.prefix(length)), at: Self.weights)
    try await expectRefusal(in: folder, naming: Self.weights)
  }

  @Test("is refused when any bit of it is flipped", arguments: 0..<12)
  func flippedBit(number: Int) async throws {
    let folder = try await SmallModel.folder()
    var numbers = TestNumbers(seed: UInt64(number))
    let files = ["model.safetensors", "model.safetensors", "config.json", "tokenizer.json"]
    let name = files[number % files.count]
    var bytes = try folder.bytes(at: "model/\(name)")
    // Half of the faults in the first bytes, where the header's length and names are.
    let end = number < 6 ? min(64, bytes.count) : bytes.count
    let place = numbers.integers(1, in: 0...end - 1)[0]
    bytes[place] ^= 1 << UInt8(numbers.integers(1, in: 0...6)[0])
    try folder.put(bytes, at: "model/\(name)")
    try await expectRefusal(in: folder, naming: "model")
  }

  @Test(
    "is refused when the header of its weights is hostile",
    arguments: [
      ("a header of 2⁶³ bytes", "", UInt64(1) << 63),
      ("a header longer than the file", "{}", 1 << 40),
      ("brackets without end", String(repeating: "[", count: 100_000), 100_000),
      ("a name twice", entry("a", 0, 4) + "," + entry("a", 4, 8), nil),
      ("a name twice, once escaped", entry("a", 0, 4) + "," + entry("\\u0061", 4, 8), nil),
      ("an overlap", entry("a", 0, 4) + "," + entry("b", 0, 4), nil),
      ("a hole", entry("a", 0, 4) + "," + entry("b", 8, 12), nil),
      ("a negative offset", entry("a", -4, 0), nil),
      ("a shape beyond 64 bits", entry("a", 0, 4, shape: "[4294967296,4294967296]"), nil),
      ("a size of 2⁶⁴", entry("a", 0, 4, shape: "[18446744073709551616]"), nil),
      ("a negative size", entry("a", 0, 4, shape: "[-1]"), nil),
      ("an unknown type", entry("a", 0, 4, type: "F31"), nil),
      ("bytes behind the last tensor", entry("a", 0, 4), nil),
      ("another program's tensors", entry("a", 0, 4) + "," + entry("b", 4, 12, shape: "[2]"), nil),
      ("no object", "1,2,3", nil),
    ] as [(String, String, UInt64?)])
  func hostileHeader(name: String, header: String, length: UInt64?) async throws {
    let folder = try await SmallModel.folder()
    let text = length == nil ? "{\(header)}" : header
    let count = length ?? UInt64(text.utf8.count)
    let prefix = (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    try folder.put(
      prefix + Array(text.utf8) + [UInt8](repeating: 0, count: 12), at: Self.weights)
    try await expectRefusal(in: folder, naming: Self.weights)
  }

  private static func entry(
    _ name: String, _ begin: Int, _ end: Int, shape: String = "[1]", type: String = "F32"
  ) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
  }

  @Test(
    "is refused when config.json says something else",
    arguments: [
      ("\"formatVersion\": 1", "\"formatVersion\": 2", "format version 2"),
      ("\"formatVersion\": 1", "\"formatVersion\": 0", "formatVersion"),
      ("\"formatVersion\": 1,", "", "formatVersion"),
      ("\"language\"", "\"forecaster\"", "model"),
      ("\"hiddenSize\": 16", "\"hiddenSize\": 17", "config.json"),
      ("\"hiddenSize\": 16", "\"hiddenSize\": 16777216", "config.json"),
      ("\"hiddenSize\": 16", "\"hiddenSize\": -16", "config.json"),
      ("\"hiddenSize\": 16", "\"hiddenSize\": 1e30", "config.json"),
      ("\"layerCount\": 1", "\"layerCount\": 1000000", "config.json"),
      ("\"cell\": \"lstm\"", "\"cell\": \"transformer\"", "config.json"),
      ("\"dropout\": 0.2", "\"dropout\": 2", "config.json"),
      ("{", "[", "config.json"),
      ("}", "", "config.json"),
    ])
  func otherConfiguration(old: String, new: String, message: String) async throws {
    let folder = try await SmallModel.folder()
    var text = try folder.text(at: "model/config.json")
    let range = try #require(text.range(of: old))
    text.replaceSubrange(range, with: new)
    try folder.put(text, at: "model/config.json")
    try await expectRefusal(in: folder, naming: message)
  }

  @Test(
    "is refused when tokenizer.json says something else",
    arguments: ["", "{}", "[]", "null", "{\"kind\": \"character\"}", "{\"kind\": \"psychic\"}"])
  func otherTokenizer(text: String) async throws {
    let folder = try await SmallModel.folder()
    try folder.put(text, at: "model/tokenizer.json")
    try await expectRefusal(in: folder, naming: "tokenizer.json")
  }

  /// Every command that reads models refuses it as bad data, prints nothing and touches nothing.
  private func expectRefusal(
    in folder: WorkFolder, naming part: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try folder.contents(of: "model")
    for reader in Self.readers {
      try await lstm(reader, in: folder)
        .expectRefusal(65, [part], sourceLocation: sourceLocation)
    }
    #expect(try folder.contents(of: "model") == before, sourceLocation: sourceLocation)
  }
}
