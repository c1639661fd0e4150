import LSTMTensor

/// An LSTM language model as a search asks it: a stream for each prefix.
///
/// A unit without a token is as probable as any of V tokens, and forgotten.
public struct StreamDecodingModel: DecodingLanguageModel {
  /// A stream, and what turns its logits into logarithms of probabilities.
  public struct State: Sendable {
    fileprivate let stream: LanguageStream
    /// ln Σ exp over the logits.
    private let logSum: Double

    fileprivate init(_ stream: LanguageStream) {
      self.stream = stream
      let best = stream.logits.withBuffer { $0[...].largest(1)[0] }
      // Of the largest logit, the loss is how far the sum lies above it.
      let above = stream.logits.crossEntropies(targets: TokenIDs([best.token])).scalar
      logSum = Double(best.value) + Double(above)
    }

    fileprivate func logProbability(of token: Int32) -> Double {
      Double(stream.logits[Int(token)]) - logSum
    }
  }

  private let units: UnitTokens
  private let unknown: Double
  /// The beginning of a text.
  public let start: State

  /// - Parameters:
  ///   - model: of tokens.
  ///   - units: the token of each unit.
  public init(_ model: PreparedLanguageModel, units: UnitTokens) {
    units.check(vocabularySize: model.vocabularySize)
    self.units = units
    unknown = -naturalLogarithm(Double(model.vocabularySize))
    var stream = model.stream()
    if let boundary = units.boundary { stream.read(boundary) }
    start = State(stream)
  }

  /// ln p of a unit.
  public func logProbability(of unit: Int32, after state: State) -> Double {
    units[unit].map { state.logProbability(of: $0) } ?? unknown
  }

  /// After one more unit.
  public func state(after state: State, reading unit: Int32) -> State {
    guard let token = units[unit] else { return state }
    var stream = state.stream
    stream.read(token)
    return State(stream)
  }

  /// ln p of the boundary; zero without one.
  public func logProbabilityOfEnd(after state: State) -> Double {
    units.boundary.map { state.logProbability(of: $0) } ?? 0
  }
}
