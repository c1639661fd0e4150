/// The names seen so far in one object, for refusing a name that comes twice.
struct ExactStringSet: Sendable {
  /// Up to this many names a walk is quicker than hashing, and most objects are small.
  private static let smallCount = 8

  private var few: [ExactString] = []
  private var many: Set<ExactString> = []

  /// Adds a name and says whether it is new.
  mutating func insert(_ name: String) -> Bool {
    let name = ExactString(name)
    if many.isEmpty {
      guard !few.contains(name) else { return false }
      few.append(name)
      if few.count > Self.smallCount { many = Set(few) }
      return true
    }
    return many.insert(name).inserted
  }
}
