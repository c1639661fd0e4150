/// How far a result is from its reference: max |result − reference| ÷ max |reference|.
///
/// The measure of the whole house. A tensor is judged by its largest element, so that elements
/// which happen to lie near zero do not blow the figure up. Two zero tensors (or two empty ones)
/// agree, error 0; a NaN on either side, or a different number of elements, is an infinite error.
package func relativeError(_ result: DoubleArray, _ reference: DoubleArray) -> Double {
  relativeError(result.values, reference.values)
}

/// How far a `Float` result is from its `Double` reference, in the house's measure.
package func relativeError(_ result: [Float], _ reference: DoubleArray) -> Double {
  relativeError(result.map(Double.init), reference.values)
}

private func relativeError(_ result: [Double], _ reference: [Double]) -> Double {
  guard result.count == reference.count else { return .infinity }
  var largestError = 0.0
  var largestMagnitude = 0.0
  for (found, expected) in zip(result, reference) where found != expected {
    let error = abs(found - expected)
    guard error.isFinite else { return .infinity }
    largestError = max(largestError, error)
  }
  // An infinity that both sides share is no error, and no scale for the other elements either.
  for expected in reference where expected.isFinite {
    largestMagnitude = max(largestMagnitude, abs(expected))
  }
  return largestError == 0 ? 0 : largestError / largestMagnitude
}
