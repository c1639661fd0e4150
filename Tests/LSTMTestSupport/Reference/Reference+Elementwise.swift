import Foundation

extension Reference {
  /// The logistic function 1 ÷ (1 + exp(−x)), by the form that cannot overflow.
  package static func sigmoid(_ x: Double) -> Double {
    x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
  }

  /// A function of one number, applied to each element.
  package enum Function: CaseIterable, Sendable {
    case tanh
    case sigmoid
    case exp
    /// The natural logarithm, of positive numbers.
    case log

    package func callAsFunction(_ x: DoubleArray) -> DoubleArray { x.map(value) }

    /// The gradient of `x`.
    package func backward(_ x: DoubleArray, gradient: DoubleArray) -> DoubleArray {
      multiply(x.map(derivative), gradient)
    }

    package func value(at x: Double) -> Double {
      switch self {
      case .tanh: Foundation.tanh(x)
      case .sigmoid: Reference.sigmoid(x)
      case .exp: Foundation.exp(x)
      case .log: Foundation.log(x)
      }
    }

    package func derivative(at x: Double) -> Double {
      switch self {
      case .tanh: 1 - Foundation.tanh(x) * Foundation.tanh(x)
      case .sigmoid: Reference.sigmoid(x) * Reference.sigmoid(-x)
      case .exp: Foundation.exp(x)
      case .log: 1 / x
      }
    }
  }

  // In the binary operations the right operand may be smaller: it is then repeated over the
  // leading axes, as a bias [F] is over [T, N, F].

  /// `a` + `b`.
  package static func add(_ a: DoubleArray, _ b: DoubleArray) -> DoubleArray {
    combine(a, b, +)
  }

  /// The gradients of `add(a, b)`.
  package static func addBackward(
    _ a: DoubleArray, _ b: DoubleArray, gradient: DoubleArray
  ) -> (a: DoubleArray, b: DoubleArray) {
    (gradient, unrepeated(gradient, to: b.shape))
  }

  /// `a` − `b`.
  package static func subtract(_ a: DoubleArray, _ b: DoubleArray) -> DoubleArray {
    combine(a, b, -)
  }

  /// The gradients of `subtract(a, b)`.
  package static func subtractBackward(
    _ a: DoubleArray, _ b: DoubleArray, gradient: DoubleArray
  ) -> (a: DoubleArray, b: DoubleArray) {
    (gradient, unrepeated(gradient, to: b.shape).map { -$0 })
  }

  /// `a` ⊙ `b`.
  package static func multiply(_ a: DoubleArray, _ b: DoubleArray) -> DoubleArray {
    combine(a, b, *)
  }

  /// The gradients of `multiply(a, b)`.
  package static func multiplyBackward(
    _ a: DoubleArray, _ b: DoubleArray, gradient: DoubleArray
  ) -> (a: DoubleArray, b: DoubleArray) {
    (multiply(gradient, b), unrepeated(multiply(gradient, a), to: b.shape))
  }

  private static func combine(
    _ a: DoubleArray, _ b: DoubleArray, _ operation: (Double, Double) -> Double
  ) -> DoubleArray {
    precondition(
      Array(a.shape.suffix(b.shape.count)) == b.shape, "\(b.shape) does not end \(a.shape)")
    let values = a.values.indices.map { operation(a[$0], b[$0 % b.count]) }
    return DoubleArray(values, shape: a.shape)
  }

  /// The sum over the leading axes that `combine` repeated over.
  private static func unrepeated(_ gradient: DoubleArray, to shape: [Int]) -> DoubleArray {
    var result = DoubleArray(shape: shape)
    for index in gradient.values.indices { result[index % result.count] += gradient[index] }
    return result
  }
}
