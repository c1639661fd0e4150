import LSTMTestSupport
import Testing

@testable import LSTMTensor

/// Cutting, joining and reshaping: copies, so that values and gradients are exact.
@Suite("Shape operations")
struct ShapeOperationTests {
  @Test("A reshaped tensor has the same elements and hands its gradient back in the old shape")
  func reshaping() {
    var numbers = TestNumbers(seed: 1)
    let (x, upstream) = (numbers.normal([2, 6]), numbers.normal([3, 4]))
    let found = differentiate(at: [x], upstream: upstream) { $0[0].reshaped(to: [3, 4]) }
    #expect(found.value.shape == [3, 4] && found.value.values == x.floats)
    #expect(found.gradients[0]?.shape == [2, 6])
    #expect(found.gradients[0]?.values == upstream.floats)
  }

  @Test(
    "Columns are cut out, and their gradient is zero elsewhere",
    arguments: [0..<1, 4..<7, 0..<7, 3..<3], [[5, 7], [1, 7], [2, 3, 7], [0, 7], [7]])
  func columns(range: Range<Int>, shape: [Int]) {
    var numbers = TestNumbers(seed: 2)
    let x = numbers.normal(shape)
    let upstream = numbers.normal(shape.dropLast() + [range.count])
    let found = differentiate(at: [x], upstream: upstream) { $0[0].columns(range) }
    let places = x.values.indices.filter { range.contains($0 % 7) }
    #expect(found.value.values == places.map { x.floats[$0] })
    #expect(found.value.shape.array == shape.dropLast() + [range.count])
    var expected = [Float](repeating: 0, count: x.count)
    for (place, value) in zip(places, upstream.floats) { expected[place] = value }
    #expect(found.gradients[0]?.values == expected)
  }

  @Test(
    "Columns side by side are the reference's", arguments: [[2, 1, 3], [4], [0, 5], [16, 17]])
  func concatenatingColumns(sizes: [Int]) {
    var numbers = TestNumbers(seed: 3)
    let parts = sizes.map { numbers.normal([2, 3, $0]) }
    let upstream = numbers.normal([2, 3, sizes.reduce(0, +)])
    let found = differentiate(at: parts, upstream: upstream) { Tensor.concatenatingColumns($0) }
    #expect(relativeError(found.value, Reference.concatenate(parts)) == 0)
    let expected = Reference.concatenateBackward(sizes: sizes, gradient: upstream)
    for (gradient, reference) in zip(found.gradients, expected) {
      #expect(relativeError(gradient, reference) == 0)
    }
  }

  @Test(
    "Rows are cut out, and their gradient is zero elsewhere",
    arguments: [0..<1, 2..<5, 0..<5, 1..<1], [[5], [5, 3], [5, 2, 4], [5, 0]])
  func rows(range: Range<Int>, shape: [Int]) {
    var numbers = TestNumbers(seed: 4)
    let x = numbers.normal(shape)
    let size = shape.dropFirst().reduce(1, *)
    let upstream = numbers.normal([range.count] + shape.dropFirst())
    let found = differentiate(at: [x], upstream: upstream) { $0[0].rows(range) }
    #expect(
      found.value.values == Array(x.floats[range.lowerBound * size..<range.upperBound * size]))
    #expect(found.value.shape.array == [range.count] + shape.dropFirst())
    var expected = [Float](repeating: 0, count: x.count)
    for (index, value) in upstream.floats.enumerated() {
      expected[range.lowerBound * size + index] = value
    }
    #expect(found.gradients[0]?.values == expected)
  }

  @Test("Rows one after the other come back as they were", arguments: [[2, 1, 3], [0, 2], [4]])
  func concatenatingRows(counts: [Int]) {
    var numbers = TestNumbers(seed: 5)
    let parts = counts.map { numbers.normal([$0, 2, 3]) }
    let upstream = numbers.normal([counts.reduce(0, +), 2, 3])
    let found = differentiate(at: parts, upstream: upstream) { Tensor.concatenatingRows($0) }
    #expect(found.value.values == parts.flatMap(\.floats))
    #expect(found.gradients.flatMap { $0?.values ?? [] } == upstream.floats)
    #expect(found.gradients.map { $0?.shape[0] ?? -1 } == counts)
  }

  @Test("Stacked tensors become the slices of a new first axis")
  func stacking() {
    var numbers = TestNumbers(seed: 6)
    let parts = (0..<3).map { _ in numbers.normal([2, 5]) }
    let upstream = numbers.normal([3, 2, 5])
    let found = differentiate(at: parts, upstream: upstream) { Tensor.stacking($0) }
    #expect(relativeError(found.value, DoubleArray.stacking(parts)) == 0)
    for index in 0..<3 {
      #expect(relativeError(found.gradients[index], upstream.block(index)) == 0)
    }
    #expect(Tensor.stacking([Tensor(1), Tensor(2)]).values == [1, 2])
  }
}
