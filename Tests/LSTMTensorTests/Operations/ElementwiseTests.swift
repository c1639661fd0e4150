import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Elementwise operations")
struct ElementwiseTests {
  static let tolerance = 1e-6
  static let shapes: [[Int]] = [
    [], [1], [7], [16], [1, 16], [17, 1], [3, 33], [0], [0, 5], [2, 3, 19], [2, 1, 5, 31],
  ]

  @Test("Functions and their gradients are the reference's", arguments: shapes)
  func functions(shape: [Int]) {
    let pairs: [(Reference.Function, (Tensor) -> Tensor, ClosedRange<Double>)] = [
      (.tanh, { tanh($0) }, -6...6), (.sigmoid, { sigmoid($0) }, -9...9),
      (.exp, { exp($0) }, -5...5), (.log, { log($0) }, 0.05...9),
    ]
    var numbers = TestNumbers(seed: 1)
    for (reference, function, range) in pairs {
      let x = numbers.uniform(shape, in: range)
      let upstream = numbers.normal(shape)
      let found = differentiate(at: [x], upstream: upstream) { function($0[0]) }
      #expect(relativeError(found.value, reference(x)) <= Self.tolerance, "\(reference)")
      let expected = reference.backward(x, gradient: upstream)
      #expect(relativeError(found.gradients[0], expected) <= Self.tolerance, "d \(reference)")
    }
  }

  @Test("The square and the positive part are what they say", arguments: shapes)
  func squareAndPositivePart(shape: [Int]) {
    var numbers = TestNumbers(seed: 2)
    let (x, upstream) = (numbers.normal(shape), numbers.normal(shape))
    let square = differentiate(at: [x], upstream: upstream) { $0[0].applying(.square) }
    #expect(relativeError(square.value, x.map { $0 * $0 }) <= Self.tolerance)
    let derivative = Reference.multiply(x.map { 2 * $0 }, upstream)
    #expect(relativeError(square.gradients[0], derivative) <= Self.tolerance)
    let positive = differentiate(at: [x], upstream: upstream) { relu($0[0]) }
    #expect(relativeError(positive.value, x.map { max($0, 0) }) == 0)
    let step = Reference.multiply(x.map { $0 > 0 ? 1 : 0 }, upstream)
    #expect(relativeError(positive.gradients[0], step) == 0)
  }

  @Test("Sums, differences and products and their gradients are the reference's", arguments: shapes)
  func binary(shape: [Int]) {
    var numbers = TestNumbers(seed: 3)
    let (a, b) = (numbers.normal(shape), numbers.normal(shape))
    let upstream = numbers.normal(shape)
    func check(
      _ operation: (Tensor, Tensor) -> Tensor, _ value: DoubleArray,
      _ gradients: (a: DoubleArray, b: DoubleArray)
    ) {
      let found = differentiate(at: [a, b], upstream: upstream) { operation($0[0], $0[1]) }
      #expect(relativeError(found.value, value) <= Self.tolerance)
      #expect(relativeError(found.gradients[0], gradients.a) <= Self.tolerance)
      #expect(relativeError(found.gradients[1], gradients.b) <= Self.tolerance)
    }
    check(+, Reference.add(a, b), Reference.addBackward(a, b, gradient: upstream))
    check(-, Reference.subtract(a, b), Reference.subtractBackward(a, b, gradient: upstream))
    check(*, Reference.multiply(a, b), Reference.multiplyBackward(a, b, gradient: upstream))
  }

  @Test("A number times a tensor, and a shift, have the gradients of a straight line")
  func line() {
    var numbers = TestNumbers(seed: 4)
    let (x, upstream) = (numbers.normal([3, 21]), numbers.normal([3, 21]))
    let scaled = differentiate(at: [x], upstream: upstream) { $0[0] * 1.5 }
    #expect(relativeError(scaled.value, x.map { 1.5 * $0 }) <= Self.tolerance)
    #expect(relativeError(scaled.gradients[0], upstream.map { 1.5 * $0 }) <= Self.tolerance)
    let shifted = differentiate(at: [x], upstream: upstream) {
      $0[0].scaled(by: -0.25, adding: 3)
    }
    #expect(relativeError(shifted.value, x.map { 3 - 0.25 * $0 }) <= Self.tolerance)
    #expect(relativeError(shifted.gradients[0], upstream.map { -0.25 * $0 }) <= Self.tolerance)
  }

  @Test("Adding in place rounds once", arguments: [1, 15, 16, 40])
  func addingInPlace(count: Int) {
    var numbers = TestNumbers(seed: 5)
    let (x, y) = (numbers.normal([count]).floats, numbers.normal([count]).floats)
    var sum = Tensor(y)
    sum.add(Tensor(x), scaledBy: 0.3)
    #expect(sum.values == zip(x, y).map { $1.addingProduct(0.3, $0) })
  }

  @Test("Clamping leaves what lies inside and moves the rest to the bound")
  func clamping() {
    var x = Tensor([-3, -0.5, 0, 0.25, 7, .infinity, -.infinity])
    x.clamp(to: 0.5)
    #expect(x.values == [-0.5, -0.5, 0, 0.25, 0.5, 0.5, -0.5])
  }

  @Test("Every kernel function has its number in the C header")
  func functionNumbers() {
    #expect(ElementwiseFunction.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
    let names = ElementwiseFunction.allCases.map { "\($0)" }
    #expect(names == ["tanh", "sigmoid", "exp", "log", "relu", "square"])
  }
}
