import CLSTMKernels
import LSTMTestSupport
import Testing

@testable import LSTMTensor

/// The matrix product against its definition, to the bit: each element is one chain of fused
/// multiply-adds over k in order.
@Suite("The matrix product")
struct ProductTests {
  struct Sizes: Sendable, CustomTestStringConvertible {
    var m: Int
    var n: Int
    var k: Int
    var testDescription: String { "[\(m), \(k)] · [\(k), \(n)]" }
  }

  static let sizes = [
    (1, 1, 1), (1, 16, 3), (2, 17, 5), (3, 64, 4), (6, 16, 7), (7, 33, 2), (13, 15, 9), (12, 80, 3),
    (1, 100, 6), (5, 1, 20), (31, 48, 2), (4, 34, 0), (245, 18, 3), (3, 530, 4), (5, 20, 260),
    (25, 31, 1),
  ].map { Sizes(m: $0.0, n: $0.1, k: $0.2) }

  @Test("Every element is one chain of fused multiply-adds in order", arguments: sizes)
  func definition(sizes: Sizes) {
    for variant in 0..<12 {
      let problem = Problem(
        sizes, start: [CLSTM_START_ZERO, CLSTM_START_ACCUMULATE, CLSTM_START_BIAS][variant % 3],
        isPacked: variant % 2 == 0, transposesA: variant % 4 >= 2, transposesB: variant >= 6)
      let expected = problem.expected
      let threads = [1, 2, 3, 5][variant % 4]
      #expect(problem.computed(threads: threads) == expected, "variant \(variant)")
    }
  }

  @Test(
    "However many threads share it, the product has the same bits", arguments: [1, 2, 3, 5, 40])
  func threads(count: Int) {
    for sizes in [Sizes(m: 37, n: 20, k: 11), Sizes(m: 4, n: 150, k: 11), Sizes(m: 1, n: 1, k: 1)] {
      let problem = Problem(
        sizes, start: CLSTM_START_BIAS, isPacked: false, transposesA: false, transposesB: true)
      #expect(problem.computed(threads: count) == problem.expected)
    }
  }

  /// One product with its operands, and room beyond each row of C that must stay as it is.
  private struct Problem {
    let sizes: Sizes
    let start: clstm_start
    let isPacked: Bool
    let transposesA: Bool
    let transposesB: Bool
    let a: [Float]
    let b: [Float]
    let c: [Float]
    let bias: [Float]
    var rowStride: Int { sizes.n + 3 }

    init(
      _ sizes: Sizes, start: clstm_start, isPacked: Bool, transposesA: Bool, transposesB: Bool
    ) {
      self.sizes = sizes
      self.start = start
      self.isPacked = isPacked
      self.transposesA = transposesA
      self.transposesB = transposesB
      var numbers = TestNumbers(seed: 1)
      a = numbers.normal([sizes.m, sizes.k]).floats
      b = numbers.normal([sizes.k, sizes.n]).floats
      c = numbers.normal([sizes.m, sizes.n + 3]).floats
      bias = numbers.normal([sizes.n]).floats
    }

    private var aStrides: (row: Int, k: Int) { transposesA ? (1, sizes.m) : (sizes.k, 1) }
    private var bStrides: (k: Int, column: Int) { transposesB ? (1, sizes.k) : (sizes.n, 1) }

    var expected: [Float] {
      var result = c
      for row in 0..<sizes.m {
        for column in 0..<sizes.n {
          var sum: Float = 0
          if start == CLSTM_START_ACCUMULATE { sum = c[row * rowStride + column] }
          if start == CLSTM_START_BIAS { sum = bias[column] }
          for k in 0..<sizes.k {
            sum.addProduct(
              a[row * aStrides.row + k * aStrides.k],
              b[k * bStrides.k + column * bStrides.column])
          }
          result[row * rowStride + column] = sum
        }
      }
      return result
    }

    /// The threads take their turns one after the other: they share nothing.
    func computed(threads: Int) -> [Float] {
      var product = clstm_product()
      (product.m, product.n, product.k) = (sizes.m, sizes.n, sizes.k)
      (product.a_row_stride, product.a_k_stride) = aStrides
      (product.b_k_stride, product.b_column_stride) = bStrides
      product.c_row_stride = rowStride
      product.start = start
      product.b_is_packed = isPacked ? 1 : 0
      var packed = [Float](repeating: .nan, count: clstm_packed_size(sizes.k, sizes.n))
      clstm_pack(&packed, b, sizes.k, sizes.n, bStrides.k, bStrides.column)
      var scratch = [Float](repeating: .nan, count: clstm_product_scratch_size(&product))
      var result = c
      a.withUnsafeBufferPointer { a in
        (isPacked ? packed : b).withUnsafeBufferPointer { b in
          bias.withUnsafeBufferPointer { bias in
            result.withUnsafeMutableBufferPointer { c in
              product.a = a.baseAddress
              product.b = b.baseAddress
              product.bias = bias.baseAddress
              product.c = c.baseAddress
              for thread in (0..<threads).reversed() {
                clstm_multiply(&product, &scratch, Int32(thread), Int32(threads))
              }
            }
          }
        }
      }
      return result
    }
  }
}
