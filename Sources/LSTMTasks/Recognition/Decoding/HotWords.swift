/// Words and phrases that a search is to favour, as a trie that follows each prefix unit by unit.
///
/// A phrase that has begun lends its prefix a part of its bonus, in proportion to what is there of it, so that the prefix is
/// not dropped before the phrase is whole; what becomes of no whole phrase gives it back. Of phrases that begin with each
/// other the longest counts. A phrase begins and ends with words: "art" is not found in "start".
public struct HotWords: Sendable, Equatable {
  /// A phrase, and what it adds to the score of what contains it, in nats; less than zero to avoid it.
  public struct Phrase: Sendable, Equatable {
    /// Its units, separators between its words included.
    public let units: [Int32]
    /// In nats.
    public let bonus: Double

    /// A phrase.
    public init(units: [Int32], bonus: Double) {
      self.units = units
      self.bonus = bonus
    }
  }

  /// Where a prefix stands.
  struct State: Sendable, Equatable {
    /// What whole phrases have added.
    fileprivate(set) var earned = 0.0
    /// The node of what may become a phrase: the root where one may begin, −1 inside a word that is none.
    fileprivate var node: Int32 = 0
  }

  private struct Node: Sendable, Equatable {
    /// Of the phrase that ends here.
    var bonus: Double?
    /// What has begun, at best.
    var lent = 0.0
    /// What is left if no longer phrase comes of it: the phrases on the way here, and where it stands without the first.
    var fallback = State(node: -1)
    /// What is gained if the text ends here.
    var atEnd = 0.0
  }

  private let separator: Int32?
  private var nodes = [Node()]
  private var children: [UInt64: Int32] = [:]

  /// No phrases.
  public init() { separator = nil }

  /// Lays out phrases; of equal ones the last counts, and empty ones do not.
  ///
  /// - Parameter separator: the unit that stands between words; `nil` if each unit is a word.
  public init(_ phrases: [Phrase], separator: Int32?) {
    self.separator = separator
    for phrase in phrases where !phrase.units.isEmpty { insert(phrase) }
    // What is left of a node is a node nearer to the root.
    for depth in 0..<(phrases.map(\.units.count).max() ?? 0) {
      for phrase in phrases where phrase.units.count > depth { link(phrase.units[...depth]) }
    }
  }

  private static func key(_ node: Int32, _ unit: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: unit))
  }

  private func child(_ node: Int32, _ unit: Int32) -> Int32? {
    children.isEmpty ? nil : children[Self.key(node, unit)]
  }

  /// Whether a word ends before a unit, whatever went before.
  private func endsWord(_ unit: Int32) -> Bool { separator == nil || unit == separator }

  private mutating func insert(_ phrase: Phrase) {
    var node: Int32 = 0
    for (place, unit) in phrase.units.enumerated() {
      if let next = child(node, unit) {
        node = next
      } else {
        children[Self.key(node, unit)] = Int32(nodes.count)
        node = Int32(nodes.count)
        nodes.append(Node())
      }
      let lent = phrase.bonus * Double(place + 1) / Double(phrase.units.count)
      nodes[Int(node)].lent = max(nodes[Int(node)].lent, lent)
    }
    nodes[Int(node)].bonus = phrase.bonus
  }

  /// The node that units lead to from the root.
  private func node(of path: ArraySlice<Int32>) -> Int? {
    var node: Int32 = 0
    for unit in path {
      guard let next = child(node, unit) else { return nil }
      node = next
    }
    return Int(node)
  }

  /// Inside a word that begins no phrase; where each unit is a word there is no such place.
  private var astray: Int32 { separator == nil ? 0 : -1 }

  /// Finds what is left at the end of a path if no longer phrase comes of it.
  private mutating func link(_ path: ArraySlice<Int32>) {
    guard let end = node(of: path) else { return }
    var (left, rest) = (State(node: astray), path.dropFirst())
    for place in path.indices.dropFirst().reversed() where endsWord(path[place]) {
      guard let bonus = node(of: path[..<place]).flatMap({ nodes[$0].bonus }) else { continue }
      (left.earned, rest) = (bonus, path[place...])
      break
    }
    for unit in rest { left = state(after: left, reading: unit) }
    nodes[end].fallback = left
    nodes[end].atEnd = nodes[end].bonus ?? bonusAtEnd(left)
  }

  /// After one more unit.
  func state(after state: State, reading unit: Int32) -> State {
    var state = state
    while true {
      if state.node >= 0, let next = child(state.node, unit) {
        state.node = next
        return state
      }
      guard state.node > 0 else {
        state.node = endsWord(unit) ? 0 : -1
        return state
      }
      let node = nodes[Int(state.node)]
      if endsWord(unit), let bonus = node.bonus {
        state = State(earned: state.earned + bonus, node: astray)
      } else {
        state = State(earned: state.earned + node.fallback.earned, node: node.fallback.node)
      }
    }
  }

  /// What a prefix gains, if it goes on.
  func bonus(_ state: State) -> Double {
    guard state.node > 0 else { return state.earned }
    return max(state.earned + nodes[Int(state.node)].lent, bonusAtEnd(state))
  }

  /// What a text gains that ends here.
  func bonusAtEnd(_ state: State) -> Double {
    state.earned + (state.node > 0 ? nodes[Int(state.node)].atEnd : 0)
  }
}
