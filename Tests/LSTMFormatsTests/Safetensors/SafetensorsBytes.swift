@testable import LSTMFormats

/// The bytes of a safetensors file from a header spelled out and data, without the code under test.
func safetensorsBytes(_ header: String, data: [UInt8] = []) -> [UInt8] {
  let header = Array(header.utf8)
  let length = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(header.count) >> (8 * $0)) }
  return length + header + data
}

/// A header of one F32 tensor named `a`, with the shape and offsets as text.
func headerOfOne(type: String = "F32", shape: String, offsets: String) -> String {
  #"{"a":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
}

extension SafetensorsFile {
  /// Decodes every tensor in every way, for finding crashes.
  func decodeEverything() {
    for tensor in tensors {
      _ = try? floats(named: tensor.name)
      _ = try? doubles(named: tensor.name)
      _ = try? integers(named: tensor.name)
      _ = try? words(named: tensor.name)
      _ = try? bytes(named: tensor.name)
    }
  }
}
