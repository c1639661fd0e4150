import Testing

@testable import LSTMTensor

@Suite("Tensors are values")
struct TensorTests {
  @Test("A copy that is changed leaves the original alone")
  func copyOnWrite() {
    let original = Tensor([1, 2, 3])
    var copy = original
    #expect(copy.storage === original.storage)
    copy[1] = 7
    #expect(copy.values == [1, 7, 3])
    #expect(original.values == [1, 2, 3])
    #expect(copy.storage !== original.storage)
  }

  @Test("A tensor that owns its memory alone is changed in place")
  func inPlace() {
    var tensor = Tensor([1, 2, 3])
    let address = tensor.withBuffer { $0.baseAddress }
    tensor[0] = 4
    tensor.withMutableBuffer { $0[2] = 6 }
    #expect(tensor.withBuffer { $0.baseAddress } == address)
    #expect(tensor.values == [4, 2, 6])
  }

  @Test(
    "Every way to change a tensor in place leaves its copies alone",
    arguments: [0, 1, 2, 3, 4])
  func everyMutation(way: Int) {
    let original = Tensor([1, -2, 3, -4], shape: [2, 2])
    let views = [original.reshaped(to: [4]), original.detached, original.tracked]
    var copy = original
    switch way {
    case 0: copy[3] = 9
    case 1: copy.withMutableBuffer { $0[0] = 9 }
    case 2: copy.add(original, scaledBy: 2)
    case 3: copy.clamp(to: 2)
    default: copy.scatterAdd(Tensor([5, 5], shape: [1, 2]), rows: [1])
    }
    #expect(copy.values != original.values)
    for tensor in [original] + views { #expect(tensor.values == [1, -2, 3, -4]) }
  }

  @Test("A tensor inside an array or a closure is a value too")
  func nestedCopies() {
    var list = [Tensor([1, 1]), Tensor([2, 2])]
    let kept = list
    let read = { kept[0].values }
    list[0][0] = 5
    #expect(list[0].values == [5, 1])
    #expect(kept[0].values == [1, 1])
    #expect(read() == [1, 1])
  }

  @Test("Adding a tensor to itself doubles it")
  func addingToItself() {
    var tensor = Tensor([1, 2, 3])
    tensor.add(tensor)
    #expect(tensor.values == [2, 4, 6])
  }

  @Test("Empty tensors hold nothing and can be used")
  func empty() {
    let empty = Tensor([], shape: [0, 3])
    #expect(empty.values.isEmpty)
    #expect((empty + empty).shape == [0, 3])
    #expect(empty.sum().scalar == 0)
    #expect(tanh(empty).count == 0)
    #expect(empty.columnSums().values == [0, 0, 0])
    #expect(Tensor.concatenatingRows([empty, empty]).shape == [0, 3])
  }

  @Test("A long tensor is described by its first elements")
  func description() {
    #expect(Tensor([1, 2.5]).description == "Tensor[2] [1.0, 2.5]")
    #expect(Tensor.zeros([3, 3]).description.hasSuffix("0.0, …]"))
  }

  @Test("Token ids keep their numbers and their shape")
  func tokenIDs() {
    let ids = TokenIDs([3, 1, 2, 0], shape: [2, 2])
    #expect(ids.values == [3, 1, 2, 0])
    #expect(ids == TokenIDs([3, 1, 2, 0], shape: [2, 2]))
    #expect(ids != TokenIDs([3, 1, 2, 0]))
  }
}
