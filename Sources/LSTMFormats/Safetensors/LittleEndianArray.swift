// The bulk copies between bytes and numbers. They need unsafe memory because a loop over single
// elements takes some ten times as long, more than the whole start-up of a command; the ranges are
// checked here, so that no caller can reach outside an array.

/// A number that files store as little-endian bytes.
protocol LittleEndianNumber: BitwiseCopyable, Sendable {
  /// The number whose memory on this machine is the little-endian form of `self`, and back.
  var littleEndianForm: Self { get }
}

extension LittleEndianNumber where Self: FixedWidthInteger {
  var littleEndianForm: Self { littleEndian }
}

extension UInt8: LittleEndianNumber {}
extension Int8: LittleEndianNumber {}
extension UInt16: LittleEndianNumber {}
extension Int16: LittleEndianNumber {}
extension UInt32: LittleEndianNumber {}
extension Int32: LittleEndianNumber {}
extension UInt64: LittleEndianNumber {}
extension Int64: LittleEndianNumber {}

extension Float: LittleEndianNumber {
  var littleEndianForm: Float { Float(bitPattern: bitPattern.littleEndian) }
}

extension Double: LittleEndianNumber {
  var littleEndianForm: Double { Double(bitPattern: bitPattern.littleEndian) }
}

extension Array where Element: LittleEndianNumber {
  /// The numbers stored at `range` of `bytes`; a remainder too short for a number is left out.
  init(littleEndian bytes: [UInt8], in range: Range<Int>) {
    let size = MemoryLayout<Element>.size
    let range = range.clamped(to: 0..<bytes.count)
    let count = range.count / size
    self.init(unsafeUninitializedCapacity: count) { numbers, initializedCount in
      bytes.withUnsafeBytes { bytes in
        let source = UnsafeRawBufferPointer(rebasing: bytes[range].prefix(count * size))
        UnsafeMutableRawBufferPointer(numbers).copyMemory(from: source)
      }
      initializedCount = count
    }
    #if !_endian(little)
    for position in indices { self[position] = self[position].littleEndianForm }
    #endif
  }
}

extension Array where Element == UInt8 {
  /// Appends the bytes of the numbers.
  mutating func append<Number: LittleEndianNumber>(littleEndian numbers: [Number]) {
    #if _endian(little)
    numbers.withUnsafeBytes { append(contentsOf: $0) }
    #else
    numbers.map(\.littleEndianForm).withUnsafeBytes { append(contentsOf: $0) }
    #endif
  }
}
