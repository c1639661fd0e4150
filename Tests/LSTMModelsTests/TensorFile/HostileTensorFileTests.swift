import LSTMFormats
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMModels

@Suite("A damaged or hostile file of tensors")
struct HostileTensorFileTests {
  @Test("is refused at every length but its own")
  func refuseEveryLength() throws {
    try withFile { path, bytes in
      for count in 0..<bytes.count {
        try writeBytes(Array(bytes[..<count]), path)
        #expect(failure { _ = try TensorFile(.weights, contentsOf: path) }?.kind == .badData)
      }
      try writeBytes(bytes + [0], path)
      #expect(failure { _ = try TensorFile(.weights, contentsOf: path) }?.kind == .badData)
    }
  }

  @Test("is refused for every single flipped bit, wherever it is")
  func refuseEveryFlippedBit() throws {
    try withFile { path, bytes in
      var missed: [Int] = []
      for bit in 0..<bytes.count * 8 {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << (bit % 8)
        try writeBytes(flipped, path)
        let found = failure { _ = try TensorFile(.weights, contentsOf: path) }
        if found?.kind != .badData { missed.append(bit) }
      }
      #expect(missed.isEmpty, "bits \(missed) of \(bytes.count * 8)")
    }
  }

  @Test("is refused when two tensors of one shape have changed places")
  func refuseSwappedNames() throws {
    try withFile { path, bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.contains("\"a\":{") && text.contains("\"b\":{"))
      var swapped = bytes
      for index in bytes.indices.dropLast(4) where bytes[index...].starts(with: "\"a\":{".utf8) {
        swapped[index + 1] = UInt8(ascii: "b")
      }
      for index in bytes.indices.dropLast(4) where bytes[index...].starts(with: "\"b\":{".utf8) {
        swapped[index + 1] = UInt8(ascii: "a")
      }
      try writeBytes(swapped, path)
      #expect(throws: TensorFileError.damaged(file: path)) {
        _ = try TensorFile(.weights, contentsOf: path)
      }
    }
  }

  @Test("is refused when it is of another program, another kind, another type or a newer build")
  func refuseOthers() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      func expect(_ error: TensorFileError, _ fill: (inout SafetensorsWriter) throws -> Void)
        throws
      {
        var writer = SafetensorsWriter()
        try fill(&writer)
        try writeBytes(writer.bytes(), path)
        #expect(throws: error) { _ = try TensorFile(.weights, contentsOf: path) }
        #expect(error.kind == .badData && error.description.contains(path))
      }
      let kind = TensorFile.Kind.weights.rawValue
      try expect(.otherKind(file: path, found: nil, expected: kind)) { _ in }
      try expect(.otherKind(file: path, found: "pt", expected: kind)) {
        try $0.addNote("format", "pt")
      }
      try expect(.futureVersion(file: path, found: 2, supported: 1)) {
        try $0.addNote("format", kind)
        try $0.addNote("version", "2")
      }
      for version in ["0", "-1", "one", "99999999999999999999"] {
        try expect(.damaged(file: path)) {
          try $0.addNote("format", kind)
          try $0.addNote("version", version)
        }
      }
      try expect(.tooManyAxes(file: path, tensor: "a", found: 5, limit: 4)) {
        try $0.addNote("format", kind)
        try $0.addNote("version", "1")
        try $0.add("a", shape: [1, 1, 1, 1, 1], floats: [1])
      }
      try expect(.damaged(file: path)) {
        try $0.addNote("format", kind)
        try $0.addNote("version", "1")
        try $0.add("a", shape: [1], floats: [1])
      }
    }
  }

  @Test("with numbers that are no Float is refused and not rounded")
  func refuseOtherTypes() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      var writer = SafetensorsWriter()
      try writer.addNote("format", TensorFile.Kind.weights.rawValue)
      try writer.addNote("version", "1")
      try writer.add("a", shape: [1], doubles: [1])
      try writeBytes(writer.bytes(), path)
      #expect(
        throws: SafetensorsError.wrongType(
          file: path, tensor: "a", type: .float64, expected: "F32")
      ) { _ = try TensorFile(.weights, contentsOf: path) }
    }
  }

  @Test(
    "with a header that lies is refused before memory is taken",
    arguments: [
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      #"{"__metadata__":{"format":"swift-lstm","format":"swift-lstm"}}"#,
      #"[]"#, "",
    ])
  func refuseLies(header: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      let length = UInt64(header.utf8.count)
      let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
      try writeBytes(prefix + header.utf8 + [0, 0, 0, 0, 0, 0, 0, 0], path)
      #expect(failure { _ = try TensorFile(.weights, contentsOf: path) }?.kind == .badData)
      try writeBytes([UInt8](repeating: 0xFF, count: 8) + header.utf8, path)
      #expect(failure { _ = try TensorFile(.weights, contentsOf: path) }?.kind == .badData)
    }
  }

  private func withFile(_ body: (_ path: String, _ bytes: [UInt8]) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try TensorFile.write(
        .weights,
        tensors: [
          ("a", Tensor([1, -2, 3], shape: [3, 1])), ("b", Tensor([4, 5, 6], shape: [3, 1])),
          ("none", Tensor.zeros([0, 4])),
        ], notes: [("note", "text \"é\"")], to: path)
      try body(path, readBytes(path))
    }
  }
}
