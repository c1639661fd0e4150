// Functions around the gamma function, from arithmetic and our own logarithm alone: likelihoods and samplers need them, and
// the system's may differ in the last bit.

/// ln Γ(x) for x > 0, by Stirling's series above 10 and the recurrence below.
package func logGamma(_ x: Double) -> Double {
  var (x, product) = (x, 1.0)
  while x < 10 {
    product *= x
    x += 1
  }
  let square = x * x
  let series =
    (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - 1 / 1188.0 / square) / square) / square)
      / square)
    / x
  let half = 0.9189385332046727
  return (x - 0.5) * naturalLogarithm(x) - x + half + series - naturalLogarithm(product)
}

/// ψ(x), the derivative of ``logGamma(_:)``, for x > 0 (Abramowitz and Stegun 6.3.5, 6.3.18).
package func digamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum += 1 / x
    x += 1
  }
  let square = 1 / (x * x)
  let series =
    square
    * (1 / 12.0 - square
      * (1 / 120.0 - square
        * (1 / 252.0 - square * (1 / 240.0 - square * (1 / 132.0 - square * 691 / 32760.0)))))
  return naturalLogarithm(x) - 0.5 / x - series - sum
}

/// ln(1 + eˣ): any number made positive.
package func softplus(_ x: Double) -> Double {
  max(x, 0) + naturalLogarithm(1 + exponential(-abs(x)))
}

/// 1 / (1 + e⁻ˣ), the derivative of ``softplus(_:)``.
package func logistic(_ x: Double) -> Double {
  let small = exponential(-abs(x))
  return (x >= 0 ? 1 : small) / (1 + small)
}
