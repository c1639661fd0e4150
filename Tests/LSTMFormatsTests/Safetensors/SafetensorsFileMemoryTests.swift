import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Numbers taken out of a safetensors file in place")
struct SafetensorsFileMemoryTests {
  private static let bits: [UInt32] = [
    0, 0x8000_0000, 1, 0x7F80_0001, 0xFFFF_FFFF, 0x3F80_0000,
  ]

  @Test("have every bit of the file")
  func everyBit() throws {
    let file = try Self.file()
    var matrix = Tensor.zeros([2, 3])
    let other = matrix
    try file.copyFloats(named: "matrix", into: &matrix)
    #expect(matrix.shape == [2, 3])
    #expect(matrix.values.map(\.bitPattern) == Self.bits)
    #expect(other.values == [0, 0, 0, 0, 0, 0])
    var scalar = Tensor(0)
    try file.copyFloats(named: "scalar", into: &scalar)
    #expect(scalar.scalar == 7)
    var nothing = Tensor.zeros([0, 5])
    try file.copyFloats(named: "nothing", into: &nothing)
    #expect(nothing.shape == [0, 5])
  }

  @Test("are the bytes of that tensor and no others")
  func ownBytes() throws {
    let file = try Self.file()
    let bytes = try file.withBytes(ofTensor: "matrix") { span in
      span.byteOffsets.map { span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
    let expected = Self.bits.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
    #expect(bytes == expected)
    #expect(try file.withBytes(ofTensor: "nothing") { $0.byteCount } == 0)
  }

  @Test("are refused where they are missing, of another type or of another size")
  func refuse() throws {
    let file = try Self.file()
    var one = Tensor.zeros([1])
    #expect(throws: SafetensorsError.missingTensor(file: "file", tensor: "no")) {
      try file.copyFloats(named: "no", into: &one)
    }
    #expect(
      throws: SafetensorsError.wrongType(
        file: "file", tensor: "wide", type: .float64, expected: "F32")
    ) { try file.copyFloats(named: "wide", into: &one) }
    #expect(
      throws: SafetensorsError.sizeMismatch(
        file: "file", tensor: "matrix", byteCount: 24, expected: 4)
    ) { try file.copyFloats(named: "matrix", into: &one) }
    #expect(one.values == [0])
  }

  private static func file() throws -> SafetensorsFile {
    var writer = SafetensorsWriter()
    try writer.add("matrix", shape: [2, 3], floats: bits.map { Float(bitPattern: $0) })
    try writer.add("nothing", shape: [0, 5], floats: [])
    try writer.add("scalar", shape: [], floats: [7])
    try writer.add("wide", shape: [1], doubles: [1])
    return try SafetensorsFile(bytes: writer.bytes(), path: "file")
  }
}
