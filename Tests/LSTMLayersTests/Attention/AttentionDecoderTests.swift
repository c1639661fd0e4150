import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

@Suite("A decoder that attends")
struct AttentionDecoderTests {
  /// A decoder over a memory, with everything that its result depends on.
  struct Case {
    let decoder: AttentionDecoder
    let inputs, memory: DoubleArray
    let states: [DoubleArray]
    let lengths: [Int]

    init(_ score: AttentionScore, feedsInput: Bool = true, batch: Int = 3) {
      var random = RandomGenerator(seed: 7)
      decoder = AttentionDecoder(
        inputSize: 5, hiddenSize: 6, memorySize: 4, score: score, feedsInput: feedsInput,
        using: &random)
      var numbers = TestNumbers(seed: 8)
      inputs = numbers.normal([4, batch, 5])
      memory = numbers.normal([7, batch, 4])
      states = [numbers.normal([1, batch, 6]), numbers.normal([1, batch, 6])]
      lengths = (0..<batch).map { 7 - ($0 * 3) % 7 }
    }

    /// x, m, h, C, then the parameters in the decoder's order.
    var operands: [DoubleArray] {
      [inputs, memory] + states
        + decoder.parameters.map { DoubleArray($0.tensor.values, shape: $0.tensor.shape.array) }
    }

    func reference(_ operands: [DoubleArray]) -> DoubleArray {
      let flat = operands[2...3].map { $0.reshaped(Array($0.shape.dropFirst())) }
      let isAdditive = decoder.score == .additive
      return Reference.AttentionDecoder(
        lstm: Reference.LSTM(
          inputWeight: operands[4], recurrentWeight: operands[5], bias: operands[6]),
        key: operands[7],
        additive: isAdditive ? (operands[8], operands[9], operands[10]) : nil,
        combination: (operands[operands.count - 2], operands[operands.count - 1])
      ).forward(
        operands[0], memory: operands[1], lengths: lengths,
        initial: Reference.LSTM.State(hidden: flat[0], cell: flat[1]))
    }

    func callAsFunction(_ tensors: [Tensor]) -> Tensor {
      var decoder = decoder
      var place = 4
      decoder.visitParameters { _, parameter in
        parameter = tensors[place]
        place += 1
      }
      let source = decoder.source(tensors[1], lengths: lengths)
      return decoder(tensors[0], source: source, states: Array(tensors[2...3]))
    }
  }

  @Test(
    "computes its papers' equations and all their derivatives", arguments: AttentionScore.allCases)
  func gradients(score: AttentionScore) {
    let decoder = Case(score)
    var numbers = TestNumbers(seed: 9)
    let upstream = numbers.normal([4, 3, 6])
    let found = differentiate(at: decoder.operands, upstream: upstream) { decoder($0) }
    #expect(relativeError(found.value, decoder.reference(decoder.operands)) < 2e-6)
    let errors = gradientErrors(
      of: { DoubleArray.dot(decoder.reference($0), upstream) }, at: decoder.operands,
      against: found.gradients.map { DoubleArray($0?.values ?? [], shape: $0?.shape.array ?? [0]) },
      samples: 30)
    #expect(errors.allSatisfy { $0 < 2e-5 }, "\(errors)")
  }

  @Test("without input feeding is the same equations over whole sequences")
  func withoutFeeding() {
    let decoder = Case(.dot, feedsInput: false)
    // The reference feeds: with zeros for the weights of what is fed it does not.
    var operands = decoder.operands
    let weight = operands[4]
    let rows = (0..<24).flatMap { row in
      weight.values[row * 5..<(row + 1) * 5] + [Double](repeating: 0, count: 6)
    }
    operands[4] = DoubleArray(rows, shape: [24, 11])
    let found = decoder(decoder.operands.map { Tensor($0) })
    #expect(relativeError(found, decoder.reference(operands)) < 2e-6)
  }

  @Test("gives the same bits for any instruction set and number of threads")
  func bits() {
    for score in AttentionScore.allCases {
      let decoder = Case(score, batch: 19)
      let upstream = DoubleArray(repeating: 0.5, shape: [4, 19, 6])
      let (differing, _) = KernelSettings.compare {
        let found = differentiate(at: decoder.operands, upstream: upstream) { decoder($0) }
        return [found.value] + found.gradients.compactMap { $0 }
      }
      #expect(differing.isEmpty)
    }
  }
}
