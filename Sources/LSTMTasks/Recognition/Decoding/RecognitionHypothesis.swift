/// What may have been said.
public struct RecognitionHypothesis: Sendable, Equatable {
  /// Its units, with the frames of their most probable alignment.
  public let units: [DecodedUnit]
  /// ln p of the units given what was heard, over all alignments that the search followed, in nats.
  public let logProbability: Double
  /// What it is ranked by: ``logProbability``, and what language model, words and hot words add.
  public let score: Double
}
