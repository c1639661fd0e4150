import LSTMTensor
import Testing

@testable import LSTMLayers

@Suite("Phases and the sources of masks")
struct PhaseTests {
  @Test("Seeds, steps and parts each name masks of their own")
  func keys() {
    var keys: [UInt64] = []
    for seed in 0..<4 {
      for step in 0..<10 {
        let source = MaskSource(seed: UInt64(seed), step: step)
        keys.append(source.key)
        keys += (0..<5).map { source.part($0).key }
      }
    }
    #expect(Set(keys).count == keys.count)
    #expect(MaskSource(seed: 3, step: 4) == MaskSource(seed: 3, step: 4))
  }

  @Test("A part keeps the number of its first row; a part of inference is inference")
  func parts() {
    let source = MaskSource(seed: 1, step: 2, firstRow: 40)
    #expect(source.part(3).firstRow == 40)
    guard case .training(let part) = Phase.training(source).part(3) else {
      Issue.record("a part of training does not train")
      return
    }
    #expect(part == source.part(3))
    guard case .inference = Phase.inference.part(1) else {
      Issue.record("a part of inference trains")
      return
    }
  }
}
