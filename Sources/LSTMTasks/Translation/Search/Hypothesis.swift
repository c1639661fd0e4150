/// A finished translation in tokens.
struct Hypothesis: Sendable, Equatable {
  /// Without the boundary.
  var tokens: [Int32]
  /// Its logarithmic probability, boundary included.
  var logProbability: Double
  /// What it is ranked by.
  var score: Double
  /// How much each of its tokens, and the boundary, attended to each token of the source, and to its boundary:
  /// [tokens + 1][source + 1].
  var alignment: [[Float]]
}
