/// What the header of a safetensors file says about one tensor.
public struct SafetensorsTensor: Equatable, Sendable {
  /// The name, unique in its file.
  public let name: String
  /// The type of its numbers.
  public let type: SafetensorsType
  /// The sizes of its dimensions, the slowest first; empty for a single number.
  public let shape: [Int]
  /// Where its numbers are, in bytes from the beginning of the file.
  let byteRange: Range<Int>

  /// How many numbers it has.
  public var count: Int { byteRange.count / type.byteCount }

  /// The number of elements of a shape, `nil` beyond 64 bits or for a negative size.
  ///
  /// Checked from left to right as the reference reader does, so that a zero further on does not
  /// make an impossible shape acceptable.
  static func elementCount(of shape: [Int]) -> Int? {
    var count = 1
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflows else { return nil }
      count = product
    }
    return count
  }
}
