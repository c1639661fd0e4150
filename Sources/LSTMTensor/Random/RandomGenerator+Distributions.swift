/// Numbers from distributions, each from as many values of the generator as it takes: equal on every system.
extension RandomGenerator {
  /// A number in (0, 1), an odd multiple of 2⁻⁵³: its logarithm is finite.
  private mutating func inside() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A number from the gamma distribution of scale 1 (Marsaglia and Tsang 2000).
  ///
  /// - Parameter shape: above 0; mean and variance.
  package mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0, "a gamma distribution's shape is positive, not \(shape)")
    // Below 1 a larger shape's number is shrunk, by its density's own power.
    let power = shape < 1 ? exponential(naturalLogarithm(inside()) / shape) : 1
    let d = (shape < 1 ? shape + 1 : shape) - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = Double(normal())
      let root = 1 + c * x
      guard root > 0 else { continue }
      let cube = root * root * root
      let logarithm = naturalLogarithm(inside())
      if logarithm < 0.5 * x * x + d - d * cube + d * naturalLogarithm(cube) {
        return d * cube * power
      }
    }
  }

  /// A number from Student's t distribution.
  ///
  /// - Parameter degreesOfFreedom: above 0; the variance is ν / (ν − 2).
  package mutating func studentT(degreesOfFreedom: Double) -> Double {
    let normal = Double(normal())
    let gamma = gamma(shape: degreesOfFreedom / 2)
    // Far out in the tail of few degrees the square may vanish; the number stays one.
    return normal * (degreesOfFreedom / (2 * max(gamma, 1e-200))).squareRoot()
  }

  /// A number from the Poisson distribution: by the product of uniform numbers where the mean is small (Knuth 1969), by
  /// transformed rejection where it is not (PTRS, Hörmann 1993).
  ///
  /// - Parameter mean: 0 or more; it is the variance too.
  package mutating func poisson(mean: Double) -> Double {
    precondition(mean >= 0 && mean.isFinite, "a Poisson distribution's mean is 0 or more")
    return mean < 10 ? poissonByProduct(mean) : poissonByRejection(mean)
  }

  private mutating func poissonByProduct(_ mean: Double) -> Double {
    let end = exponential(-mean)
    var (count, product) = (0.0, inside())
    while product > end {
      count += 1
      product *= inside()
    }
    return count
  }

  private mutating func poissonByRejection(_ mean: Double) -> Double {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let sure = 0.9277 - 3.6224 / (b - 2)
    let logMean = naturalLogarithm(mean)
    while true {
      let u = inside() - 0.5
      let v = inside()
      let distance = 0.5 - abs(u)
      let count = ((2 * a / distance + b) * u + mean + 0.43).rounded(.down)
      if distance >= 0.07, v <= sure { return count }
      if count < 0 || (distance < 0.013 && v > distance) { continue }
      let bound = count * logMean - mean - logGamma(count + 1)
      let found =
        naturalLogarithm(v) + naturalLogarithm(inverseAlpha)
        - naturalLogarithm(a / (distance * distance) + b)
      if found <= bound { return count }
    }
  }

  /// A count from the negative binomial distribution of this mean and the variance mean + dispersion · mean²: a
  /// Poisson distribution's whose mean is a gamma distribution's.
  ///
  /// - Parameters:
  ///   - mean: 0 or more.
  ///   - dispersion: above 0.
  package mutating func negativeBinomial(mean: Double, dispersion: Double) -> Double {
    poisson(mean: gamma(shape: 1 / dispersion) * dispersion * mean)
  }
}
