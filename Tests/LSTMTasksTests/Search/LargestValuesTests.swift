import Testing

@testable import LSTMTasks

@Suite("The largest of some values")
struct LargestValuesTests {
  @Test("come largest first, the first of equals first, by their places in the slice")
  func largest() {
    let values: [Float] = [1, 5, 3, 5, 0, 4]
    values.withUnsafeBufferPointer { buffer in
      let best = buffer[0..<6].largest(3)
      #expect(best.map(\.token) == [1, 3, 5] && best.map(\.value) == [5, 5, 4])
      #expect(buffer[2..<5].largest(9).map(\.token) == [1, 0, 2])
    }
  }
}
