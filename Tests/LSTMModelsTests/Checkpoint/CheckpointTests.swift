import LSTMFormats
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMModels

@Suite("A checkpoint")
struct CheckpointTests {
  static let record: JSONValue = [
    "step": 12, "loss": 1.6204910278320312, "key": "18446744073709551615", "text": "é\n\"\u{1}",
    "nothing": nil, "list": [1, 2.5, true], "empty": [:],
  ]

  @Test("comes back from its file with every bit, in its order")
  func returnTrip() throws {
    var numbers = TestNumbers(seed: 3)
    // Every kind of bit pattern: signalling and quiet NaN, infinities, zeros, subnormal numbers.
    let special: [UInt32] = [
      0x7F80_0001, 0x7FC0_0000, 0xFFFF_FFFF, 0x7F80_0000, 0xFF80_0000, 0, 0x8000_0000, 1,
      0x807F_FFFF,
    ]
    let random = (0..<91).map { _ in UInt32(truncatingIfNeeded: numbers.next()) }
    let values = (special + random).map { Float(bitPattern: $0) }
    let checkpoint = Checkpoint(
      tensors: [
        ("weights.z", Tensor(values, shape: [4, 25])), ("moment.a", Tensor(values)),
        ("a", Tensor(1.5)), ("empty", Tensor.zeros([0, 3])),
        ("deep", Tensor(values, shape: [2, 5, 2, 5])),
      ], record: Self.record)
    try withTemporaryFolder { folder in
      try checkpoint.write(to: folder + "/checkpoint")
      let read = try Checkpoint(contentsOf: folder + "/checkpoint")
      #expect(read.tensors.map(\.name) == checkpoint.tensors.map(\.name))
      #expect(read.tensors.map(\.tensor.shape) == checkpoint.tensors.map(\.tensor.shape))
      #expect(read.tensors.map(\.tensor.bits) == checkpoint.tensors.map(\.tensor.bits))
      #expect(read.record == Self.record)
      #expect(read.warning == nil)
      #expect(read["a"]?.scalar == 1.5)
      #expect(read["b"] == nil)
    }
  }

  @Test("is the same file whenever it is written")
  func sameFile() throws {
    let checkpoint = Checkpoint(tensors: [("b", Tensor([1])), ("a", Tensor([2]))], record: [:])
    try withTemporaryFolder { folder in
      try checkpoint.write(to: folder + "/one")
      try Checkpoint(contentsOf: folder + "/one").write(to: folder + "/two")
      #expect(try readBytes(folder + "/one") == readBytes(folder + "/two"))
    }
  }

  @Test("may hold nothing at all")
  func nothing() throws {
    try withTemporaryFolder { folder in
      try Checkpoint(tensors: [], record: nil).write(to: folder + "/checkpoint")
      let read = try Checkpoint(contentsOf: folder + "/checkpoint")
      #expect(read.tensors.isEmpty && read.record == .null)
    }
  }

  @Test("is a safetensors file that any reader takes")
  func readableByOthers() throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint(
        tensors: [("a", Tensor([1, 2], shape: [2, 1]))], record: Self.record)
      try checkpoint.write(to: folder + "/checkpoint")
      let file = try SafetensorsFile(contentsOf: folder + "/checkpoint")
      #expect(try file.floats(named: "a") == [1, 2])
      #expect(file.note("record") == (try Self.record.text(.compact)))
    }
  }

  @Test("is refused for every single flipped bit")
  func refuseEveryFlippedBit() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/checkpoint"
      let checkpoint = Checkpoint(
        tensors: [("b", Tensor([1, 2])), ("a", Tensor([3]))], record: ["step": 12])
      try checkpoint.write(to: path)
      let bytes = try readBytes(path)
      var missed: [Int] = []
      for bit in 0..<bytes.count * 8 {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << (bit % 8)
        try writeBytes(flipped, path)
        if failure(of: { _ = try Checkpoint(contentsOf: path) })?.kind != .badData {
          missed.append(bit)
        }
      }
      #expect(missed.isEmpty, "bits \(missed) of \(bytes.count * 8)")
    }
  }

  @Test("is refused when its notes do not fit its tensors, though the checksum does")
  func refuseUnfitNotes() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/checkpoint"
      let unfit = [
        [("record", "{}")], [("order", "[\"a\"]")], [("record", "{}"), ("order", "[]")],
        [("record", "{}"), ("order", "[\"a\",\"b\"]")], [("record", "{}"), ("order", "[\"b\"]")],
        [("record", "{}"), ("order", "[\"a\",\"a\"]")], [("record", "{"), ("order", "[\"a\"]")],
        [("record", "{}"), ("order", "7")],
      ]
      for notes in unfit {
        try TensorFile.write(
          .checkpoint, tensors: [("a", Tensor([1]))],
          notes: notes.map { (name: $0.0, value: $0.1) }, to: path)
        #expect(failure { _ = try Checkpoint(contentsOf: path) }?.kind == .badData)
      }
    }
  }

  @Test("that cannot be written leaves nothing behind")
  func leaveNothing() throws {
    try withTemporaryFolder { folder in
      let twice = Checkpoint(tensors: [("a", Tensor([1])), ("a", Tensor([2]))], record: [:])
      #expect(failure { try twice.write(to: folder + "/checkpoint") }?.kind == .internalFault)
      let infinite = Checkpoint(tensors: [], record: .number(.infinity))
      #expect(failure { try infinite.write(to: folder + "/checkpoint") }?.kind == .internalFault)
      let left = try names(in: folder)
      #expect(left.isEmpty)
      let fine = Checkpoint(tensors: [], record: [:])
      #expect(failure { try fine.write(to: folder + "/no/checkpoint") }?.kind == .cannotCreate)
      #expect(failure { _ = try Checkpoint(contentsOf: folder + "/no") }?.kind == .missingInput)
    }
  }
}
