import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Writing JSON texts")
struct JSONTextTests {
  private static let value: JSONValue = [
    "task": "language", "sizes": [1, 2.5, true, nil], "names": ["a", "b"], "empty": [:],
    "none": [], "layers": [["hidden": 8]],
  ]

  @Test("compact text has no whitespace and keeps the order")
  func compact() throws {
    let expected =
      #"{"task":"language","sizes":[1,2.5,true,null],"names":["a","b"],"empty":{},"#
      + #""none":[],"layers":[{"hidden":8}]}"#
    #expect(try Self.value.text(.compact) == expected)
  }

  @Test("pretty text has a member a line, numbers on one line and a newline at the end")
  func pretty() throws {
    let expected = """
      {
        "task": "language",
        "sizes": [1, 2.5, true, null],
        "names": [
          "a",
          "b"
        ],
        "empty": {},
        "none": [],
        "layers": [
          {
            "hidden": 8
          }
        ]
      }

      """
    #expect(try Self.value.text(.pretty) == expected)
  }

  @Test("what is written reads back as the same value", arguments: [false, true])
  func roundTrip(isPretty: Bool) throws {
    let text = try Self.value.text(isPretty ? .pretty : .compact)
    #expect(try JSONValue(parsing: text, document: "test") == Self.value)
  }

  @Test("quotes, backslashes and control characters are escaped, other characters are not")
  func escapes() throws {
    let text = try JSONValue.string("\"\\/\u{8}\u{C}\n\r\t\0\u{1F}\u{7F}é世𝄞\u{2028}").text(.compact)
    #expect(text == #""\"\\/\b\f\n\r\t\u0000\u001f"# + "\u{7F}é世𝄞\u{2028}\"")
  }

  @Test("every character below 256 reads back")
  func characters() throws {
    for code in UInt32(0)..<256 {
      let value = JSONValue.string(String(String.UnicodeScalarView([Unicode.Scalar(code)!])))
      #expect(try JSONValue(parsing: value.text(.compact), document: "test") == value)
    }
  }

  @Test("numbers take the fewest digits and keep their kind")
  func numbers() throws {
    let values: [JSONValue] = [
      0.1, 1.0, -0.0, 100, 1e16, 1e-7, .number(.leastNonzeroMagnitude),
      .number(.greatestFiniteMagnitude),
      .integer(.min), .integer(.max),
    ]
    #expect(
      try JSONValue.array(values).text(.compact)
        == "[0.1,1.0,-0.0,100,1e+16,1e-07,5e-324,1.7976931348623157e+308,"
        + "-9223372036854775808,9223372036854775807]")
  }

  @Test("five thousand random numbers read back bit for bit")
  func randomNumbers() throws {
    var random = SplitMix(state: 7)
    let values = (0..<5000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
    let text = try values.json.text(.compact)
    let read = try [Double](json: JSONReader(parsing: Array(text.utf8), document: "test"))
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test(
    "infinity and NaN are refused with their place",
    arguments: [Double.infinity, -.infinity, .nan])
  func notFinite(value: Double) {
    let document: JSONValue = ["a": [1, ["b c": .number(value)]]]
    let error = #expect(throws: JSONError.self) { try document.text(.compact) }
    guard case .notFinite(let path, _) = error else {
      Issue.record("another error")
      return
    }
    #expect(path == #"a[1]."b c""#)
    #expect(error?.kind == .internalFault)
  }

  @Test("a value deeper than a reader accepts is not written")
  func depth() throws {
    var value: JSONValue = []
    for _ in 1..<64 { value = [value] }
    #expect(try JSONValue(parsing: value.text(.pretty), document: "test") == value)
    let deeper: JSONValue = [value]
    #expect(throws: JSONError.tooDeepToWrite(limit: 64)) { try deeper.text(.compact) }
  }
}
