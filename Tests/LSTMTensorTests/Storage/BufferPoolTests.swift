import Testing

@testable import LSTMTensor

@Suite("The recycling pool")
struct BufferPoolTests {
  @Test("A size class holds at least what was asked for, at most a third more")
  func capacities() {
    for count in Array(0...5000) + [1 << 20, (1 << 20) + 1, 3 << 20, 1 << 30] {
      let capacity = BufferPool.capacity(for: count)
      #expect(capacity >= max(count, 1))
      #expect(capacity.isMultiple(of: 16))
      #expect(capacity <= max(count + 32, count + count / 3), "\(count) takes \(capacity)")
      #expect(BufferPool.capacity(for: capacity) == capacity)
    }
  }

  @Test("A larger request never falls into a smaller class")
  func order() {
    let capacities = (0...4096).map(BufferPool.capacity)
    #expect(zip(capacities, capacities.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(Set(capacities).count < 60)
  }

  @Test("What was given back is handed out again, aligned to 64 bytes")
  func recycling() {
    let pool = BufferPool()
    let (first, capacity) = pool.take(1000)
    pool.give(first, capacity: capacity)
    let (again, same) = pool.take(capacity)
    #expect(again == first && same == capacity)
    let (other, _) = pool.take(1000)
    #expect(other != again)
    #expect([first, other].allSatisfy { UInt(bitPattern: $0).isMultiple(of: 64) })
    pool.give(again, capacity: capacity)
    pool.give(other, capacity: capacity)
    let (smaller, small) = pool.take(10)
    #expect(smaller != again && smaller != other)
    #expect(small == 16)
    pool.give(smaller, capacity: small)
  }
}
