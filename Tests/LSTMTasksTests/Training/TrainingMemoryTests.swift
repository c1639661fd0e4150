import Foundation
import LSTMTensor
import Testing

@testable import LSTMTasks

@Suite("The memory of a training")
struct TrainingMemoryTests {
  @Test("is weights, gradients, two moments and the batch's activations, and never overflows")
  func bytes() {
    func bytes(_ count: Int?, _ steps: Int = 0, _ row: Int = 0) -> UInt64? {
      TrainingMemory.byteCount(parameterCount: count, steps: steps, row: row)
    }
    #expect(bytes(1000) == 16_000)
    #expect(bytes(1000, 20, 30) == 16_000 + 4 * 600)
    #expect(bytes(nil) == nil)
    #expect(bytes(.max) == nil && bytes(1, .max, 2) == nil && bytes(1, .max, 1) == nil)
  }

  @Test("that this machine lacks is refused with both figures, and what it has is not")
  func refusal() throws {
    try TrainingMemory.check(parameterCount: 1000, steps: 10, row: 10)
    let memory = ProcessInfo.processInfo.physicalMemory
    let count = Int(memory / 16) + 1
    #expect(throws: TrainingMemoryError.tooLarge(byteCount: UInt64(count) * 16, memory: memory)) {
      try TrainingMemory.check(parameterCount: count)
    }
    let error = TrainingMemoryError.tooLarge(byteCount: 64_000_000_000, memory: 24_000_000_000)
    #expect(error.description.contains("64.0 GB") && error.description.contains("24.0 GB"))
    #expect(error.kind == .usage)
    #expect("\(TrainingMemoryError.tooLarge(byteCount: nil, memory: 1))".contains("far too much"))
  }
}
