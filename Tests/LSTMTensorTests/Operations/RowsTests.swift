import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Operations on rows")
struct RowsTests {
  @Test(
    "Gathering rows and its gradient are the reference's",
    arguments: [[4, 0, 4, 5, 4], [0], [], [5, 4, 3, 2, 1, 0]], [1, 3, 17])
  func gathering(ids: [Int32], columns: Int) {
    var numbers = TestNumbers(seed: 1)
    let table = numbers.normal([6, columns])
    let upstream = numbers.normal([ids.count, columns])
    let found = differentiate(at: [table], upstream: upstream) { $0[0].gathering(TokenIDs(ids)) }
    let tokens = ids.map(Int.init)
    #expect(relativeError(found.value, Reference.embedding(table, tokens: tokens)) == 0)
    let expected = Reference.embeddingBackward(
      tokens: tokens, vocabularySize: 6, gradient: upstream)
    #expect(relativeError(found.gradients[0], expected) <= 2e-7)
  }

  @Test("Gathered rows have the ids' shape with the columns behind it")
  func gatheredShape() {
    let table = Tensor.zeros([3, 5])
    #expect(table.gathering(TokenIDs([0, 1, 2, 0, 1, 2], shape: [3, 2])).shape == [3, 2, 5])
    #expect(table.gathering(TokenIDs([], shape: [0, 2])).shape == [0, 2, 5])
  }

  @Test("Permuting rows moves values there and gradients back; rows left out get zero")
  func permuting() {
    var numbers = TestNumbers(seed: 2)
    let x = numbers.normal([4, 3])
    let order: [Int32] = [2, 0, 3]
    let upstream = numbers.normal([3, 3])
    let found = differentiate(at: [x], upstream: upstream) { $0[0].permutingRows(order) }
    #expect(found.value.values == order.flatMap { row(Int($0), of: x) })
    #expect(
      found.gradients[0]?.values == row(1, of: upstream) + [0, 0, 0] + row(0, of: upstream)
        + row(2, of: upstream))
  }

  @Test("Spreading rows is permuting them backwards")
  func spreading() {
    var numbers = TestNumbers(seed: 3)
    let x = numbers.normal([3, 2])
    let upstream = numbers.normal([5, 2])
    let order: [Int32] = [4, 0, 2]
    let found = differentiate(at: [x], upstream: upstream) {
      $0[0].spreadingRows(order, shape: [5, 2])
    }
    #expect(
      found.value.values == row(1, of: x) + [0, 0] + row(2, of: x) + [0, 0] + row(0, of: x))
    #expect(found.gradients[0]?.values == order.flatMap { row(Int($0), of: upstream) })
  }

  private func row(_ index: Int, of x: DoubleArray) -> [Float] { x.block(index).floats }
}
