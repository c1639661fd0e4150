import Testing

@testable import LSTMTasks

@Suite("What is plain to see of a sequence")
struct SequenceSummaryTests {
  @Test("are figures of each value, its course, and products, as counted by hand")
  func figures() {
    let summary = SequenceSummary(dimensionCount: 2)
    // Two values and a mask that is not looked at, over two steps.
    let found = summary.figures(of: [1, 4, 1, 3, 0, 1], width: 3)
    #expect(summary.sizes == [14, 8, 5] && found.count == 27)
    #expect(Array(found[0..<7]) == [2, 1, 1, 3, 1, 3, 2])
    #expect(Array(found[7..<14]) == [2, 2, 0, 4, 4, 0, 4])
    #expect(Array(found[14..<18]) == [1, 1, 3, 3] && Array(found[18..<22]) == [4, 4, 0, 0])
    #expect(Array(found[22...]) == [2, 2, 5, 2, 8])
  }

  @Test("leave products out where there would be too many")
  func wide() {
    let summary = SequenceSummary(dimensionCount: 100)
    #expect(summary.sizes == [700, 400])
    #expect(summary.figures(of: Array(repeating: 1, count: 100), width: 100).count == 1100)
  }
}
