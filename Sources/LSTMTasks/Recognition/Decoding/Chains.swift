/// Sequences that share their beginnings: each element stands behind another one, or behind none.
struct Chains<Element: Sendable>: Sendable {
  /// What an element that is the first stands behind.
  static var none: Int32 { -1 }

  private(set) var elements: [Element] = []
  private(set) var previous: [Int32] = []

  var count: Int { elements.count }

  /// Adds an element behind another; returns its number.
  mutating func append(_ element: Element, behind: Int32) -> Int32 {
    elements.append(element)
    previous.append(behind)
    return Int32(elements.count - 1)
  }

  /// All elements up to one, in order.
  func sequence(upTo last: Int32) -> [Element] {
    var (result, at) = ([Element](), last)
    while at != Self.none {
      result.append(elements[Int(at)])
      at = previous[Int(at)]
    }
    return result.reversed()
  }

  /// Forgets all but some elements and those before them; returns the new numbers of all, ``none`` for those forgotten.
  ///
  /// What is left keeps its order.
  mutating func keep(_ kept: some Sequence<Int32>) -> [Int32] {
    var numbers = [Int32](repeating: Self.none, count: count)
    for last in kept {
      var at = last
      while at != Self.none, numbers[Int(at)] == Self.none {
        numbers[Int(at)] = 0
        at = previous[Int(at)]
      }
    }
    let old = self
    elements.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    for at in numbers.indices where numbers[at] != Self.none {
      let behind = old.previous[at]
      numbers[at] = append(
        old.elements[at], behind: behind == Self.none ? Self.none : numbers[Int(behind)])
    }
    return numbers
  }
}
