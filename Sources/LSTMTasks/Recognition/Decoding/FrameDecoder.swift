import LSTMTensor

/// What turns frames into units as they come: the best path, or a search.
protocol FrameDecoder: Sendable {
  /// How many frames were read.
  var frameCount: Int { get }
  /// What was said so far, if more follows.
  var heard: [DecodedUnit] { get }

  /// Reads frames.
  ///
  /// - Parameter logits: [T, V].
  mutating func read(_ logits: Tensor)

  /// What may have been said if nothing follows, the best first; at least one.
  func candidates(_ count: Int) -> [RecognitionHypothesis]
}

extension GreedyDecoder: FrameDecoder {
  var heard: [DecodedUnit] { units }

  func candidates(_ count: Int) -> [RecognitionHypothesis] {
    [RecognitionHypothesis(units: units, logProbability: 0, score: 0)]
  }
}

extension PrefixBeamSearch: FrameDecoder {
  var heard: [DecodedUnit] { partial.units }

  func candidates(_ count: Int) -> [RecognitionHypothesis] {
    let found = hypotheses(count)
    return found.isEmpty ? [best] : found
  }
}
