import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A number as inputs between knots")
struct PiecewiseEncodingTests {
  private static func encoded(_ encoding: PiecewiseEncoding, _ value: Float) -> [Float] {
    var inputs: [Float] = []
    encoding.encode(value, to: &inputs)
    return inputs
  }

  @Test("has inputs of mean zero and deviation one, which rise with the number")
  func inputs() {
    var numbers = TestNumbers(seed: 8)
    let values = numbers.normal([4000]).values.map { Float($0) }
    let encoding = PiecewiseEncoding(fittedOn: values)
    #expect(encoding.width == 11)
    let all = values.map { Self.encoded(encoding, $0) }
    for part in 0..<encoding.width {
      let column = all.map { Double($0[part]) }
      let mean = column.reduce(0, +) / 4000
      let square = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000
      // What is reached by one in a thousand is cut off at eight deviations.
      #expect(abs(mean) < 0.05)
      if (1..<8).contains(part) { #expect(abs(square - 1) < 0.01) }
    }
    let (low, high) = (Self.encoded(encoding, -1e30), Self.encoded(encoding, 1e30))
    #expect(zip(low, high).allSatisfy { $0 < $1 } && high.allSatisfy { abs($0) <= 8 })
    for (less, more) in zip(values.sorted(), values.sorted().dropFirst()) {
      #expect(
        zip(Self.encoded(encoding, less), Self.encoded(encoding, more)).allSatisfy { $0 <= $1 })
    }
  }

  @Test("tells rare values apart where most are alike, and takes a constant")
  func rare() {
    let values = [Float](repeating: 0, count: 990) + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    let encoding = PiecewiseEncoding(fittedOn: values)
    #expect(encoding.knots.first == 0 && encoding.knots.last == 10 && encoding.width >= 5)
    #expect(Self.encoded(encoding, 2) != Self.encoded(encoding, 5))
    let constant = PiecewiseEncoding(fittedOn: [3, 3, 3])
    #expect(Self.encoded(constant, 3).allSatisfy { $0.isFinite })
    #expect(PiecewiseEncoding(fittedOn: []).width == 1)
  }
}
