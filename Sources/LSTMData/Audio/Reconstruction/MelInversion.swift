import LSTMTensor

/// Spectra whose energies under mel triangles are given.
///
/// The triangles are fewer than the frequencies, so that many spectra fit; this one begins as a smooth one and is brought
/// nearer by the iteration of Richardson (1972) and Lucy (1974), which keeps every value positive and weighs each
/// triangle's error by its own energy, as hearing does.
struct MelInversion: Sendable {
  private struct Triangle: Sendable {
    let first: Int
    let weights: [Float]
  }

  /// How often the spectrum is brought nearer.
  static let iterationCount = 24

  private let triangles: [Triangle]
  /// 1 / Σ weights over triangles, 0 at frequencies under none.
  private let coverage: [Float]
  /// 1 / Σ weights of each triangle.
  private let areas: [Float]

  /// - Parameters:
  ///   - filterBank: the triangles.
  ///   - frequencyCount: of a spectrum.
  init(_ filterBank: MelFilterBank, frequencyCount: Int) {
    triangles = filterBank.triangles.map {
      Triangle(first: $0.first, weights: $0.weights.map { Float($0) })
    }
    var sums = [Float](repeating: 0, count: frequencyCount)
    for triangle in triangles {
      for (place, weight) in triangle.weights.enumerated() {
        sums[triangle.first + place] += weight
      }
    }
    coverage = sums.map { $0 > 0 ? 1 / $0 : 0 }
    areas = triangles.map { 1 / max($0.weights.reduce(0, +), .leastNormalMagnitude) }
  }

  /// The magnitudes |X[k]| of spectra, eight at a time.
  ///
  /// - Parameter energies: under each triangle, all above 0.
  func magnitudes(_ energies: [Lanes]) -> [Lanes] {
    var power = spread(triangles.indices.map { energies[$0] * areas[$0] })
    for _ in 0..<Self.iterationCount {
      let factors = spread(
        triangles.indices.map { energies[$0] / sum(power, under: triangles[$0]) })
      for place in power.indices { power[place] *= factors[place] }
    }
    return power.map { $0.squareRoot() }
  }

  private func sum(_ power: [Lanes], under triangle: Triangle) -> Lanes {
    // An energy that single precision cannot tell from 0 must not divide.
    var sum = Lanes(repeating: 1e-30)
    for (place, weight) in triangle.weights.enumerated() {
      sum += power[triangle.first + place] * weight
    }
    return sum
  }

  /// The mean at each frequency of the values of the triangles over it, by their weights.
  private func spread(_ values: [Lanes]) -> [Lanes] {
    var result = [Lanes](repeating: .zero, count: coverage.count)
    for (number, triangle) in triangles.enumerated() {
      let value = values[number]
      for (place, weight) in triangle.weights.enumerated() {
        result[triangle.first + place] += value * weight
      }
    }
    for place in result.indices { result[place] *= coverage[place] }
    return result
  }
}
