import LSTMTensor

// Loading a model is mostly the making of fresh memory. These ways into the file make none, or only
// the tensor's own; `floats(named:)` and a tensor from its array take twice as long.

extension SafetensorsFile {
  /// Reads the little-endian numbers of a tensor in place.
  ///
  /// - Throws: ``SafetensorsError`` where there is no such tensor.
  package func withBytes<Result>(
    ofTensor name: String, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    let entry = try tensor(named: name)
    // The header's checks keep the range inside the file.
    return try body(bytes.span.bytes.extracting(entry.byteRange))
  }

  /// Copies the numbers of a tensor of type F32 into a tensor of the same size.
  ///
  /// - Throws: ``SafetensorsError`` where there is none, or it is of another type or size.
  package func copyFloats(named name: String, into target: inout Tensor) throws {
    let entry = try tensor(named: name)
    guard entry.type == .float32 else {
      throw SafetensorsError.wrongType(
        file: path, tensor: name, type: entry.type, expected: "F32")
    }
    let byteCount = target.count * entry.type.byteCount
    guard entry.byteRange.count == byteCount else {
      throw SafetensorsError.sizeMismatch(
        file: path, tensor: name, byteCount: entry.byteRange.count, expected: byteCount)
    }
    target.withMutableBuffer { numbers in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(numbers)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[entry.byteRange]))
      }
      #if !_endian(little)
      for position in numbers.indices {
        numbers[position] = numbers[position].littleEndianForm
      }
      #endif
    }
  }
}
