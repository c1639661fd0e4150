import CLSTMKernels
import LSTMTestSupport
import Testing

@testable import LSTMTensor

/// Each operation, forward and backward, under every instruction set of this processor and 1, 2, 3
/// and 5 threads.
///
/// The sizes are large enough for all of the threads to work.
@Suite("Same bits under every setting", .serialized)
struct SameBitsTests {
  private func check(_ compute: () -> [Tensor]) {
    let (differing, result) = KernelSettings.compare(compute)
    #expect(differing.isEmpty, "\(differing)")
    #expect(result.allSatisfy { $0.firstNonFinite == nil })
  }

  private func check(_ shapes: [[Int]], _ operation: ([Tensor]) -> Tensor) {
    var numbers = TestNumbers(seed: 1)
    let inputs = shapes.map { Tensor(numbers.normal($0)) }
    let upstream = Tensor(numbers.normal(operation(inputs).shape.array))
    check {
      let found = differentiate(at: inputs, upstream: upstream, operation)
      return [found.value] + found.gradients.compactMap { $0 }
    }
  }

  @Test(
    "The linear operation", arguments: [(70, 61, 83), (7, 65, 700), (300, 270, 9), (1, 300, 40)])
  func linear(rows: Int, inputs: Int, outputs: Int) {
    check([[rows, inputs], [outputs, inputs], [outputs]]) {
      $0[0].linear(weight: $0[1], bias: $0[2])
    }
  }

  @Test("Elementwise functions", arguments: ElementwiseFunction.allCases)
  func functions(_ function: ElementwiseFunction) {
    var numbers = TestNumbers(seed: 2)
    let count = 5 * (1 << 14) + 7
    let range = function == .log ? 1e-3...50.0 : -30...30
    let x = Tensor(numbers.uniform([count], in: range))
    let upstream = Tensor(numbers.normal([count]))
    check {
      let found = differentiate(at: [x], upstream: upstream) { $0[0].applying(function) }
      return [found.value] + found.gradients.compactMap { $0 }
    }
  }

  @Test("Functions at denormals, halves and the ends of their ranges")
  func functionEdges() {
    let patterns = (0..<60_000).map { UInt32($0) &* 71_582 }
    let finite = patterns.map(Float.init(bitPattern:)).filter(\.isFinite)
    let x = Tensor(finite)
    let positive = Tensor(finite.filter { $0 > 0 })
    let (differing, _) = KernelSettings.compare {
      [tanh(x), sigmoid(x), exp(x), relu(x), x.applying(.square), log(positive)]
    }
    #expect(differing.isEmpty, "\(differing)")
  }

  @Test("Sums, differences, products, scaling and adding in place")
  func arithmetic() {
    let shape = [5, (1 << 14) + 3]
    check([shape, shape]) { ($0[0] + $0[1]) * $0[0] - $0[1].scaled(by: 0.3, adding: 0.7) }
    check([shape, shape]) { inputs in
      var sum = inputs[0].detached
      sum.add(inputs[1], scaledBy: 0.1)
      return inputs[0] * sum
    }
  }

  @Test("Reductions", arguments: [1, 15, 16, 17, 1000, 100_003])
  func reductions(count: Int) {
    check([[count]]) { $0[0].mean() }
    check([[count, 1], [count, 1]]) { ($0[0] * $0[1]).sum() }
    var numbers = TestNumbers(seed: 3)
    let x = Tensor(numbers.normal([max(1, count / 7), 7]))
    check { [Tensor(x.sumOfSquares), x.sum(), x.columnSums()] }
  }

  @Test("Softmax", arguments: [[9, 1], [31, 17], [3, 4096]])
  func softmax(shape: [Int]) {
    check([shape]) { $0[0].softmax() }
  }

  @Test("Cross-entropy", arguments: [[40, 1], [301, 97], [11, 5003]])
  func crossEntropy(shape: [Int]) {
    var numbers = TestNumbers(seed: 4)
    let targets = TokenIDs(numbers.integers(shape[0], in: -1...shape[1] - 1).map(Int32.init))
    check([shape]) { $0[0].scaled(by: 5).crossEntropy(targets: targets) }
    let logits = Tensor(numbers.normal(shape))
    check { [logits.crossEntropies(targets: targets)] }
    check([[shape[0], 19], [shape[1], 19], [shape[1]]]) {
      $0[0].crossEntropy(weight: $0[1], bias: $0[2], targets: targets)
    }
  }

  @Test("Layer normalisation", arguments: [[9, 1], [50, 16], [33, 67], [2, 1000]])
  func layerNormalization(shape: [Int]) {
    check([shape, [shape[1]], [shape[1]]]) {
      $0[0].layerNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-5)
    }
  }

  @Test("Dropout and gathered rows")
  func rows() {
    check([[401, 130]]) { $0[0].dropout(rate: 0.3, key: 11, firstRow: 5) }
    var numbers = TestNumbers(seed: 5)
    let ids = TokenIDs(numbers.integers(900, in: 0...49).map(Int32.init))
    check([[50, 33]]) { $0[0].gathering(ids) }
  }

  @Test("Optimiser steps", arguments: [1, 7, 16, 33, 1000])
  func optimisers(count: Int) {
    var numbers = TestNumbers(seed: 6)
    let start = (0..<3).map { _ in Tensor(numbers.normal([count])) }
    let square = Tensor(numbers.uniform([count], in: 0.5...2))
    check {
      var results: [Tensor] = []
      for variant in 0..<4 {
        var (parameter, first, second) = (start[0], start[2], square)
        parameter.withMutableBuffer { parameter in
          first.withMutableBuffer { first in
            second.withMutableBuffer { second in
              start[1].withBuffer { gradient in
                Self.step(variant, parameter, gradient, first, second)
              }
            }
          }
        }
        results += [parameter, first, second]
      }
      return results
    }
  }

  private static func step(
    _ variant: Int, _ parameter: UnsafeMutableBufferPointer<Float>,
    _ gradient: UnsafeBufferPointer<Float>, _ first: UnsafeMutableBufferPointer<Float>,
    _ second: UnsafeMutableBufferPointer<Float>
  ) {
    let count = parameter.count
    var adam = clstm_adam(
      learning_rate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1, penalty: 0.01,
      correction1: 0.3, correction2: 0.1)
    var sgd = clstm_sgd(
      learning_rate: 0.1, momentum: 0.9, dampening: 0.1, penalty: 0.01,
      nesterov: variant == 1 ? 1 : 0, first_step: 0)
    var rmsprop = clstm_rmsprop(
      learning_rate: 0.01, smoothing: 0.99, epsilon: 1e-8, momentum: 0, penalty: 0.1, centered: 0)
    let (p, g) = (parameter.baseAddress, gradient.baseAddress)
    let (m, v) = (first.baseAddress, second.baseAddress)
    switch variant {
    case 0: clstm_adam_step(&adam, p, g, m, v, count)
    case 1, 2: clstm_sgd_step(&sgd, p, g, m, count)
    default: clstm_rmsprop_step(&rmsprop, p, g, v, nil, nil, count)
    }
  }
}
