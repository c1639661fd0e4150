import Foundation
import Testing

@testable import LSTMFormats

@Suite("Reading safetensors files")
struct SafetensorsFileTests {
  @Test("a file spelled out by the format's description is read")
  func smallFile() throws {
    let header =
      #"{"__metadata__":{"by":"hand"},"x":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"#
      + #""n":{"data_offsets":[8,12],"shape":[],"dtype":"I32"}}  "#
    let data: [UInt8] = [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0, 0xFE, 0xFF, 0xFF, 0xFF]
    let file = try SafetensorsFile(bytes: safetensorsBytes(header, data: data), path: "x")

    #expect(file.tensors.map(\.name) == ["x", "n"])
    #expect(file.tensors.map(\.shape) == [[1, 2], []])
    #expect(file.tensors.map(\.type) == [.float32, .signed32])
    #expect(file.tensors.map(\.count) == [2, 1])
    #expect(try file.floats(named: "x") == [1.5, -2])
    #expect(try file.doubles(named: "x") == [1.5, -2])
    #expect(try file.integers(named: "n") == [-2])
    #expect(file.note("by") == "hand")
    #expect(file.note("other") == nil)
    #expect(file.contains("x"))
    #expect(!file.contains("y"))
  }

  @Test("tensors are listed in the order of their data, whatever the header's order")
  func order() throws {
    let header =
      #"{"late":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"#
      + #""early":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#
    let file = try SafetensorsFile(bytes: safetensorsBytes(header, data: [5, 6]), path: "x")
    #expect(file.tensors.map(\.name) == ["early", "late"])
    #expect(try file.bytes(named: "late") == [6])
  }

  @Test("every integer type is decoded at its extremes")
  func integerTypes() throws {
    try expect("BOOL", [0, 1, 7], [0, 1, 1])
    try expect("U8", [0, 255], [0, 255])
    try expect("I8", [0x7F, 0x80], [127, -128])
    try expect("I16", [0xFF, 0x7F, 0x00, 0x80], [32767, -32768])
    try expect("U16", [0xFF, 0xFF], [65535])
    try expect("I32", [0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0x80], [2_147_483_647, -2_147_483_648])
    try expect("U32", [0xFF, 0xFF, 0xFF, 0xFF], [4_294_967_295])
    try expect("I64", [0, 0, 0, 0, 0, 0, 0, 0x80], [.min])
    try expect("U64", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [.max])
  }

  @Test("a word beyond Int64 is refused as an integer and read as a word")
  func words() throws {
    let header = headerOfOne(type: "U64", shape: "[2]", offsets: "[0,16]")
    let data = [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 0xFF, count: 8)
    let file = try SafetensorsFile(bytes: safetensorsBytes(header, data: data), path: "x")
    #expect(try file.words(named: "a") == [0, .max])
    #expect(
      throws: SafetensorsError.valueOutOfRange(file: "x", tensor: "a", position: 1, value: .max)
    ) { try file.integers(named: "a") }
  }

  @Test("every floating-point type is decoded")
  func floatingTypes() throws {
    try expect("F32", [0, 0, 0x80, 0x7F, 0, 0, 0, 0x80], floats: [.infinity, -0.0])
    try expect("F64", [0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F], floats: [0.1])
    try expect("F16", [0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00], floats: [1, -2, 0x1p-24])
    try expect("BF16", [0x80, 0x3F, 0x49, 0x40], floats: [1, 3.140625])
  }

  @Test("64-bit numbers stay exact when asked for as such")
  func doubles() throws {
    let header = headerOfOne(type: "F64", shape: "[1]", offsets: "[0,8]")
    let data: [UInt8] = [0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F]
    let file = try SafetensorsFile(bytes: safetensorsBytes(header, data: data), path: "x")
    #expect(try file.doubles(named: "a") == [0.1])
  }

  @Test("NaN and infinity are values like others, bit for bit")
  func notFinite() throws {
    let header = headerOfOne(shape: "[2]", offsets: "[0,8]")
    let data: [UInt8] = [0x01, 0x00, 0xC0, 0x7F, 0, 0, 0x80, 0xFF]
    let file = try SafetensorsFile(bytes: safetensorsBytes(header, data: data), path: "x")
    #expect(try file.floats(named: "a").map(\.bitPattern) == [0x7FC0_0001, 0xFF80_0000])
  }

  @Test("a file without tensors and tensors without elements are read")
  func empty() throws {
    #expect(try SafetensorsFile(bytes: safetensorsBytes("{}"), path: "x").tensors.isEmpty)
    let header =
      #"{"a":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},"#
      + #""b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
      + #""c":{"dtype":"F32","shape":[3,0],"data_offsets":[4,4]}}"#
    let file = try SafetensorsFile(
      bytes: safetensorsBytes(header, data: [0, 0, 0, 0]), path: "x")
    #expect(file.tensors.map(\.name) == ["a", "b", "c"])
    #expect(try file.floats(named: "a").isEmpty)
  }

  @Test("a tensor that is missing or of another kind is refused by name")
  func wrongRequests() throws {
    let header = headerOfOne(shape: "[1]", offsets: "[0,4]")
    let file = try SafetensorsFile(
      bytes: safetensorsBytes(header, data: [0, 0, 0, 0]), path: "m.safetensors")
    let missing = SafetensorsError.missingTensor(file: "m.safetensors", tensor: "b")
    #expect(throws: missing) { try file.floats(named: "b") }
    #expect(
      missing.description == "m.safetensors has no tensor \"b\", which is required.")
    let error = #expect(throws: SafetensorsError.self) { try file.integers(named: "a") }
    #expect(
      error?.description
        == "m.safetensors: the tensor \"a\" is of type F32; expected an integer type or BOOL.")
    #expect(throws: SafetensorsError.self) { try file.words(named: "a") }
    #expect(throws: SafetensorsError.self) { try file.bytes(named: "a") }
  }

  @Test("a file is read from disk, and a missing one is missing input")
  func disk() throws {
    let folder = try TemporaryFolder()
    let bytes = safetensorsBytes(
      headerOfOne(shape: "[1]", offsets: "[0,4]"), data: [0, 0, 0x80, 0x3F])
    try AtomicFile.write(bytes, to: folder.path(of: "m.safetensors"))
    let file = try SafetensorsFile(contentsOf: folder.path(of: "m.safetensors"))
    #expect(try file.floats(named: "a") == [1])
    #expect(throws: FileError.missing(path: folder.path(of: "none"))) {
      try SafetensorsFile(contentsOf: folder.path(of: "none"))
    }
  }

  private func file(_ type: String, _ data: [UInt8]) throws -> SafetensorsFile {
    let size = SafetensorsType(rawValue: type)?.byteCount ?? 1
    let header = headerOfOne(
      type: type, shape: "[\(data.count / size)]", offsets: "[0,\(data.count)]")
    return try SafetensorsFile(bytes: safetensorsBytes(header, data: data), path: "x")
  }

  private func expect(_ type: String, _ data: [UInt8], _ expected: [Int64]) throws {
    #expect(try file(type, data).integers(named: "a") == expected)
  }

  private func expect(_ type: String, _ data: [UInt8], floats expected: [Float]) throws {
    let found = try file(type, data).floats(named: "a")
    #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
  }
}
