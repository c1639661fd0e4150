import LSTMTensor

/// What a text said after hidden states like the one at hand (Grave, Joulin and Usunier 2017, "Improving neural language models
/// with a continuous cache", arXiv:1612.04426).
///
/// The cache gives p(w) ∝ Σ exp(θ hₜ·hᵢ) over the remembered steps i that w followed, and is mixed with the model as
/// (1 − λ) p + λ p_cache. The paper tunes θ and λ on a validation text. Here every pair of a grid is a model of its own, and
/// their Bayesian mixture predicts: a pair weighs as much as it was right about the text so far, so that nothing is tuned on
/// what is scored and nothing need be known of the text before.
struct NeuralCache {
  private static let sharpnesses: [Float] = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6]
  private static let shares = [0.02, 0.05, 0.1, 0.2, 0.4]

  private let size: Int
  /// Hidden states of the steps before, [≤ size, H], and the tokens that followed them.
  private var hidden: Tensor?
  private var followers: [Int32] = []
  /// ln of each expert's weight: first the model alone, then by θ, then by λ.
  private var logWeights = [Double](
    repeating: 0, count: 1 + NeuralCache.sharpnesses.count * NeuralCache.shares.count)

  init(size: Int) {
    self.size = size
  }

  /// −ln p of the mixture for each of some steps, which are then remembered.
  ///
  /// - Parameters:
  ///   - losses: the model's own −ln p.
  ///   - rows: hidden states that the model predicted from, [steps, H].
  ///   - targets: the tokens that came.
  mutating func mixing(_ losses: [Double], hidden rows: Tensor, targets: [Int32]) -> [Double] {
    let known = followers.count
    let all = hidden.map { Tensor.concatenatingRows([$0, rows]) } ?? rows
    followers += targets
    let columns = followers.count
    let scores = rows.linear(weight: all).values
    let results = targets.indices.map { step in
      let end = known + step
      let window = max(0, end - size)..<end
      let first = step * columns
      return mixed(
        losses[step], scores[first + window.lowerBound..<first + window.upperBound],
        followers[window], target: targets[step])
    }
    let kept = max(0, columns - size)..<columns
    hidden = all.rows(kept)
    followers = Array(followers[kept])
    return results
  }

  /// −ln p of the mixture for one token; the experts' weights follow from how likely each held it.
  private mutating func mixed(
    _ loss: Double, _ scores: ArraySlice<Float>, _ followers: ArraySlice<Int32>, target: Int32
  ) -> Double {
    let own: Double = exponential(-loss)
    var probabilities = [own]
    for remembered in remembered(scores, followers, target) {
      for share in Self.shares {
        // Before there is anything to remember, the model alone decides.
        probabilities.append(remembered.map { (1 - share) * own + share * $0 } ?? own)
      }
    }
    let largest = logWeights.max() ?? 0
    let weights = logWeights.map { exponential($0 - largest) }
    let sum = weights.reduce(0, +)
    let mixture = zip(weights, probabilities).reduce(0) { $0 + $1.0 * $1.1 } / sum
    // A probability that underflows must not make an expert impossible for ever.
    for index in logWeights.indices {
      logWeights[index] +=
        naturalLogarithm(max(probabilities[index], 1e-300)) - naturalLogarithm(max(mixture, 1e-300))
    }
    return -naturalLogarithm(max(mixture, 1e-300))
  }

  /// p_cache of a token, for each sharpness; `nil` where nothing is remembered.
  private func remembered(
    _ scores: ArraySlice<Float>, _ followers: ArraySlice<Int32>, _ target: Int32
  ) -> [Double?] {
    guard let largest = scores.max() else { return Self.sharpnesses.map { _ in nil } }
    return Self.sharpnesses.map { sharpness in
      var weights = scores.map { ($0 - largest) * sharpness }
      exponentiate(&weights)
      var (sum, hits) = (0.0, 0.0)
      for (weight, follower) in zip(weights, followers) {
        sum += Double(weight)
        if follower == target { hits += Double(weight) }
      }
      return hits / sum
    }
  }
}
