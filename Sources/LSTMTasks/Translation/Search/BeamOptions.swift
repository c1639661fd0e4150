/// How translations are searched for.
public struct BeamOptions: Sendable, Equatable {
  /// Targets that are followed side by side, K; 1: the most probable token each time.
  public var width = 5
  /// α: scores are divided by ((5 + length) / 6)^α, so that short targets are not preferred (Wu and others 2016, "Google's neural
  /// machine translation system", arXiv:1609.08144, equation 14).
  public var lengthPenalty = 1.2
  /// β: what of the source nobody attended to costs β Σ ln min(Σ a, 1), after the same equation.
  public var coveragePenalty = 0.0
  /// Translations that are returned, at most K.
  public var count = 1

  /// The defaults.
  public init() {}

  /// Tokens after which a target ends, whatever it says.
  static func limit(_ sourceLength: Int) -> Int { 2 * sourceLength + 20 }
}
