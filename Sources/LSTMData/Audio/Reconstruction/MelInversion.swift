import LSTMTensor

/// Spectra whose energies under mel triangles are given.
///
/// The triangles are fewer than the frequencies, so that many spectra fit; this one begins as a smooth one and is brought
/// nearer by the iteration of Richardson (1972) and Lucy (1974), which keeps every value positive and weighs each
/// triangle's error by its own energy, as hearing does.
struct MelInversion: Sendable {
  /// How often the spectrum is brought nearer.
  static let iterationCount = 24

  /// The triangles' weights, [M, K].
  private let triangles: Tensor
  /// The weights of each frequency's triangles, their sum 1, [K, M]; zeros at frequencies under none.
  private let shares: Tensor
  /// 1 / Σ weights of each triangle, [M].
  private let densities: [Float]

  /// - Parameters:
  ///   - filterBank: the triangles.
  ///   - frequencyCount: of a spectrum, K.
  init(_ filterBank: MelFilterBank, frequencyCount: Int) {
    let count = filterBank.count
    var rows = [Float](repeating: 0, count: count * frequencyCount)
    var sums = [Double](repeating: 0, count: frequencyCount)
    var areas = [Double](repeating: 0, count: count)
    for (number, triangle) in filterBank.triangles.enumerated() {
      for (place, weight) in triangle.weights.enumerated() {
        rows[number * frequencyCount + triangle.first + place] = Float(weight)
        sums[triangle.first + place] += weight
        areas[number] += weight
      }
    }
    var shares = [Float](repeating: 0, count: frequencyCount * count)
    for (number, triangle) in filterBank.triangles.enumerated() {
      for (place, weight) in triangle.weights.enumerated() {
        let frequency = triangle.first + place
        shares[frequency * count + number] = Float(weight / sums[frequency])
      }
    }
    triangles = Tensor(rows, shape: [count, frequencyCount])
    self.shares = Tensor(shares, shape: [frequencyCount, count])
    densities = areas.map { Float(1 / max($0, 1e-30)) }
  }

  /// The magnitudes |X[k]| of spectra, [T, K].
  ///
  /// - Parameter logarithms: of the energies under the triangles, [T, M].
  func magnitudes(_ logarithms: Tensor) -> Tensor {
    let scales = log(Tensor(densities))
    let rows = TokenIDs([Int32](repeating: 0, count: logarithms.shape[0]))
    let spread = scales.reshaped(to: [1, scales.count]).gathering(rows)
    var power = exp(logarithms + spread).linear(weight: shares)
    for _ in 0..<Self.iterationCount {
      // An energy that single precision cannot tell from 0 has a logarithm too.
      let found = log(power.linear(weight: triangles).scaled(by: 1, adding: 1e-30))
      power = power * exp(logarithms - found).linear(weight: shares)
    }
    let half = log(power.scaled(by: 1, adding: 1e-30)).scaled(by: 0.5)
    return exp(half)
  }
}
