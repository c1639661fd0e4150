/// How many symbols of references were recognised, and what went wrong with the others.
public struct ErrorCounts: Sendable, Equatable {
  /// Symbols of a reference that the hypothesis has.
  public var hits = 0
  /// Symbols of a reference in whose place the hypothesis has another.
  public var substitutions = 0
  /// Symbols of a reference that the hypothesis lacks.
  public var deletions = 0
  /// Symbols of a hypothesis that the reference lacks.
  public var insertions = 0

  /// No symbols.
  public init() {}

  /// Substitutions, deletions and insertions.
  public var errors: Int { substitutions + deletions + insertions }
  /// Symbols of the references.
  public var referenceCount: Int { hits + substitutions + deletions }

  /// Errors for each symbol of the references: the word error rate of words, the character error rate of characters.
  ///
  /// More than one where much is inserted. Without any symbol in the references, the number of insertions: zero where there
  /// was nothing to recognise and nothing was.
  public var rate: Double { Double(errors) / Double(max(1, referenceCount)) }

  /// Adds up counts, so that ``rate`` is of all symbols and no mean of rates.
  public static func += (total: inout ErrorCounts, other: ErrorCounts) {
    total.hits += other.hits
    total.substitutions += other.substitutions
    total.deletions += other.deletions
    total.insertions += other.insertions
  }
}
