/// The derivative of a scalar function by one element of one of its inputs.
package struct PartialDerivative: Equatable, Sendable {
  /// Which input.
  package let input: Int
  /// Which element of it, as an index into its `values`.
  package let element: Int
  package let value: Double
}

/// Derivatives by central differences: (f(x + d) − f(x − d)) ÷ 2d, one element at a time.
///
/// - Parameters:
///   - function: A smooth function of all inputs.
///   - inputs: The point at which to differentiate.
///   - step: The distance d. The default balances the formula's own error (d²) against the
///     rounding of `Double` (2⁻⁵² ÷ d): about ten digits remain for values near one.
///   - samples: How many elements of each input to take; an input with no more than that is taken
///     whole. The sample depends on the seed alone.
package func finiteDifference(
  of function: ([DoubleArray]) -> Double,
  at inputs: [DoubleArray],
  step: Double = 1e-5,
  samples: Int = .max,
  seed: UInt64 = 1
) -> [PartialDerivative] {
  var numbers = TestNumbers(seed: seed)
  var derivatives: [PartialDerivative] = []
  var moved = inputs
  for input in inputs.indices {
    for element in sampledIndices(of: inputs[input].count, samples: samples, using: &numbers) {
      let value = inputs[input][element]
      moved[input][element] = value + step
      let above = function(moved)
      moved[input][element] = value - step
      let below = function(moved)
      moved[input][element] = value
      derivatives.append(
        PartialDerivative(input: input, element: element, value: (above - below) / (2 * step)))
    }
  }
  return derivatives
}

/// How far hand-written gradients are from central differences, for each input.
///
/// The figure is max |error| over the sampled elements ÷ max |gradient| over the whole tensor, the
/// measure of `relativeError`: 0 ÷ 0 counts as 0, a NaN or a gradient of another shape than its
/// input as infinity. For smooth functions of values near one it stays below 1e-8.
package func gradientErrors(
  of function: ([DoubleArray]) -> Double,
  at inputs: [DoubleArray],
  against gradients: [DoubleArray],
  step: Double = 1e-5,
  samples: Int = .max,
  seed: UInt64 = 1
) -> [Double] {
  precondition(inputs.count == gradients.count, "one gradient is needed for each input")
  let derivatives = finiteDifference(
    of: function, at: inputs, step: step, samples: samples, seed: seed)
  var largestErrors = [Double](repeating: 0, count: inputs.count)
  for derivative in derivatives where gradients[derivative.input].count > derivative.element {
    let error = abs(gradients[derivative.input][derivative.element] - derivative.value)
    // `max` would let a NaN pass or not, depending on the order of its arguments.
    largestErrors[derivative.input] =
      error.isFinite ? max(largestErrors[derivative.input], error) : .infinity
  }
  return inputs.indices.map { input in
    guard gradients[input].shape == inputs[input].shape else { return .infinity }
    guard gradients[input].values.allSatisfy(\.isFinite) else { return .infinity }
    let magnitude = gradients[input].values.reduce(0) { max($0, abs($1)) }
    return largestErrors[input] == 0 ? 0 : largestErrors[input] / magnitude
  }
}

/// The largest of ``gradientErrors(of:at:against:step:samples:seed:)``.
package func gradientError(
  of function: ([DoubleArray]) -> Double,
  at inputs: [DoubleArray],
  against gradients: [DoubleArray],
  step: Double = 1e-5,
  samples: Int = .max,
  seed: UInt64 = 1
) -> Double {
  gradientErrors(
    of: function, at: inputs, against: gradients, step: step, samples: samples, seed: seed
  ).max() ?? 0
}

private func sampledIndices(
  of count: Int, samples: Int, using numbers: inout TestNumbers
) -> [Int] {
  guard count > samples else { return Array(0..<count) }
  return Array((0..<count).shuffled(using: &numbers).prefix(samples)).sorted()
}
