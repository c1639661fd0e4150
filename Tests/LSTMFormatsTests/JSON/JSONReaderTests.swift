import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Reading typed members of JSON")
struct JSONReaderTests {
  private static let reader = JSONReader(
    [
      "task": "language", "size": 8, "rate": 0.5, "fast": true, "none": nil,
      "layers": [["size": 1], ["size": "two"]], "numbers": [1, 2.5], "whole": 1.0, "huge": 1e300,
    ], document: "config.json")

  @Test("members of the right type are read")
  func members() throws {
    let reader = Self.reader
    #expect(try reader.member("task").string() == "language")
    #expect(try reader.member("size").integer() == 8)
    #expect(try reader.member("size").integer(in: 1...8) == 8)
    #expect(try reader.member("size").double() == 8)
    #expect(try reader.member("rate").double(in: 0...1) == 0.5)
    #expect(try reader.member("rate").float() == 0.5)
    #expect(try reader.member("fast").boolean())
    #expect(try reader.member("layers").elements().count == 2)
    #expect(try reader.member("layers").elements()[0].member("size").integer() == 1)
    #expect(try reader.members().map(\.name).prefix(3) == ["task", "size", "rate"])
    #expect(try reader.memberIfPresent("size")?.integer() == 8)
    #expect(try reader.memberIfPresent("none") == nil)
    #expect(try reader.memberIfPresent("missing") == nil)
  }

  @Test("a fault is named with document, path, what was found and what was expected")
  func faults() {
    expect("config.json: layers[1].size is the string \"two\"; expected an integer.") {
      try $0.member("layers").elements()[1].member("size").integer()
    }
    expect("config.json: size is the integer 8; expected an integer from 1 to 4.") {
      try $0.member("size").integer(in: 1...4)
    }
    expect("config.json: size is the integer 8; expected an integer of at least 9.") {
      try $0.member("size").integer(in: 9...Int.max)
    }
    expect("config.json: rate is the number 0.5; expected a number of at most 0.25.") {
      try $0.member("rate").double(in: -Double.infinity...0.25)
    }
    expect("config.json: whole is the number 1.0; expected an integer.") {
      try $0.member("whole").integer()
    }
    expect("config.json: the top level has no member \"hidden\", which is required.") {
      try $0.member("hidden")
    }
    expect("config.json: layers[0] has no member \"x\", which is required.") {
      try $0.member("layers").elements()[0].member("x")
    }
    expect("config.json: none is null; expected a string.") { try $0.member("none").string() }
    expect("config.json: fast is true; expected a number.") { try $0.member("fast").double() }
    expect("config.json: task is the string \"language\"; expected true or false.") {
      try $0.member("task").boolean()
    }
    expect("config.json: layers is an array; expected an object.") {
      try $0.member("layers").members()
    }
    expect("config.json: the top level is an object; expected an array.") { try $0.elements() }
    expect("config.json: huge is the number 1e+300; expected a number of at most 3.4e38.") {
      try $0.member("huge").float()
    }
    expect("config.json: task is the string \"language\"; expected one of a, b.") {
      throw try $0.member("task").expected("one of a, b")
    }
  }

  @Test("unknown members are refused by name")
  func unknownMembers() throws {
    let layer = try Self.reader.member("layers").elements()[0]
    try layer.refuseMembers(except: ["size", "other"])
    expect("config.json: layers[0] has the unknown member \"size\"; expected only a, b.") {
      try $0.member("layers").elements()[0].refuseMembers(except: ["a", "b"])
    }
  }

  @Test("a path quotes names that are no plain words")
  func paths() {
    let path = JSONPath.member(of: .element(of: .member(of: .root, "a\nb"), 3), "")
    #expect(path.text == #""a\u{a}b"[3]."""#)
  }

  @Test("a file is read, and a fault in it names the file")
  func file() throws {
    let folder = try TemporaryFolder()
    try folder.put(#"{"a": 1}"#, at: "good.json")
    try folder.put(#"{"a": }"#, at: "bad.json")
    let good = try JSONReader(contentsOf: folder.path(of: "good.json"))
    #expect(try good.member("a").integer() == 1)
    let error = #expect(throws: JSONError.self) {
      try JSONReader(contentsOf: folder.path(of: "bad.json"))
    }
    #expect(error?.description.hasPrefix(folder.path(of: "bad.json")) == true)
    #expect(throws: FileError.missing(path: folder.path(of: "none.json"))) {
      try JSONReader(contentsOf: folder.path(of: "none.json"))
    }
  }

  private func expect(_ message: String, _ body: (JSONReader) throws -> Any) {
    let error = #expect(throws: JSONError.self) { _ = try body(Self.reader) }
    #expect(error?.description == message)
    #expect(error?.kind == .badData)
  }
}
