extension Reference {
  /// Layer normalisation over the last axis: (x − mean) ÷ √(variance + epsilon) ⊙ gain + bias, with
  /// the variance divided by the number of features (Ba, Kiros and Hinton, 2016).
  package static func layerNorm(
    _ x: DoubleArray, gain: DoubleArray, bias: DoubleArray, epsilon: Double = 1e-5
  ) -> DoubleArray {
    add(multiply(normalized(x, epsilon: epsilon).values, gain), bias)
  }

  /// The gradients of `layerNorm`.
  package static func layerNormBackward(
    _ x: DoubleArray, gain: DoubleArray, epsilon: Double = 1e-5, gradient: DoubleArray
  ) -> (input: DoubleArray, gain: DoubleArray, bias: DoubleArray) {
    let columns = x.columnCount
    let (normal, deviations) = normalized(x, epsilon: epsilon)
    let scaled = multiply(gradient, gain)
    var input = x
    for row in 0..<x.rowCount {
      let places = row * columns..<(row + 1) * columns
      // The mean and the variance depend on every feature: the gradient loses its components
      // along the constant vector and along the normalised row itself.
      let alongConstant = places.reduce(0) { $0 + scaled[$1] } / Double(columns)
      let alongRow = places.reduce(0) { $0 + scaled[$1] * normal[$1] } / Double(columns)
      for place in places {
        input[place] = (scaled[place] - alongConstant - normal[place] * alongRow) / deviations[row]
      }
    }
    return (input, columnSums(multiply(gradient, normal)), columnSums(gradient))
  }

  private static func normalized(
    _ x: DoubleArray, epsilon: Double
  ) -> (values: DoubleArray, deviations: [Double]) {
    let columns = x.columnCount
    var result = x
    var deviations: [Double] = []
    for row in 0..<x.rowCount {
      let places = row * columns..<(row + 1) * columns
      let mean = x.values[places].reduce(0, +) / Double(columns)
      let variance =
        x.values[places].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      let deviation = (variance + epsilon).squareRoot()
      for place in places { result[place] = (x[place] - mean) / deviation }
      deviations.append(deviation)
    }
    return (result, deviations)
  }
}
