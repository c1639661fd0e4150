extension Reference {
  /// `x` [..., I] · `weight` [O, I]ᵀ + `bias` [O]: [..., O].
  package static func linear(
    _ x: DoubleArray, weight: DoubleArray, bias: DoubleArray? = nil
  ) -> DoubleArray {
    let result = product(x, transposing: weight)
    guard let bias else { return result }
    return add(result, bias)
  }

  /// The gradients of `linear`.
  package static func linearBackward(
    _ x: DoubleArray, weight: DoubleArray, gradient: DoubleArray
  ) -> (input: DoubleArray, weight: DoubleArray, bias: DoubleArray) {
    (
      product(gradient, weight),
      product(transposing: gradient, x),
      columnSums(gradient)
    )
  }
}
