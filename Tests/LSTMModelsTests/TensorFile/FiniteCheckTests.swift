import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("The search for numbers that are not finite")
struct FiniteCheckTests {
  @Test("passes over every finite number, however large or small")
  func finite() {
    let finite: [Float] = [
      0, -0.0, 1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    #expect(FiniteCheck.firstFailure(in: Tensor(finite)) == nil)
    #expect(FiniteCheck.firstFailure(in: Tensor.zeros([0])) == nil)
  }

  @Test(
    "finds every other one wherever it is",
    arguments: [Float.nan, -.nan, .signalingNaN, .infinity, -.infinity])
  func notFinite(value: Float) throws {
    for index in 0..<20 {
      var tensor = Tensor(repeating: 1, shape: [20])
      tensor[19] = .infinity
      tensor[index] = value
      let found = try #require(FiniteCheck.firstFailure(in: tensor))
      #expect(found.index == index)
      #expect(found.value.bitPattern == tensor[index].bitPattern)
    }
  }
}
