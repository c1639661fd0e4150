import LSTMFormats
import LSTMTensor

extension LanguageStream {
  /// The version of the bytes that this build writes, and the newest that it reads.
  private static let version = 1
  private static let format = "swift-lstm language stream"
  /// What messages call the bytes.
  private static let name = "the saved stream"

  /// Where the stream stands, as the bytes of a safetensors file: `hidden` [L, 1, H], what
  /// else the layers carry (`cell` [L, 1, H] of an LSTM), `logits` [1, V], and a checksum over them.
  ///
  /// - Throws: `SafetensorsError` where they cannot be laid out.
  public func savedState() throws -> [UInt8] {
    var writer = SafetensorsWriter()
    for (name, tensor) in tensors {
      try writer.add(name, shape: tensor.shape.array, floats: tensor.values)
    }
    try writer.addNote("format", Self.format)
    try writer.addNote("version", String(Self.version))
    try writer.addNote("checksum", Self.checksum(of: tensors))
    return try writer.bytes()
  }

  /// Goes on where another stream of the same model stood.
  ///
  /// - Parameter bytes: of ``savedState()``.
  /// - Throws: ``LanguageStreamError`` and `SafetensorsError` where they are not whole or not of a
  ///   model of these sizes; the stream is then as it was.
  public mutating func restore(_ bytes: [UInt8]) throws {
    let file = try SafetensorsFile(bytes: bytes, path: Self.name)
    guard file.note("format") == Self.format else {
      throw LanguageStreamError.otherKind(found: file.note("format"))
    }
    guard let version = file.note("version").flatMap({ Int($0) }), version > 0 else {
      throw LanguageStreamError.damaged
    }
    guard version <= Self.version else {
      throw LanguageStreamError.futureVersion(found: version, supported: Self.version)
    }
    let expected = tensors
    let saved = try expected.map { name, tensor in
      let found = try file.tensor(named: name).shape
      guard found == tensor.shape.array else {
        throw LanguageStreamError.otherModel(
          tensor: name, found: found, expected: tensor.shape.array)
      }
      return (name: name, tensor: Tensor(try file.floats(named: name), shape: tensor.shape))
    }
    if let surplus = file.tensors.first(where: { entry in
      !expected.contains { $0.name == entry.name }
    }) {
      throw LanguageStreamError.otherModel(
        tensor: surplus.name, found: surplus.shape, expected: nil)
    }
    guard file.note("checksum") == Self.checksum(of: saved) else {
      throw LanguageStreamError.damaged
    }
    tensors = saved
  }

  /// XXH64 over names, shapes and numbers, 16 hexadecimal digits.
  private static func checksum(of tensors: [(name: String, tensor: Tensor)]) -> String {
    var checksum = Checksum64()
    for (name, tensor) in tensors {
      checksum.update(Array("\(name)\(tensor.shape)".utf8))
      for number in tensor.values {
        let bits = number.bitPattern
        checksum.update((0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
      }
    }
    let digits = String(checksum.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
