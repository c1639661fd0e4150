import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Attention")
struct AttentionTests {
  /// Steps of the source S, sources N, queries of each T, features A, values C, whether the score is additive.
  static let shapes = [
    (1, 1, 1, 1, 1, false), (3, 2, 1, 5, 4, false), (7, 3, 2, 16, 19, false),
    (4, 5, 3, 33, 8, false), (1, 1, 2, 1, 1, true), (5, 3, 2, 17, 4, true),
    (20, 2, 3, 40, 16, true),
  ]

  struct Case {
    var query, keys, values: DoubleArray
    var lengths: [Int]
    var energy: DoubleArray?

    init(_ shape: (Int, Int, Int, Int, Int, Bool)) {
      let (steps, sources, queries, features, size, additive) = shape
      var numbers = TestNumbers(seed: 3)
      query = numbers.normal([queries, sources, features])
      keys = numbers.normal([steps, sources, features], deviation: 0.5)
      values = numbers.normal([steps, sources, size])
      lengths = (0..<sources).map { 1 + ($0 * 5 + 2) % steps }
      energy = additive ? numbers.normal([features]) : nil
    }

    var inputs: [DoubleArray] { [query, keys, values] + (energy.map { [$0] } ?? []) }

    func reference(_ inputs: [DoubleArray]) -> DoubleArray {
      .stacking(
        (0..<query.shape[0]).map { step in
          Reference.attention(
            inputs[0].block(step), keys: inputs[1], values: inputs[2], lengths: lengths,
            energy: inputs.count > 3 ? inputs[3] : nil
          ).contexts
        })
    }

    func callAsFunction(_ tensors: [Tensor]) -> (contexts: Tensor, weights: Tensor) {
      tensors[0].attending(
        toKeys: tensors[1], values: tensors[2], lengths: lengths,
        energy: tensors.count > 3 ? tensors[3] : nil)
    }
  }

  @Test("Contexts and all gradients are the reference's", arguments: shapes)
  func gradients(shape: (Int, Int, Int, Int, Int, Bool)) {
    let attention = Case(shape)
    var numbers = TestNumbers(seed: 4)
    let upstream = numbers.normal([shape.2, shape.1, shape.4])
    let found = differentiate(at: attention.inputs, upstream: upstream) { attention($0).contexts }
    #expect(relativeError(found.value, attention.reference(attention.inputs)) < 2e-6)
    let error = gradientError(
      of: { DoubleArray.dot(attention.reference($0), upstream) }, at: attention.inputs,
      against: found.gradients.map {
        DoubleArray($0?.values ?? [], shape: $0?.shape.array ?? [0])
      }, samples: 40)
    #expect(error < 1e-5)
  }

  @Test("Weights add up to one over a source's steps, and are zero behind them")
  func weights() {
    let attention = Case((9, 4, 3, 12, 6, false))
    let weights = attention(attention.inputs.map { Tensor($0) }).weights
    #expect(weights.shape == [3, 4, 9])
    for row in 0..<12 {
      let values = weights.values[row * 9..<(row + 1) * 9]
      #expect(abs(values.reduce(0, +) - 1) < 1e-6)
      #expect(values.dropFirst(attention.lengths[row % 4]).allSatisfy { $0 == 0 })
    }
  }

  @Test("Queries by source read what queries by step read, to the bit")
  func order() {
    let attention = Case((6, 3, 2, 10, 7, true))
    let memory = AttentionMemory(
      keys: Tensor(attention.keys), values: Tensor(attention.values), lengths: attention.lengths,
      energy: attention.energy.map { Tensor($0) })
    let bySteps = memory.read(Tensor(attention.query))
    let order: [Int32] = [0, 3, 1, 4, 2, 5]
    let queries = Tensor(attention.query).reshaped(to: [6, 10]).permutingRows(order)
    let bySources = memory.read(queries, order: .bySources)
    #expect(bySources.contexts.hasSameBits(as: bySteps.contexts.permutingRows(order)))
    #expect(bySources.weights.hasSameBits(as: bySteps.weights.permutingRows(order)))
  }

  @Test("No bit depends on instruction set or threads", arguments: [false, true])
  func bits(additive: Bool) {
    let attention = Case((23, 37, 2, 50, 41, additive))
    let upstream = DoubleArray(repeating: 0.5, shape: [2, 37, 41])
    let (differing, _) = KernelSettings.compare {
      let found = differentiate(at: attention.inputs, upstream: upstream) {
        attention($0).contexts
      }
      return [found.value] + found.gradients.compactMap { $0 }
    }
    #expect(differing.isEmpty)
  }
}
