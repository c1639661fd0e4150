import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Writing safetensors files")
struct SafetensorsWriterTests {
  /// A tensor of each kind that is written, in an order that is not the file's.
  private static func writer() throws -> SafetensorsWriter {
    var writer = SafetensorsWriter()
    try writer.add("b", shape: [2], floats: [1.5, -2])
    try writer.add("aé\n", shape: [1, 3], integers: [1, 2, 3])
    try writer.add("d", shape: [1], doubles: [0.1])
    try writer.add("u", shape: [1], bytes: [7])
    try writer.add("s", shape: [], floats: [3])
    try writer.add("z", shape: [0, 4], floats: [])
    try writer.add("w", shape: [1], words: [.max])
    try writer.add("h", shape: [1], type: .float16, littleEndianBytes: [0x00, 0x3C])
    try writer.add("t", shape: [2], type: .boolean, littleEndianBytes: [1, 0])
    try writer.addNote("note", "x\"\\/\u{1}y")
    return writer
  }

  // safetensors 0.8.0, numpy 2.4.6:
  //   save({"b": np.array([1.5, -2.0], "<f4"), "aé\n": np.array([[1, 2, 3]], "<i8"),
  //         "d": np.array([0.1], "<f8"), "u": np.array([7], np.uint8), "s": np.array(3, "<f4"),
  //         "z": np.zeros((0, 4), "<f4"), "w": np.array([2**64 - 1], "<u8"),
  //         "h": np.array([1.0], "<f2"), "t": np.array([True, False])},
  //        metadata={"note": "x\"\\/\x01y"})
  private static let referenceHeader =
    #"{"__metadata__":{"note":"x\"\\/\u0001y"},"#
    + #""w":{"dtype":"U64","shape":[1],"data_offsets":[0,8]},"#
    + #""aé\n":{"dtype":"I64","shape":[1,3],"data_offsets":[8,32]},"#
    + #""d":{"dtype":"F64","shape":[1],"data_offsets":[32,40]},"#
    + #""b":{"dtype":"F32","shape":[2],"data_offsets":[40,48]},"#
    + #""s":{"dtype":"F32","shape":[],"data_offsets":[48,52]},"#
    + #""z":{"dtype":"F32","shape":[0,4],"data_offsets":[52,52]},"#
    + #""h":{"dtype":"F16","shape":[1],"data_offsets":[52,54]},"#
    + #""u":{"dtype":"U8","shape":[1],"data_offsets":[54,55]},"#
    + #""t":{"dtype":"BOOL","shape":[2],"data_offsets":[55,57]}}    "#
  private static let referenceData: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0x01, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0, 0x03, 0, 0, 0, 0, 0, 0, 0,
    0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F,
    0x00, 0x00, 0xC0, 0x3F, 0x00, 0x00, 0x00, 0xC0, 0x00, 0x00, 0x40, 0x40,
    0x00, 0x3C, 0x07, 0x01, 0x00,
  ]

  @Test("a file equals, byte for byte, the one that the reference writer makes")
  func referenceBytes() throws {
    let bytes = try Self.writer().bytes()
    #expect(bytes == safetensorsBytes(Self.referenceHeader, data: Self.referenceData))
    #expect(bytes.count == 609)
    #expect(bytes[0] == 0x20 && bytes[1] == 0x02)
  }

  @Test("what is written reads back")
  func roundTrip() throws {
    let file = try SafetensorsFile(bytes: Self.writer().bytes(), path: "x")
    #expect(file.tensors.map(\.name) == ["w", "aé\n", "d", "b", "s", "z", "h", "u", "t"])
    #expect(try file.floats(named: "b") == [1.5, -2])
    #expect(try file.integers(named: "aé\n") == [1, 2, 3])
    #expect(try file.tensor(named: "aé\n").shape == [1, 3])
    #expect(try file.doubles(named: "d") == [0.1])
    #expect(try file.bytes(named: "u") == [7])
    #expect(try file.floats(named: "s") == [3])
    #expect(try file.tensor(named: "s").shape == [])
    #expect(try file.floats(named: "z") == [])
    #expect(try file.words(named: "w") == [.max])
    #expect(try file.floats(named: "h") == [1])
    #expect(try file.integers(named: "t") == [1, 0])
    #expect(file.note("note") == "x\"\\/\u{1}y")
  }

  @Test("every type that is read is written, with its bytes unchanged")
  func allTypes() throws {
    var random = SplitMix(state: 11)
    var writer = SafetensorsWriter()
    var written: [SafetensorsType: [UInt8]] = [:]
    for type in SafetensorsType.allCases {
      let bytes = (0..<6 * type.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
      try writer.add(type.rawValue, shape: [2, 3], type: type, littleEndianBytes: bytes)
      written[type] = bytes
    }
    let file = try SafetensorsFile(bytes: writer.bytes(), path: "x")
    #expect(file.tensors.map(\.type) == SafetensorsType.allCases.reversed())
    for tensor in file.tensors {
      #expect(Array(file.bytes[tensor.byteRange]) == written[tensor.type])
      #expect(tensor.name == tensor.type.rawValue)
      #expect(tensor.shape == [2, 3])
    }
  }

  @Test("data begins at a multiple of 8 and every tensor at a multiple of its own size")
  func alignment() throws {
    for nameLength in 1...9 {
      var writer = SafetensorsWriter()
      try writer.add("c", shape: [3], bytes: [1, 2, 3])
      try writer.add(String(repeating: "b", count: nameLength), shape: [1], floats: [1])
      try writer.add("a", shape: [1], doubles: [1])
      let bytes = try writer.bytes()
      #expect(bytes[0] % 8 == 0)
      for tensor in try SafetensorsFile(bytes: bytes, path: "x").tensors {
        #expect(tensor.byteRange.lowerBound % tensor.type.byteCount == 0)
      }
    }
  }

  @Test("the order in which tensors and notes are added does not matter")
  func orderOfAdding() throws {
    let names = ["b", "B", "a", "é", "e\u{301}", "lstm.10", "lstm.9"]
    var bytes: Set<[UInt8]> = []
    for order in [names, names.reversed(), names.sorted()] {
      var writer = SafetensorsWriter()
      for name in order {
        try writer.add(name, shape: [1], floats: [Float(name.utf8.count)])
        try writer.addNote(name, "x")
      }
      bytes.insert(try writer.bytes())
    }
    #expect(bytes.count == 1)
  }

  @Test("a name that is taken is refused, also that of the notes")
  func takenNames() throws {
    var writer = SafetensorsWriter()
    try writer.add("a", shape: [1], floats: [1])
    try writer.addNote("a", "x")
    #expect(throws: SafetensorsError.nameTaken("a")) {
      try writer.add("a", shape: [1], doubles: [1])
    }
    #expect(throws: SafetensorsError.nameTaken("a")) { try writer.addNote("a", "y") }
    let reserved = SafetensorsError.nameTaken("__metadata__")
    #expect(throws: reserved) { try writer.add("__metadata__", shape: [1], floats: [1]) }
    #expect(reserved.kind == .internalFault)
    #expect(try SafetensorsFile(bytes: writer.bytes(), path: "x").tensors.count == 1)
  }

  @Test(
    "values that do not fill the shape are refused",
    arguments: [[], [2], [4], [-3], [-1, -3], [3, 0], [Int.max, 2], [Int.max, Int.max]])
  func wrongShapes(shape: [Int]) {
    var writer = SafetensorsWriter()
    #expect(throws: SafetensorsError.shapeMismatch(tensor: "a", count: 3, shape: shape)) {
      try writer.add("a", shape: shape, floats: [1, 2, 3])
    }
    #expect(throws: SafetensorsError.self) {
      try writer.add("a", shape: [1], type: .float32, littleEndianBytes: [0, 0, 0, 0, 0])
    }
  }

  @Test("a header longer than the format allows is not written")
  func longHeader() throws {
    var writer = SafetensorsWriter()
    try writer.addNote("long", String(repeating: "x", count: 965))
    #expect(try writer.bytes(headerLimit: 1000).count == 1008)
    try writer.addNote("l2", "")
    #expect(throws: SafetensorsError.headerTooLongToWrite(length: 1008, limit: 1000)) {
      try writer.bytes(headerLimit: 1000)
    }
  }

  @Test("a file without tensors is the shortest file that the format knows")
  func empty() throws {
    #expect(try SafetensorsWriter().bytes() == safetensorsBytes("{}      "))
  }
}
