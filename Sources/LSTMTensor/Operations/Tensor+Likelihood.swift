extension Tensor {
  /// The mean of −ln p over all values that are known, a scalar, p by the distributions whose parameters this tensor says.
  ///
  /// - Parameters:
  ///   - values: [R]; NaN where a value is not known, which then counts for nothing.
  ///   - scales: [R], each above 0: what location and spread are said in.
  ///   - distribution: K outputs to a value.
  /// - Precondition: this tensor is [R, K].
  package func negativeLogLikelihood(
    of values: Tensor, scales: Tensor, under distribution: OutputDistribution
  ) -> Tensor {
    let width = distribution.outputCount
    precondition(
      shape == [values.count, width] && scales.count == values.count,
      "outputs \(shape) for \(values.count) values with \(scales.count) scales")
    let known = values.withBuffer { $0.reduce(0) { $0 + ($1.isNaN ? 0 : 1) } }
    let factor = 1 / Double(max(1, known))
    var slopes = Tensor.zeros(shape)
    var losses = [Double](repeating: 0, count: values.count)
    let (outputs, targets, sizes) = (self.values, values.values, scales.values)
    slopes.withMutableBuffer { slopes in
      for row in targets.indices where !targets[row].isNaN {
        var parameters = SIMD4<Double>.zero
        for place in 0..<width { parameters[place] = Double(outputs[row * width + place]) }
        let found = distribution.negativeLogLikelihood(
          of: Double(targets[row]), outputs: parameters, scale: Double(sizes[row]))
        losses[row] = found.loss
        for place in 0..<width {
          slopes[row * width + place] = Float(found.slopes[place] * factor)
        }
      }
    }
    let gradient = slopes
    return Tensor(Float(losses.reduce(0, +) * factor)).recorded(from: self) { upstream in
      gradient.scaled(by: upstream.scalar)
    }
  }
}
