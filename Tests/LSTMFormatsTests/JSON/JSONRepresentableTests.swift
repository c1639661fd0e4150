import Testing

@testable import LSTMFormats

@Suite("Values as JSON and back")
struct JSONRepresentableTests {
  @Test("simple values read back")
  func values() throws {
    #expect(try readBack(true) == true)
    #expect(try readBack(Int.min) == .min)
    #expect(try readBack(0.1) == 0.1)
    #expect(try readBack("é\n") == "é\n")
    #expect(try readBack([1, 2, 3]) == [1, 2, 3])
    #expect(try readBack([[0.5], []]) == [[0.5], []])
    #expect(try readBack([1, nil] as [Int?]) == [1, nil])
    #expect(try readBack(["a": [nil]] as JSONValue) == ["a": [nil]])
  }

  @Test("a Float is written with the digits of a Float")
  func floatDigits() throws {
    #expect(try Float(0.1).json.text(.compact) == "0.1")
    #expect(try Float(1).json.text(.compact) == "1.0")
  }

  @Test("five thousand random Floats read back bit for bit")
  func randomFloats() throws {
    var random = SplitMix(state: 3)
    let values = (0..<5000).map { _ in Float(bitPattern: UInt32(random.next() >> 32)) }
      .filter(\.isFinite)
    #expect(try readBack(values).map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test("a Float that is not finite is not written")
  func notFinite() {
    #expect(throws: JSONError.self) { try Float.infinity.json.text(.compact) }
    #expect(throws: JSONError.self) { try Float.nan.json.text(.compact) }
  }

  @Test("an element of the wrong type is named by its place")
  func wrongElement() {
    let error = #expect(throws: JSONError.self) {
      try [Int](json: JSONReader([1, "two"], document: "list.json"))
    }
    #expect(
      error?.description == "list.json: [1] is the string \"two\"; expected an integer.")
  }

  private func readBack<Value: JSONRepresentable>(_ value: Value) throws -> Value {
    let text = try value.json.text(.compact)
    return try Value(json: JSONReader(parsing: Array(text.utf8), document: "test"))
  }
}
