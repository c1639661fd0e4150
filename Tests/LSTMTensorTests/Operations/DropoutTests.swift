import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Dropout, the operation")
struct DropoutTests {
  private let ones = Tensor(repeating: 1, shape: [60, 101])

  @Test("It drops at the rate and scales what it keeps", arguments: [0.1, 0.3, 0.5, 0.75, 0.9])
  func rate(rate: Float) {
    let values = ones.dropout(rate: rate, key: 5).values
    let kept = values.filter { $0 != 0 }
    #expect(kept.allSatisfy { $0 == 1 / (1 - rate) })
    let share = Double(kept.count) / Double(values.count)
    let deviation = (Double(rate) * Double(1 - rate) / Double(values.count)).squareRoot()
    #expect(abs(share - Double(1 - rate)) < 4 * deviation)
    // Odd and even columns come from different halves of one random number.
    for parity in [0, 1] {
      let part = values.indices.filter { $0 % 101 % 2 == parity }.map { values[$0] }
      let share = Double(part.count { $0 != 0 }) / Double(part.count)
      #expect(abs(share - Double(1 - rate)) < 6 * deviation)
    }
  }

  @Test("Its gradient is the same mask and the same scale")
  func gradient() {
    var numbers = TestNumbers(seed: 1)
    let (x, upstream) = (numbers.normal([9, 13]), numbers.normal([9, 13]))
    let found = differentiate(at: [x], upstream: upstream) { $0[0].dropout(rate: 0.25, key: 8) }
    let mask = DoubleArray(
      Tensor(repeating: 1, shape: [9, 13]).dropout(rate: 0.25, key: 8)
    ).map { $0 > 0 ? 1 : 0 }
    let expected = Reference.dropout(x, mask: mask, keeping: 0.75)
    #expect(relativeError(found.value, expected) <= 2e-7)
    let gradient = Reference.dropout(upstream, mask: mask, keeping: 0.75)
    #expect(relativeError(found.gradients[0], gradient) <= 2e-7)
  }

  @Test("A row's mask follows from the key and its number in the whole batch alone")
  func globalRows() {
    let whole = ones.dropout(rate: 0.5, key: 3)
    for range in [0..<1, 17..<18, 5..<60, 0..<60] {
      let part = ones.rows(range).dropout(rate: 0.5, key: 3, firstRow: range.lowerBound)
      #expect(part.bits == whole.rows(range).bits)
    }
    #expect(ones.dropout(rate: 0.5, key: 4).bits != whole.bits)
    #expect(ones.dropout(rate: 0.5, key: 3, firstRow: 1).bits != whole.bits)
    let rows = (0..<60).map { whole.rows($0..<$0 + 1).bits }
    #expect(Set(rows).count == 60)
  }

  @Test("Rows at a distance can share one mask")
  func sharedMasks() {
    let shared = ones.dropout(rate: 0.5, key: 3, rowsPerMask: 4)
    for row in 0..<60 {
      let alone = ones.rows(0..<1).dropout(rate: 0.5, key: 3, firstRow: row % 4)
      #expect(shared.rows(row..<row + 1).bits == alone.bits)
    }
  }

  @Test("Rate zero changes nothing; a rate close to one keeps next to nothing")
  func limits() {
    #expect(ones.dropout(rate: 0, key: 1).bits == ones.bits)
    let rare = ones.dropout(rate: 0.999_999_9, key: 1).values
    #expect(rare.allSatisfy { $0.isFinite && $0 >= 0 })
    #expect(rare.count { $0 != 0 } < 3)
    #expect(Tensor([], shape: [0, 4]).dropout(rate: 0.5, key: 1).count == 0)
  }
}
