/// A binary heap of pairs: the largest count first, and of equal counts the smallest key.
///
/// The order is total, so that what comes out does not depend on how it went in.
struct PairHeap {
  struct Entry {
    let count: Int
    let key: UInt64
    let slot: Int

    @inline(__always)
    func comesBefore(_ other: Entry) -> Bool {
      count == other.count ? key < other.key : count > other.count
    }
  }

  private var entries: [Entry] = []

  mutating func push(_ entry: Entry) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child].comesBefore(entries[parent]) else { return }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popLargest() -> Entry? {
    guard let top = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return top }
    entries[0] = last
    var parent = 0
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child].comesBefore(entries[first]) { first = child }
      }
      guard first != parent else { return top }
      entries.swapAt(parent, first)
      parent = first
    }
  }
}
