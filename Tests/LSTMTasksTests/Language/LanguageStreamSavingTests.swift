import LSTMFormats
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A stream as bytes")
struct LanguageStreamSavingTests {
  @Test(
    "goes on with the same bits where it is restored", arguments: CellKind.allCases, [0, 1, 30])
  func roundTrip(cell: CellKind, length: Int) throws {
    let model = smallModel(hidden: 17, cell: cell)
    let (before, after) = (randomTokens(length, below: 11), randomTokens(9, below: 11, seed: 2))
    var stream = PreparedLanguageModel(model).stream()
    stream.read(before)
    let bytes = try stream.savedState()
    #expect(try stream.savedState() == bytes)

    // A model laid out anew, as another process would do it, and a stream that stands elsewhere.
    var restored = PreparedLanguageModel(model).stream()
    restored.read(randomTokens(5, below: 11, seed: 3))
    try restored.restore(bytes)
    #expect(restored.logits.bits == stream.logits.bits)
    #expect(try restored.savedState() == bytes)
    stream.read(after)
    restored.read(after)
    #expect(restored.logits.bits == stream.logits.bits)
  }

  @Test("is refused when it is cut short anywhere")
  func truncated() throws {
    let bytes = try Self.saved()
    for length in 0..<bytes.count {
      try Self.expectRefusal(of: Array(bytes[..<length]), "\(length) bytes")
    }
    try Self.expectRefusal(of: bytes + [0], "one byte more")
  }

  @Test("is refused when any bit of it is flipped")
  func flipped() throws {
    let bytes = try Self.saved()
    var numbers = TestNumbers(seed: 1)
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(numbers.integers(1, in: 0...7)[0])
      try Self.expectRefusal(of: flipped, "byte \(place)")
    }
  }

  @Test("is refused by a model of other sizes or another cell")
  func otherModel() throws {
    let bytes = try Self.saved()
    let others = [
      smallModel(vocabulary: 4, hidden: 2, layers: 1),
      smallModel(vocabulary: 3, hidden: 3, layers: 1),
      smallModel(vocabulary: 3, hidden: 2, layers: 2),
      smallModel(vocabulary: 3, hidden: 2, layers: 1, cell: .gru),
    ]
    for (number, other) in others.enumerated() {
      try Self.expectRefusal(of: bytes, "model \(number)", by: other)
    }
    // And what a GRU has saved by an LSTM, which needs cell states too.
    var gru = PreparedLanguageModel(others[3]).stream()
    gru.read([1])
    try Self.expectRefusal(of: gru.savedState(), "GRU")
    #expect(throws: LanguageStreamError.self) {
      var stream = PreparedLanguageModel(others[0]).stream()
      try stream.restore(bytes)
    }
  }

  @Test("is refused when it is something else, or from a later version")
  func foreign() throws {
    var writer = SafetensorsWriter()
    try writer.add("hidden", shape: [1, 1, 2], floats: [1, 2])
    try Self.expectRefusal(of: writer.bytes(), "no notes")
    try writer.addNote("format", "swift-lstm language stream")
    try Self.expectRefusal(of: writer.bytes(), "no version")
    try writer.addNote("version", "2")
    let bytes = try writer.bytes()
    #expect(throws: LanguageStreamError.futureVersion(found: 2, supported: 1)) {
      var stream = Self.stream()
      try stream.restore(bytes)
    }
    try Self.expectRefusal(of: Array("{\"hidden\": 1}".utf8), "JSON")
  }

  @Test("keeps numbers that are not finite, bit for bit")
  func notFinite() throws {
    var stream = Self.stream()
    var tensors = stream.tensors
    tensors[0].tensor = Tensor([.nan, -.infinity], shape: [1, 1, 2])
    stream.tensors = tensors
    var other = Self.stream()
    try other.restore(stream.savedState())
    #expect(other.tensors.map(\.tensor.bits) == tensors.map(\.tensor.bits))
  }

  private static let model = smallModel(vocabulary: 3, embedding: 2, hidden: 2, layers: 1)

  private static func stream() -> LanguageStream {
    PreparedLanguageModel(model).stream()
  }

  private static func saved() throws -> [UInt8] {
    var stream = stream()
    stream.read([0, 1, 2, 2])
    return try stream.savedState()
  }

  /// The bytes are bad data, and the stream stays as it is.
  private static func expectRefusal(
    of bytes: [UInt8], _ what: String, by model: LanguageModel = model,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var stream = PreparedLanguageModel(model).stream()
    stream.read([1])
    let before = stream.tensors.map(\.tensor.bits)
    do {
      try stream.restore(bytes)
      Issue.record("\(what) was taken", sourceLocation: sourceLocation)
    } catch let error as any ReportableError {
      #expect(error.kind == .badData, "\(what): \(error)", sourceLocation: sourceLocation)
      #expect(error.description.contains("the saved stream"), sourceLocation: sourceLocation)
    }
    #expect(stream.tensors.map(\.tensor.bits) == before, sourceLocation: sourceLocation)
  }
}
