import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("The layout of packed sequences")
struct SequenceLayoutTests {
  static let raggedLengths = [
    [3, 5, 1], [0, 4, 2, 4], [0, 0], [1], [5, 5, 5, 4], [2, 0, 5, 5, 1, 3, 2], [4, 3, 2, 1, 0],
  ]

  @Test("Without lengths, packing is nothing but a change of shape")
  func full() {
    let layout = SequenceLayout(steps: 4, batch: 3)
    #expect(!layout.isRagged && layout.rowCount == 12)
    #expect(layout.rows == [3, 3, 3, 3] && layout.offsets == [0, 3, 6, 9])
    let x = Tensor((0..<24).map(Float.init), shape: [4, 3, 2])
    #expect(layout.pack(x).values == x.values)
    #expect(layout.unpack(layout.pack(x)).values == x.values)
    #expect(layout.sorted(x.rows(0..<1)).values == x.rows(0..<1).values)
    #expect(SequenceLayout(steps: 4, batch: 3, lengths: [4, 4, 4]).order == nil)
  }

  @Test(
    "A ragged layout holds each valid step once, longest sequence first", arguments: raggedLengths)
  func ragged(lengths: [Int]) {
    let layout = SequenceLayout(steps: 5, batch: lengths.count, lengths: lengths)
    #expect(layout.rowCount == lengths.reduce(0, +))
    #expect(layout.rows == (0..<5).map { step in lengths.count { $0 > step } })
    #expect(zip(layout.rows, layout.rows.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(layout.offsets == (0..<5).map { layout.rows.prefix($0).reduce(0, +) })
    #expect(layout.order?.sorted() == lengths.indices.map(Int32.init))
    #expect(layout.order?.map { lengths[Int($0)] } == lengths.sorted(by: >))
    let valid = (0..<5).flatMap { step in
      lengths.indices.filter { lengths[$0] > step }.map { Int32(step * lengths.count + $0) }
    }
    #expect(layout.rowOrder?.sorted() == valid)
  }

  @Test("Sequences of one length keep their order")
  func stability() {
    let layout = SequenceLayout(steps: 3, batch: 5, lengths: [2, 3, 2, 3, 2])
    #expect(layout.order == [1, 3, 0, 2, 4])
  }

  @Test("Unpacking is packing backwards, with zeros in the padding", arguments: raggedLengths)
  func inverse(lengths: [Int]) {
    var numbers = TestNumbers(seed: 1)
    let layout = SequenceLayout(steps: 5, batch: lengths.count, lengths: lengths)
    let x = Tensor(numbers.normal([5, lengths.count, 3]))
    let packed = layout.pack(x)
    #expect(packed.shape == [layout.rowCount, 3])
    let again = layout.unpack(packed)
    #expect(layout.pack(again).values == packed.values)
    for step in 0..<5 {
      for (row, length) in lengths.enumerated() {
        let at = (step * lengths.count + row) * 3
        let expected = length > step ? Array(x.values[at..<at + 3]) : [0, 0, 0]
        #expect(Array(again.values[at..<at + 3]) == expected)
      }
    }
    let state = Tensor(numbers.normal([lengths.count, 2]))
    #expect(layout.unsorted(layout.sorted(state)).values == state.values)
    #expect(layout.sorted(layout.unsorted(state)).values == state.values)
  }

  @Test("The gradient of packing is unpacking, and the other way around", arguments: raggedLengths)
  func gradients(lengths: [Int]) {
    var numbers = TestNumbers(seed: 2)
    let layout = SequenceLayout(steps: 5, batch: lengths.count, lengths: lengths)
    let x = numbers.normal([5, lengths.count, 2])
    let rows = numbers.normal([layout.rowCount, 2])
    let packing = differentiate(at: [x], upstream: rows) { layout.pack($0[0]) }
    #expect(packing.gradients[0]?.values == layout.unpack(Tensor(rows)).values)
    let unpacking = differentiate(at: [rows], upstream: x) { layout.unpack($0[0]) }
    #expect(unpacking.gradients[0]?.values == layout.pack(Tensor(x)).values)
  }

  @Test(
    "The last processed row of each sequence is found, in both directions", arguments: raggedLengths
  )
  func lastRows(lengths: [Int]) {
    let layout = SequenceLayout(steps: 5, batch: lengths.count, lengths: lengths)
    let steps = DoubleArray(
      (0..<5).flatMap { step in lengths.indices.map { Double(step * 100 + $0) } },
      shape: [5, lengths.count, 1])
    let packed = layout.pack(Tensor(steps)).values
    for (place, sequence) in (layout.order ?? []).enumerated() {
      let length = lengths[Int(sequence)]
      let (last, first) = (
        layout.lastRow(of: place, reverse: false), layout.lastRow(of: place, reverse: true)
      )
      guard length > 0 else {
        #expect(last == nil && first == nil)
        continue
      }
      #expect(last.map { packed[$0] } == Float((length - 1) * 100) + Float(sequence))
      #expect(first.map { packed[$0] } == Float(sequence))
    }
  }

  @Test("No steps at all make a layout without rows")
  func empty() {
    let layout = SequenceLayout(steps: 0, batch: 3)
    #expect(layout.rowCount == 0 && layout.rows.isEmpty)
    #expect(layout.unpack(layout.pack(.zeros([0, 3, 2]))).shape == [0, 3, 2])
  }
}
