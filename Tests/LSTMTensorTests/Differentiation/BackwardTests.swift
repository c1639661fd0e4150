import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("The tape")
struct BackwardTests {
  @Test("A tensor used twice gets the sum of both gradients")
  func usedTwice() {
    let x = Tensor([2, 3]).tracked
    // x² + 3x + x·x³, whose derivative is 2x + 3 + 4x³.
    let cube = x * x * x
    let loss = (x * x + x.scaled(by: 3) + x * cube).sum()
    #expect(gradients(of: loss, with: [x])[0]?.dense.values == [39, 117])
  }

  @Test("A diamond is walked once, and in the right order")
  func diamond() {
    let x = Tensor([1.5]).tracked
    var left = x
    var right = x
    for _ in 0..<30 {
      let sum = left + right
      (left, right) = (sum.scaled(by: 0.5), sum.scaled(by: 0.5))
    }
    // Walking each of the 2³⁰ paths would take hours.
    let gradient = gradients(of: (left * right).sum(), with: [x])[0]
    #expect(gradient?.dense.values == [3])
  }

  @Test("What the loss does not depend on has no gradient")
  func independent() {
    let (x, y, constant) = (Tensor([1]).tracked, Tensor([2]).tracked, Tensor([3]))
    let found = gradients(of: (x * constant).sum(), with: [x, y, constant])
    #expect(found[0]?.dense.values == [3])
    #expect(found[1] == nil && found[2] == nil)
    #expect(gradients(of: constant.sum(), with: [x]).allSatisfy { $0 == nil })
  }

  @Test("The loss itself may be a leaf")
  func leafIsLoss() {
    let x = Tensor(5).tracked
    #expect(gradients(of: x, with: [x])[0]?.dense.values == [1])
  }

  @Test("A detached tensor ends the tape")
  func detached() {
    let x = Tensor([2]).tracked
    let y = x * x
    let loss = (y.detached * x).sum()
    #expect(!y.detached.isTracked && y.isTracked)
    #expect(gradients(of: loss, with: [x])[0]?.dense.values == [4])
  }

  @Test("Operations on untracked tensors record nothing")
  func untracked() {
    let x = Tensor([1, 2], shape: [1, 2])
    let results = [
      x + x, x * x, x.sum(), x.linear(weight: x), x.softmax(), tanh(x), x.columns(0..<1),
      x.gathering(TokenIDs([0])), x.dropout(rate: 0.5, key: 1),
    ]
    #expect(results.allSatisfy { !$0.isTracked })
  }

  @Test("One tape gives its gradients as often as it is asked")
  func twice() {
    let x = Tensor([1, 2, 3]).tracked
    let loss = (tanh(x) * x).sum()
    let first = gradients(of: loss, with: [x])[0]?.dense.bits
    #expect(first != nil)
    #expect(gradients(of: loss, with: [x])[0]?.dense.bits == first)
  }

  @Test("A tape may be longer than the stack is deep, when it is walked and when it goes away")
  func longTape() {
    let x = Tensor(1).tracked
    var y = x
    for _ in 0..<60_000 { y = y + x }
    #expect(gradients(of: y, with: [x])[0]?.dense.scalar == 60_001)
  }

  @Test("A tape keeps only what its backward passes read")
  func keepsLittle() {
    let x = Tensor([1, 2, 3]).tracked
    weak var intermediate: Storage?
    let loss: Tensor
    do {
      let sum = x + x
      intermediate = sum.storage
      loss = (sum + x).sum()
    }
    // A sum's gradients do not depend on its operands.
    #expect(intermediate == nil)
    #expect(gradients(of: loss, with: [x])[0]?.dense.values == [3, 3, 3])
  }
}
