import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

@Suite("How weights start")
struct InitializerTests {
  private func tensor(_ initializer: Initializer, _ shape: Shape, hiddenSize: Int = 16) -> Tensor {
    var random = RandomGenerator(seed: 5)
    return initializer.tensor(shape, hiddenSize: hiddenSize, using: &random)
  }

  @Test("Uniform weights fill ±1/√H, or the bound given")
  func uniform() {
    let byHiddenSize = tensor(.uniformByHiddenSize, [64, 16]).values
    #expect(byHiddenSize.allSatisfy { abs($0) <= 0.25 })
    #expect(byHiddenSize.contains { $0 > 0.24 } && byHiddenSize.contains { $0 < -0.24 })
    #expect(tensor(.uniform(0.01), [50]).values.allSatisfy { abs($0) <= 0.01 })
    #expect(tensor(.zeros, [3, 2]).values == [0, 0, 0, 0, 0, 0])
  }

  @Test("Normal weights have the deviation given")
  func normal() {
    let x = DoubleArray(tensor(.normal(0.5), [100, 100]))
    #expect(abs(Reference.mean(x)) < 0.02)
    #expect(abs(Reference.mean(x.map { $0 * $0 }) - 0.25) < 0.015)
  }

  @Test("Each block of orthogonal weights is an orthogonal matrix", arguments: [1, 2, 17, 40])
  func orthogonal(size: Int) {
    let x = DoubleArray(tensor(.orthogonal, [3 * size, size]))
    for block in 0..<3 {
      let rows = DoubleArray(
        Array(x.values[block * size * size..<(block + 1) * size * size]), shape: [size, size])
      let product = Reference.product(rows, transposing: rows)
      for index in 0..<size * size {
        let expected: Double = index / size == index % size ? 1 : 0
        #expect(abs(product[index] - expected) < 1e-6)
      }
    }
  }

  @Test("The forget gate's bias is 1 by default, settable, and can be like the others")
  func forgetBias() throws {
    func bias(_ forget: Float?) throws -> [Float] {
      var random = RandomGenerator(seed: 6)
      let layer = LSTM(
        inputSize: 3, hiddenSize: 5,
        initialization: RecurrentInitialization(forgetBias: forget), using: &random)
      return try #require(layer.layers[0][0].bias).values
    }
    let places = Gate.forget.rawValue * 5..<(Gate.forget.rawValue + 1) * 5
    let (one, three, plain) = (try bias(1), try bias(3), try bias(nil))
    #expect(one[places].allSatisfy { $0 == 1 })
    #expect(three[places].allSatisfy { $0 == 3 })
    #expect(plain[places].allSatisfy { abs($0) < 0.45 })
    #expect(one[..<5] == plain[..<5] && one[10...] == plain[10...])
    #expect(RecurrentInitialization() == RecurrentInitialization(forgetBias: 1))
  }

  @Test(
    "Chrono initialisation lets units remember for up to the longest lag, by whichever gate forgets"
  )
  func chrono() throws {
    func bias(_ variant: LSTMVariant) throws -> [Float] {
      var random = RandomGenerator(seed: 7)
      let layer = LSTM(
        inputSize: 3, hiddenSize: 40, variant: variant,
        initialization: RecurrentInitialization(longestLag: 50), using: &random)
      return try #require(layer.layers[0][0].bias).values
    }
    // log of 1…49.
    let spans = Float(0)...Float(3.9)
    let plain = try bias(.plain)
    #expect(plain[40..<80].allSatisfy { spans.contains($0) })
    #expect((0..<40).allSatisfy { plain[$0] == -plain[40 + $0] })
    let coupled = try bias(.with { $0.couplesForgetGate = true })
    #expect(coupled[0..<40].allSatisfy { spans.contains(-$0) })
    #expect(Set(coupled[0..<40]).count > 30 && coupled[40...].allSatisfy { abs($0) < 0.2 })
  }

  @Test("The same seed gives the same layer, another seed another")
  func seeds() {
    func weights(_ seed: UInt64) -> [[UInt32]] {
      var random = RandomGenerator(seed: seed)
      return GRU(inputSize: 3, hiddenSize: 5, using: &random).parameters.map(\.tensor.bits)
    }
    #expect(weights(1) == weights(1))
    #expect(weights(1) != weights(2))
  }
}
