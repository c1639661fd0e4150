import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@Suite("Sparse gradients")
struct SparseGradientTests {
  private static func rows(_ ids: [Int32], using numbers: inout TestNumbers) -> SparseRows {
    let values = numbers.normal([ids.count, 3])
    return SparseRows(
      summing: Tensor(values.floats, shape: [ids.count, 3]), ids: ids, rowCount: 7)
  }

  @Test("A sparse gradient has the effect of the dense one, to the bit")
  func sameAsDense() {
    let optimizers: [any Optimizer] = [
      SGD(), SGD(weightDecay: 0.1), SGD(momentum: 0.9), Adam(), Adam(weightDecay: 0.1),
      Adam(weightDecay: 0.1, isDecoupled: true), RMSprop(),
      RMSprop(momentum: 0.5, isCentered: true),
    ]
    for optimizer in optimizers {
      var numbers = TestNumbers(seed: 5)
      let start = OneTensor(numbers.normal([7, 3]))
      var (sparse, dense) = (start, start)
      var (forSparse, forDense) = (optimizer, optimizer)
      for ids: [Int32] in [[1, 4, 1], [0], [6, 5, 4, 4]] {
        let rows = Self.rows(ids, using: &numbers)
        forSparse.update(
          &sparse, with: OneTensor.gradients(.sparse(rows)), learningRate: 0.1)
        forDense.update(
          &dense, with: OneTensor.gradients(.dense(rows.dense)), learningRate: 0.1)
      }
      #expect(sparse.bits == dense.bits, "\(optimizer)")
    }
  }

  @Test("Plain gradient descent leaves the other rows alone")
  func otherRows() {
    var numbers = TestNumbers(seed: 6)
    var model = OneTensor(numbers.normal([7, 3]))
    let before = model.weight.values
    var optimizer = SGD()
    let rows = Self.rows([2, 5], using: &numbers)
    optimizer.update(&model, with: OneTensor.gradients(.sparse(rows)), learningRate: 0.1)
    for row in 0..<7 {
      let range = row * 3..<row * 3 + 3
      let isSame = model.weight.values[range] == before[range]
      #expect(isSame == ![2, 5].contains(row), "row \(row)")
    }
  }
}
