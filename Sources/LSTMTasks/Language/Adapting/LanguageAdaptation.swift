import LSTMTensor

/// How a language model follows the text that it is scored on.
///
/// Each token is predicted before it is learned from.
public struct LanguageAdaptation: Sendable, Equatable {
  /// Steps that the neural cache remembers; `nil`: there is none.
  public var cacheSize: Int?
  /// Learning rate of dynamic evaluation; `nil`: the weights stay.
  public var dynamicRate: Float?

  /// The largest cache: beyond it a text takes hours.
  private static let largestCache = 100_000

  /// Checked options.
  ///
  /// - Throws: ``LanguageAdaptationError`` for a value out of its range.
  public init(cacheSize: Int? = nil, dynamicRate: Float? = nil) throws(LanguageAdaptationError) {
    if let cacheSize, !(1...Self.largestCache).contains(cacheSize) {
      throw .cacheSize(cacheSize, largest: Self.largestCache)
    }
    if let dynamicRate, !(dynamicRate > 0 && dynamicRate.isFinite) {
      throw .dynamicRate(dynamicRate)
    }
    self.cacheSize = cacheSize
    self.dynamicRate = dynamicRate
  }

  /// Whether anything is adapted.
  public var isNone: Bool { cacheSize == nil && dynamicRate == nil }

  /// What it is called beside other scores.
  var name: String {
    switch (cacheSize, dynamicRate) {
    case (.some, .some): "cache+dynamic"
    case (nil, .some): "dynamic"
    default: "cache"
    }
  }
}

/// An option of ``LanguageAdaptation`` out of its range.
public enum LanguageAdaptationError: ReportableError, Equatable {
  /// A cache of no step, or of too many.
  case cacheSize(Int, largest: Int)
  /// A learning rate that is none.
  case dynamicRate(Float)

  /// Usage.
  public var kind: FailureKind { .usage }

  /// What was given, what is possible.
  public var description: String {
    switch self {
    case .cacheSize(let size, let largest):
      "--cache is \(size); it must be from 1 to \(largest): how many steps the cache remembers. 500 is usual for words."
    case .dynamicRate(let rate):
      "--dynamic is \(rate); it must be above 0: the learning rate with which weights follow the text. 0.3 is usual."
    }
  }
}
