/// The number of each of some code points, found with two array look-ups.
struct ScalarTable: Sendable, Equatable {
  static let pageCount = 0x110000 >> 8

  /// Where the page of 256 entries of a code point's high part begins; page 0 is all unknown.
  private var pageStarts: [Int32]
  private var numbers: [Int32]

  /// Numbers the code points, none above U+10FFFF, in their order.
  init(_ scalars: [UInt32]) {
    pageStarts = Array(repeating: 0, count: Self.pageCount)
    numbers = Array(repeating: -1, count: 256)
    for (number, scalar) in scalars.enumerated() {
      let page = Int(scalar >> 8)
      if pageStarts[page] == 0 {
        pageStarts[page] = Int32(numbers.count)
        numbers.append(contentsOf: repeatElement(-1, count: 256))
      }
      numbers[Int(pageStarts[page]) + Int(scalar & 0xFF)] = Int32(number)
    }
  }

  /// The number of a code point, none above U+10FFFF; `nil` where it has none.
  @inline(__always)
  subscript(scalar: UInt32) -> Int32? {
    let number = numbers[Int(pageStarts[Int(scalar >> 8)]) + Int(scalar & 0xFF)]
    return number < 0 ? nil : number
  }
}
