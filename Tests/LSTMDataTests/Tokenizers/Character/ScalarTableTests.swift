import Testing

@testable import LSTMData

@Suite("Code points are numbered")
struct ScalarTableTests {
  @Test("Each code point has its own number, and its neighbours on every page have none")
  func everyPage() {
    let scalars = Array(stride(from: UInt32(3), through: 0x10FFFF, by: 1031)) + [0x10FFFF]
    let table = ScalarTable(scalars)
    let known = Set(scalars)
    for (number, scalar) in scalars.enumerated() {
      #expect(table[scalar] == Int32(number))
      for other in [scalar ^ 1, scalar ^ 0x100, scalar ^ 0x1000] where other <= 0x10FFFF {
        #expect(table[other] == nil || known.contains(other))
      }
    }
    #expect(ScalarTable([])[0x41] == nil)
  }
}
