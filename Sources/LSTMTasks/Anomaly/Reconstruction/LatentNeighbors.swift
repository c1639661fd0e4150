import LSTMTensor

/// The values that stand for sequences learned from, and how far others are from the nearest of them.
///
/// Normal sequences come in kinds, some of them rare: the nearest one learned from tells a rare kind from what was never seen,
/// where the distance from the mean of all (``LatentSpread``) does not. Differences count by how large they usually are.
struct LatentNeighbors: Sendable {
  private let spread: LatentSpread
  /// [R · Z], their parts independent.
  private let references: [Double]
  /// Z.
  private let count: Int

  /// What is added to a distance: what looks exactly like something learned from may still be given back badly.
  private static let least = 0.1

  /// Sequences that are kept at most, evenly chosen.
  static let most = 2048

  /// - Parameter latents: of sequences learned from, [R, Z].
  init(_ latents: Tensor) {
    let count = latents.shape[1]
    let values = latents.values.map(Double.init)
    let rows = stride(from: 0, to: values.count, by: count).map { Array(values[$0..<$0 + count]) }
    let spread = LatentSpread(fittedOn: rows, count: count)
    references = rows.flatMap { spread.parts(of: $0) }
    self.spread = spread
    self.count = count
  }

  /// The mean squared difference of independent parts from the nearest, and a tenth of what is usual from the mean.
  ///
  /// - Parameter latent: [Z].
  func distance(of latent: [Double]) -> Double {
    let parts = spread.parts(of: latent)
    var nearest = Double.infinity
    for start in stride(from: 0, to: references.count, by: count) {
      var sum = 0.0
      for place in 0..<count {
        let difference = parts[place] - references[start + place]
        sum += difference * difference
      }
      nearest = min(nearest, sum)
    }
    return nearest / Double(count) + Self.least
  }
}
