/// What a beam search asks about the language: how probable the next unit is after those before it.
///
/// Probabilities of a unit may depend on all units before it and on nothing else.
public protocol DecodingLanguageModel: Sendable {
  /// What it remembers of the units so far: a value, of which a search keeps one for each prefix in its beam.
  associatedtype State: Sendable

  /// Before the first unit.
  var start: State { get }

  /// ln p of a unit after what was read: finite, and never above zero.
  func logProbability(of unit: Int32, after state: State) -> Double

  /// The state after one more unit.
  func state(after state: State, reading unit: Int32) -> State

  /// ln p of an end after what was read.
  func logProbabilityOfEnd(after state: State) -> Double
}

extension DecodingLanguageModel {
  /// Zero: a model without an end.
  public func logProbabilityOfEnd(after state: State) -> Double { 0 }
}

/// No knowledge of the language: all that counts is what was heard.
public struct NoLanguageModel: DecodingLanguageModel {
  /// Nothing.
  public struct State: Sendable {}

  /// The model.
  public init() {}

  /// Nothing.
  public var start: State { State() }
  /// Zero for every unit.
  public func logProbability(of unit: Int32, after state: State) -> Double { 0 }
  /// Nothing.
  public func state(after state: State, reading unit: Int32) -> State { state }
}
