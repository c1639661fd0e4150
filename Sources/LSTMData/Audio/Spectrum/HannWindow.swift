/// The periodic Hann window: ½ − ½ cos(2πn/N), as short-time spectra use it.
///
/// - Parameter count: the number of samples, N, 1 or more.
package func hannWindow(_ count: Int) -> [Double] {
  (0..<count).map { 0.5 - 0.5 * rotation($0, of: count).cosine }
}
