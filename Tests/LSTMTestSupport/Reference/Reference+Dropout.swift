extension Reference {
  /// Inverted dropout: the elements that a mask of ones and zeros keeps, divided by the probability
  /// with which each was kept, so that the expectation stays.
  ///
  /// The operation is linear, so its backward pass is itself, applied to the gradient.
  package static func dropout(
    _ x: DoubleArray, mask: DoubleArray, keeping probability: Double
  ) -> DoubleArray {
    multiply(x, mask).map { $0 / probability }
  }
}
