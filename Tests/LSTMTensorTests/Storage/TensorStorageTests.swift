import LSTMTestSupport
import Testing

@testable import LSTMTensor

/// What `Storage` promises, under load: this suite also runs under the thread sanitizer.
@Suite("Storage")
struct TensorStorageTests {
  @Test("Tensors that live at the same time never share memory by chance")
  func noAliasing() {
    var numbers = TestNumbers(seed: 1)
    var live: [(tensor: Tensor, mark: Float)] = []
    for round in 0..<3000 {
      let count = Int.random(in: 1...200, using: &numbers)
      let mark = Float(round)
      live.append((Tensor(repeating: mark, shape: [count]), mark))
      if live.count > 40 {
        live.remove(at: Int.random(in: 0..<live.count, using: &numbers))
      }
      let (tensor, expected) = live[Int.random(in: 0..<live.count, using: &numbers)]
      #expect(tensor[tensor.count - 1] == expected)
    }
    #expect(live.allSatisfy { entry in entry.tensor.values.allSatisfy { $0 == entry.mark } })
    let ranges = live.map { entry in
      let base = UInt(bitPattern: entry.tensor.storage.base)
      return base..<base + UInt(entry.tensor.count) * 4
    }.sorted { $0.lowerBound < $1.lowerBound }
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
  }

  @Test("Tasks read one tensor while each changes a copy of its own")
  func concurrentCopies() async {
    let shared = Tensor((0..<500).map(Float.init))
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<16 {
        group.addTask {
          var own = shared
          for step in 0..<50 {
            own[(task * 31 + step) % 500] += 1
            guard shared[step] == Float(step) else { return false }
            let copy = own
            own.add(copy, scaledBy: 1)
            own.clamp(to: 1e30)
            guard copy.count == own.count else { return false }
          }
          return shared.values == (0..<500).map(Float.init)
        }
      }
      for await isIntact in group { #expect(isIntact) }
    }
  }

  @Test("Tasks that pass tensors to each other all see their values")
  func handingOver() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Tensor.self)
    async let sum: Float = {
      var total: Float = 0
      for await tensor in stream { total += tensor.sum().scalar }
      return total
    }()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for step in 0..<100 {
            continuation.yield(Tensor(repeating: Float(task + step), shape: [64]))
          }
        }
      }
    }
    continuation.finish()
    let expected = (0..<8).flatMap { task in (0..<100).map { Float(64 * (task + $0)) } }
    #expect(await sum == expected.reduce(0, +))
  }

  @Test("Tasks differentiate through one shared tape")
  func concurrentTapes() async {
    let weight = Tensor((0..<64 * 64).map { Float($0 % 17) / 17 }, shape: [64, 64]).tracked
    let input = Tensor((0..<32 * 64).map { Float($0 % 13) / 13 }, shape: [32, 64])
    let middle = tanh(input.linear(weight: weight))
    @Sendable func gradient() -> [UInt32] {
      gradients(of: (middle * middle).sum(), with: [weight])[0]?.dense.bits ?? []
    }
    let expected = gradient()
    #expect(expected.count == 64 * 64)
    await withTaskGroup(of: [UInt32].self) { group in
      for _ in 0..<12 { group.addTask { gradient() } }
      for await bits in group { #expect(bits == expected) }
    }
  }
}
