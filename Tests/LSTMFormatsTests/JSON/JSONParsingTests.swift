import Testing

@testable import LSTMFormats

@Suite("Reading JSON texts")
struct JSONParsingTests {
  @Test("every kind of value is read as RFC 8259 says")
  func kinds() throws {
    #expect(try parse(" null ") == nil)
    #expect(try parse("true") == true)
    #expect(try parse("\r\n\tfalse") == false)
    #expect(try parse("[]") == [])
    #expect(try parse("[ ]") == [])
    #expect(try parse("{}") == [:])
    #expect(try parse("{ }") == [:])
    #expect(try parse(#""""#) == "")
    #expect(try parse(#"{"b": [1, {"c": null}], "a": "x"}"#) == ["b": [1, ["c": nil]], "a": "x"])
  }

  @Test("the example object of RFC 8259, section 13, is read")
  func example() throws {
    let text = """
      {
        "Image": {
            "Width":  800, "Height": 600, "Title":  "View from 15th Floor",
            "Thumbnail": {
                "Url":    "http://www.example.com/image/481989943",
                "Height": 125, "Width":  100
            },
            "Animated" : false,
            "IDs": [116, 943, 234, 38793]
          }
      }
      """
    let thumbnail: JSONValue = [
      "Url": "http://www.example.com/image/481989943", "Height": 125, "Width": 100,
    ]
    let image: JSONValue = [
      "Width": 800, "Height": 600, "Title": "View from 15th Floor", "Thumbnail": thumbnail,
      "Animated": false, "IDs": [116, 943, 234, 38793],
    ]
    #expect(try parse(text) == ["Image": image])
  }

  @Test("members keep the order of the text")
  func order() throws {
    guard case .object(let object) = try parse(#"{"z": 1, "a": 2, "m": 3}"#) else {
      Issue.record("no object")
      return
    }
    #expect(object.members.map(\.name) == ["z", "a", "m"])
  }

  @Test(
    "escapes and characters outside ASCII are read",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u0041\u00e9\u4e16\uD834\uDD1E\udbff\udfff""#, "Aé世𝄞\u{10FFFF}"),
      (#""\u0000\u001F""#, "\0\u{1F}"),
      (#""plain é 世 𝄞 \u007f""#, "plain é 世 𝄞 \u{7F}"),
      (#""\\u0041""#, "\\u0041"),
      ("\"\u{7F}\u{2028}\u{FFFF}\"", "\u{7F}\u{2028}\u{FFFF}"),
    ])
  func strings(text: String, expected: String) throws {
    #expect(try parse(text) == .string(expected))
  }

  @Test(
    "integers are kept as integers where 64 bits hold them",
    arguments: [
      ("0", 0), ("7", 7), ("-1", -1), ("9007199254740993", 9_007_199_254_740_993),
      ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
    ])
  func integers(text: String, expected: Int64) throws {
    #expect(try parse(text) == .integer(expected))
  }

  @Test(
    "other numbers are the nearest Double",
    arguments: [
      ("1.0", 1), ("0.1", 0.1), ("-0.0", -0.0), ("1e2", 100), ("1E+2", 100), ("25e-1", 2.5),
      ("0e0", 0), ("1.7976931348623157e308", .greatestFiniteMagnitude),
      ("5e-324", .leastNonzeroMagnitude), ("1e-400", 0),
      ("9223372036854775808", 9_223_372_036_854_775_808),
      ("-9223372036854775809", -9_223_372_036_854_775_808),
      ("1000000000000000019884624838656", 1e30),
    ] as [(String, Double)])
  func doubles(text: String, expected: Double) throws {
    #expect(try parse(text) == .number(expected))
  }

  @Test("minus zero keeps its sign", arguments: ["-0", "-0.0", "-0e5"])
  func minusZero(text: String) throws {
    guard case .number(let value) = try parse(text) else {
      Issue.record("no number")
      return
    }
    #expect(value == 0 && value.sign == .minus)
  }

  @Test("a number of ten thousand digits is read or refused, never a crash")
  func longNumbers() throws {
    let digits = String(repeating: "3", count: 10_000)
    #expect(try parse("0." + digits) == .number(1.0 / 3))
    #expect(throws: JSONError.self) { try parse(digits) }
    #expect(throws: JSONError.self) { try parse("1e" + digits) }
    #expect(try parse("1e-" + digits) == .number(0))
  }

  @Test("names that are only canonically equivalent are different names")
  func equivalentNames() throws {
    let value = try parse("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    guard case .object(let object) = value else {
      Issue.record("no object")
      return
    }
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
  }

  @Test("a part of a longer array of bytes is read alone")
  func range() throws {
    var scanner = JSONScanner(Array("xx[1]yy".utf8), in: 2..<5, document: "part")
    #expect(try scanner.value() == [1])
    try scanner.finish()
    #expect(scanner.offset == 3)
  }

  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: text, document: "test")
  }
}
