import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Refusing damaged and hostile safetensors files")
struct SafetensorsRefusalTests {
  @Test("a file shorter than the length of its header is refused", arguments: 0..<8)
  func tooShort(count: Int) {
    let bytes = [UInt8](repeating: 0, count: count)
    #expect(error(of: bytes) == .tooShort(file: "x", byteCount: count))
  }

  @Test("a header longer than the format allows or than the file is refused before it is read")
  func headerLength() {
    func lengthOnly(_ length: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + [UInt8(ascii: "{")]
    }
    for length in [UInt64(1) << 63, .max, 100_000_001] {
      #expect(
        error(of: lengthOnly(length))
          == .headerTooLong(file: "x", length: length, limit: 100_000_000))
    }
    for length in [2, 100_000_000] {
      #expect(
        error(of: lengthOnly(UInt64(length)))
          == .headerCutOff(file: "x", length: length, byteCount: 9))
    }
  }

  @Test(
    "a header that is no JSON object is refused",
    arguments: [
      "", " {}", "[]", "null", "1", "\u{FEFF}{}", "{", "{}x", "{} \n", "{}\0", "{}{}", "{,}",
      #"{"a":1}"#, #"{"a":null}"#, #"{"a":[]}"#, #"{"__metadata__":1}"#,
      #"{"__metadata__":{"a":1}}"#, #"{"__metadata__":{"a":null}}"#, #"{"__metadata__":{"a":{}}}"#,
    ])
  func notAnObject(header: String) {
    guard case .headerNotJSON = error(of: safetensorsBytes(header)) else {
      Issue.record("\(header) is not refused as JSON")
      return
    }
  }

  @Test("a name that comes twice is refused, in plain letters or behind escapes")
  func duplicates() {
    let entry = #"{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"#
    for header in [
      #"{"a":\#(entry),"a":\#(entry)}"#, #"{"a":\#(entry),"\u0061":\#(entry)}"#,
      #"{"__metadata__":{},"__metadata__":{}}"#, #"{"__metadata__":{"a":"","a":""}}"#,
      #"{"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#,
    ] {
      guard case .headerNotJSON(.duplicateName) = error(of: safetensorsBytes(header)) else {
        Issue.record("\(header) is not refused for a repeated name")
        continue
      }
    }
  }

  @Test("an entry with a member missing, unknown or of another type is refused")
  func members() {
    for entry in [
      #"{"shape":[0],"data_offsets":[0,0]}"#, #"{"dtype":"U8","data_offsets":[0,0]}"#,
      #"{"dtype":"U8","shape":[0]}"#, "{}",
      #"{"dtype":"U8","shape":[0],"data_offsets":[0,0],"offsets":[0,0]}"#,
      #"{"dtype":1,"shape":[0],"data_offsets":[0,0]}"#,
      #"{"dtype":"U8","shape":0,"data_offsets":[0,0]}"#,
      #"{"dtype":"U8","shape":["0"],"data_offsets":[0,0]}"#,
      #"{"dtype":"U8","shape":[[0]],"data_offsets":[0,0]}"#,
      #"{"dtype":"U8","shape":[0],"data_offsets":{}}"#,
    ] {
      #expect(error(of: safetensorsBytes(#"{"a":\#(entry)}"#)) != nil, "\(entry)")
    }
  }

  @Test(
    "offsets that are negative, fractional, backwards, too many or outside are refused",
    arguments: [
      "[-1,4]", "[0.0,4]", "[0,4.0]", "[0,4e0]", "[-0,4]", "[4,0]", "[0]", "[]", "[0,4,8]",
      "[0,8]", "[0,9223372036854775807]", "[0,18446744073709551615]",
      "[9223372036854775807,9223372036854775807]", "[0,1e400]", "[0,99999999999999999999999]",
    ])
  func offsets(text: String) {
    let bytes = safetensorsBytes(headerOfOne(shape: "[1]", offsets: text), data: [0, 0, 0, 0])
    #expect(error(of: bytes) != nil)
  }

  @Test("a hole, an overlap and shared data are refused")
  func layout() {
    func twoTensors(_ first: String, _ second: String, count: Int) -> SafetensorsError? {
      let header =
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":\#(first)},"#
        + #""b":{"dtype":"U8","shape":[2],"data_offsets":\#(second)}}"#
      return error(of: safetensorsBytes(header, data: [UInt8](repeating: 0, count: count)))
    }
    func fault(_ name: String, _ begin: Int, _ expected: Int) -> SafetensorsError {
      .gapOrOverlap(file: "x", tensor: name, begin: begin, expected: expected)
    }
    #expect(twoTensors("[0,2]", "[2,4]", count: 4) == nil)
    #expect(twoTensors("[0,2]", "[3,5]", count: 5) == fault("b", 3, 2))
    #expect(twoTensors("[1,3]", "[3,5]", count: 5) == fault("a", 1, 0))
    #expect(twoTensors("[0,2]", "[1,3]", count: 3) == fault("b", 1, 2))
    #expect(twoTensors("[0,2]", "[0,2]", count: 2) == fault("b", 0, 2))
  }

  @Test("bytes that no tensor accounts for are refused, behind the data and without tensors")
  func trailingBytes() {
    let header = headerOfOne(shape: "[1]", offsets: "[0,4]")
    let start = 8 + header.utf8.count
    #expect(
      error(of: safetensorsBytes(header, data: [0, 0, 0, 0, 0]))
        == .endMismatch(file: "x", byteCount: start + 5, expected: start + 4))
    #expect(
      error(of: safetensorsBytes("{}", data: [0]))
        == .endMismatch(file: "x", byteCount: 11, expected: 10))
  }

  @Test("a shape that does not fit its bytes is refused")
  func sizeMismatch() {
    let data = [UInt8](repeating: 0, count: 8)
    for shape in ["[]", "[1]", "[3]", "[2,2]", "[0]"] {
      let header = headerOfOne(shape: shape, offsets: "[0,8]")
      guard case .sizeMismatch = error(of: safetensorsBytes(header, data: data)) else {
        Issue.record("\(shape) is not refused for its size")
        continue
      }
    }
  }

  @Test(
    "a shape whose product overflows is refused, also with a zero behind it",
    arguments: [
      "[4294967296,4294967296]", "[9223372036854775807,2]", "[9223372036854775807]",
      "[4611686018427387904,4,0]", "[2305843009213693952,4]",
    ])
  func shapeOverflow(shape: String) {
    let header = headerOfOne(shape: shape, offsets: "[0,0]")
    #expect(error(of: safetensorsBytes(header)) == .shapeTooLarge(file: "x", tensor: "a"))
  }

  @Test("a shape of ten thousand dimensions and a negative or fractional size are refused")
  func shapes() {
    let long = "[" + [String](repeating: "1", count: 10_000).joined(separator: ",") + "]"
    for shape in [long, "[-1]", "[1.0]", "[1e0]", "[true]", "[99999999999999999999]"] {
      let header = headerOfOne(shape: shape, offsets: "[0,4]")
      #expect(error(of: safetensorsBytes(header, data: [0, 0, 0, 0])) != nil)
    }
  }

  @Test("an unknown type is refused with the types that are read")
  func unknownType() {
    for type in ["F8_E4M3", "C64", "f32", "", "F32 ", "\\u001b[31m"] {
      let bytes = safetensorsBytes(headerOfOne(type: type, shape: "[0]", offsets: "[0,0]"))
      guard case .unsupportedType = error(of: bytes) else {
        Issue.record("\(type) is not refused")
        continue
      }
    }
    let found = error(
      of: safetensorsBytes(headerOfOne(type: "\\u001b[31m", shape: "[0]", offsets: "[0,0]")))
    #expect(
      found?.description
        == "x: the tensor \"a\" is of type \"\\u{1b}[31m\"; supported are BOOL, U8, I8, I16, U16, "
        + "F16, BF16, I32, U32, F32, F64, I64, U64.")
    #expect(found?.kind == .badData)
  }

  @Test("a hundred thousand opening brackets are refused at once")
  func bracketBomb() {
    let brackets = String(repeating: "[", count: 100_000)
    #expect(error(of: safetensorsBytes(brackets)) != nil)
    #expect(error(of: safetensorsBytes(#"{"a":"# + brackets)) != nil)
    #expect(error(of: safetensorsBytes(headerOfOne(shape: brackets, offsets: ""))) != nil)
    let objects = String(repeating: #"{"a":"#, count: 20_000)
    #expect(error(of: safetensorsBytes(objects)) != nil)
  }

  private func error(of bytes: [UInt8]) -> SafetensorsError? {
    do {
      _ = try SafetensorsFile(bytes: bytes, path: "x")
      return nil
    } catch let error as SafetensorsError {
      return error
    } catch {
      Issue.record(error)
      return nil
    }
  }
}
