extension OutputDistribution {
  /// −ln p of a value, and its derivatives by the network's outputs.
  ///
  /// - Parameters:
  ///   - value: of counts, a whole number of 0 or more.
  ///   - outputs: the first ``outputCount`` are read.
  ///   - scale: above 0.
  package func negativeLogLikelihood(
    of value: Double, outputs: SIMD4<Double>, scale: Double
  ) -> (loss: Double, slopes: SIMD4<Double>) {
    switch self {
    case .gaussian: gaussian(value, outputs, scale)
    case .studentT: studentT(value, outputs, scale)
    case .negativeBinomial: negativeBinomial(value, outputs, scale)
    }
  }

  private func gaussian(
    _ value: Double, _ outputs: SIMD4<Double>, _ scale: Double
  ) -> (Double, SIMD4<Double>) {
    let spread = softplus(outputs[1]) + Self.leastSpread
    let error = (value / scale - outputs[0]) / spread
    let halfLogTwoPi = 0.9189385332046727
    return (
      halfLogTwoPi + naturalLogarithm(spread * scale) + 0.5 * error * error,
      [-error / spread, (1 - error * error) / spread * logistic(outputs[1]), 0, 0]
    )
  }

  private func studentT(
    _ value: Double, _ outputs: SIMD4<Double>, _ scale: Double
  ) -> (Double, SIMD4<Double>) {
    let spread = softplus(outputs[1]) + Self.leastSpread
    let freedom = Self.leastFreedom + softplus(outputs[2])
    let error = (value / scale - outputs[0]) / spread
    let square = error * error
    let tail = naturalLogarithm(1 + square / freedom)
    let loss =
      naturalLogarithm(spread * scale) + 0.5 * naturalLogarithm(freedom * .pi)
      + logGamma(freedom / 2) - logGamma((freedom + 1) / 2) + (freedom + 1) / 2 * tail
    // (ν + 1) e / (ν + e²) is the derivative by the error.
    let weight = (freedom + 1) / (freedom + square)
    let byFreedom =
      0.5
      * (1 / freedom + digamma(freedom / 2) - digamma((freedom + 1) / 2) + tail - weight * square
        / freedom)
    return (
      loss,
      [
        -weight * error / spread, (1 - weight * square) / spread * logistic(outputs[1]),
        byFreedom * logistic(outputs[2]), 0,
      ]
    )
  }

  /// With r = 1 / dispersion: ln Γ(r) + ln Γ(z + 1) − ln Γ(z + r) + r ln(1 + m / r) − z ln(m / (r + m)).
  private func negativeBinomial(
    _ value: Double, _ outputs: SIMD4<Double>, _ scale: Double
  ) -> (Double, SIMD4<Double>) {
    let mean = scale * softplus(outputs[0]) + Self.leastMean
    let dispersion = softplus(outputs[1]) / scale.squareRoot() + Self.leastDispersion
    let r = 1 / dispersion
    let share = 1 + dispersion * mean
    let logShare = naturalLogarithm(share)
    let loss =
      logGamma(r) + logGamma(value + 1) - logGamma(value + r) + r * logShare
      - value * (naturalLogarithm(dispersion * mean) - logShare)
    let byMean = (mean - value) / (mean * share)
    let byDispersion =
      r * r * (digamma(value + r) - digamma(r) - logShare) + (r + value) * mean / share - value * r
    return (
      loss,
      [
        byMean * scale * logistic(outputs[0]),
        byDispersion * logistic(outputs[1]) / scale.squareRoot(), 0, 0,
      ]
    )
  }
}

extension OutputDistribution {
  /// The likeliest value.
  package func mode(_ outputs: SIMD4<Double>, scale: Double) -> Double {
    switch self {
    case .gaussian, .studentT: return outputs[0] * scale
    case .negativeBinomial:
      let mean = scale * softplus(outputs[0]) + Self.leastMean
      let dispersion = softplus(outputs[1]) / scale.squareRoot() + Self.leastDispersion
      return dispersion < 1 ? (mean * (1 - dispersion)).rounded(.down) : 0
    }
  }

  /// How much less likely a value is than the likeliest one, in nats: −ln of the ratio of their densities.
  ///
  /// Unlike the likelihood it says nothing of how wide the distribution is.
  package func surprise(of value: Double, outputs: SIMD4<Double>, scale: Double) -> Double {
    let best = negativeLogLikelihood(
      of: mode(outputs, scale: scale), outputs: outputs, scale: scale)
    let own = negativeLogLikelihood(of: value, outputs: outputs, scale: scale)
    return max(0, own.loss - best.loss)
  }
}
