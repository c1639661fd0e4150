/// Names in the order of their arrival, each once, and where each stands.
struct ExactStringIndex: Sendable {
  /// Up to this many names a walk is quicker than hashing, and most objects are small.
  private static let smallCount = 16

  private var few: [ExactString] = []
  private var many: [ExactString: Int] = [:]

  /// Adds a name at the end and says whether it is new; one that is there stays where it is.
  mutating func insert(_ name: String) -> Bool {
    let name = ExactString(name)
    guard many.isEmpty else { return insertAmongMany(name) }
    guard !few.contains(name) else { return false }
    few.append(name)
    if few.count > Self.smallCount {
      for (position, name) in few.enumerated() { many[name] = position }
      few = []
    }
    return true
  }

  /// Where a name stands, `nil` where it is none of these.
  func position(of name: String) -> Int? {
    let name = ExactString(name)
    return many.isEmpty ? few.firstIndex(of: name) : many[name]
  }

  private mutating func insertAmongMany(_ name: ExactString) -> Bool {
    // One look-up both finds and adds.
    let count = many.count
    let isNew = { (position: inout Int) in
      guard position < 0 else { return false }
      position = count
      return true
    }
    return isNew(&many[name, default: -1])
  }
}
