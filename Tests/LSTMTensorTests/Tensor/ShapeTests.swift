import Testing

@testable import LSTMTensor

@Suite("Shapes")
struct ShapeTests {
  @Test("A shape gives up its sizes, from the first axis or from the last")
  func sizes() {
    let shape: Shape = [2, 3, 5, 7]
    #expect(shape.rank == 4)
    #expect(shape.array == [2, 3, 5, 7])
    #expect((0..<4).map { shape[$0] } == [2, 3, 5, 7])
    #expect((1...4).map { shape[-$0] } == [7, 5, 3, 2])
    #expect(shape.count == 210)
    #expect(shape.rowCount == 30)
    #expect(shape.columnCount == 7)
    #expect("\(shape)" == "[2, 3, 5, 7]")
  }

  @Test("A scalar is one row of one column")
  func scalar() {
    let shape: Shape = []
    #expect(shape.rank == 0 && shape.count == 1)
    #expect(shape.rowCount == 1 && shape.columnCount == 1)
    #expect(shape.array.isEmpty)
  }

  @Test("An empty axis makes an empty tensor, whose rows still count")
  func empty() {
    #expect(Shape([0, 4]).count == 0)
    #expect(Shape([0, 4]).rowCount == 0)
    #expect(Shape([3, 0]).rowCount == 3)
    #expect(Shape([3, 0]).columnCount == 0)
  }

  @Test("Shapes with the same elements but other axes are not equal")
  func equality() {
    #expect(Shape([6]) != Shape([6, 1]))
    #expect(Shape([2, 3]) != Shape([3, 2]))
    #expect(Shape([2, 3]) == [2, 3])
    #expect(Set([Shape([2, 3]), [2, 3], [2, 3, 1]]).count == 2)
  }

  @Test("The last axis can be replaced")
  func replacing() {
    #expect(Shape([2, 3]).replacingLast(with: 9) == [2, 9])
    #expect(Shape([4]).replacingLast(with: 1) == [1])
  }
}
