import LSTMTensor

/// A Kneser-Ney model as a search asks it.
///
/// A unit without a token is as probable as any of V tokens, and forgotten.
public struct NGramDecodingModel: DecodingLanguageModel {
  /// The last tokens, as the model knows them.
  public struct State: Sendable {
    fileprivate let reader: KneserNeyReader
  }

  private let units: UnitTokens
  private let unknown: Double
  /// The beginning of a text.
  public let start: State

  /// - Parameters:
  ///   - model: of tokens.
  ///   - units: the token of each unit.
  public init(_ model: KneserNeyModel, units: UnitTokens) {
    units.check(vocabularySize: model.vocabularySize)
    self.units = units
    unknown = -naturalLogarithm(Double(model.vocabularySize))
    var reader = KneserNeyReader(model)
    if let boundary = units.boundary { _ = reader.read(boundary) }
    start = State(reader: reader)
  }

  /// ln p of a unit.
  public func logProbability(of unit: Int32, after state: State) -> Double {
    units[unit].map { naturalLogarithm(state.reader.probability(of: $0)) } ?? unknown
  }

  /// After one more unit.
  public func state(after state: State, reading unit: Int32) -> State {
    guard let token = units[unit] else { return state }
    var reader = state.reader
    _ = reader.read(token)
    return State(reader: reader)
  }

  /// ln p of the boundary; zero without one.
  public func logProbabilityOfEnd(after state: State) -> Double {
    units.boundary.map { naturalLogarithm(state.reader.probability(of: $0)) } ?? 0
  }
}
