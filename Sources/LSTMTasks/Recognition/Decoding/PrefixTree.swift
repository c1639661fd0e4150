/// The prefixes of a search, which each are a unit behind a shorter one.
struct PrefixTree: Sendable {
  /// The prefix without units.
  static let root: Int32 = Chains<Int32>.none

  private var chains = Chains<Int32>()
  private var children: [UInt64: Int32] = [:]

  var count: Int { chains.count }

  private static func key(_ parent: Int32, _ unit: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: unit))
  }

  /// A prefix that has units without its last one.
  func parent(of node: Int32) -> Int32 { chains.previous[Int(node)] }

  /// A prefix and one more unit.
  mutating func makeChild(of parent: Int32, unit: Int32) -> Int32 {
    let key = Self.key(parent, unit)
    if let known = children[key] { return known }
    let node = chains.append(unit, behind: parent)
    children[key] = node
    return node
  }

  /// Forgets all but some prefixes and what they begin with; returns the new numbers of all.
  mutating func keep(_ kept: some Sequence<Int32>) -> [Int32] {
    let numbers = chains.keep(kept)
    children.removeAll(keepingCapacity: true)
    for node in chains.elements.indices {
      children[Self.key(chains.previous[node], chains.elements[node])] = Int32(node)
    }
    return numbers
  }
}
