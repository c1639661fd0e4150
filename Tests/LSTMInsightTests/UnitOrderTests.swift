import LSTMTensor
import Testing

@testable import LSTMInsight

@Suite("The order of units in a picture")
struct UnitOrderTests {
  @Test("Units that move alike stand together, those that move against them at the other end")
  func together() {
    // Units 0, 2, 5 rise, 1 and 4 fall, 3 does not move.
    let slopes: [Float] = [1, -2, 3, 0, -0.5, 0.25]
    let values = (0..<20).flatMap { step in slopes.map { $0 * Float(step) } }
    let order = UnitOrder.byMotion(Tensor(values, shape: [20, 1, 6]))
    #expect(order.sorted() == Array(0..<6))
    let places = [0, 2, 5].map { order.firstIndex(of: $0) ?? -1 }.sorted()
    #expect(places == [0, 1, 2] || places == [3, 4, 5])
    #expect(order.firstIndex(of: 3) == 2 || order.firstIndex(of: 3) == 3)
  }

  @Test("One step, or no motion at all, leaves them in their order")
  func still() {
    #expect(UnitOrder.byMotion(Tensor([3, 1, 2], shape: [1, 1, 3])) == [0, 1, 2])
    #expect(UnitOrder.byMotion(.zeros([9, 1, 4])) == [0, 1, 2, 3])
  }
}
