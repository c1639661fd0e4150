import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@Suite("Optimisers, threads and instruction sets", .serialized)
struct SameBitsTests {
  /// Large enough for several threads, and no multiple of any vector's width.
  private static let numbers = {
    var numbers = TestNumbers(seed: 9)
    return (0..<4).map { _ in Tensor(numbers.uniform([40_003]).floats) }
  }()

  /// The bits of a tensor after three steps.
  private func bits(_ kind: OptimizerKind) -> [UInt32] {
    var model = OneTensor(Self.numbers[0])
    var optimizer = kind.optimizer()
    for gradient in Self.numbers.dropFirst() {
      optimizer.update(
        &model, with: OneTensor.gradients(.dense(gradient)), learningRate: 0.01)
    }
    return model.bits
  }

  @Test("Every instruction set and number of threads gives the same bits")
  func sameBits() {
    let (threads, set) = (Threads.count, InstructionSet.current)
    defer {
      Threads.count = threads
      set.select()
    }
    for kind in OptimizerKind.allCases {
      Threads.count = 1
      InstructionSet.scalar.select()
      let expected = bits(kind)
      for set in InstructionSet.allCases where set.select() {
        for count in [1, 2, 3] {
          Threads.count = count
          #expect(bits(kind) == expected, "\(kind), \(set), \(count) threads")
        }
      }
    }
  }
}
