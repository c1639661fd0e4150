/// Where the rows of a batch of sequences stand in memory, without padding.
///
/// Step t holds the sequences that are that long, longest first, so that they are always the first
/// rows. When all lengths are equal this is plain time-major order.
package struct SequenceLayout: Sendable {
  package let steps: Int
  package let batch: Int
  /// Sequences at each step, never rising.
  let rows: [Int]
  /// First row of each step.
  let offsets: [Int]
  /// Rows in all.
  package let rowCount: Int
  /// For ragged batches: the lengths, longest first.
  private let sortedLengths: [Int]?
  /// For ragged batches: which sequence stands at each place, longest first.
  package let order: [Int32]?
  /// For ragged batches: the row of [T, N, F] that each packed row is.
  package let rowOrder: [Int32]?

  /// The layout of `batch` sequences.
  ///
  /// - Parameter lengths: steps of each sequence, 0…`steps`; `nil` if all have `steps`.
  package init(steps: Int, batch: Int, lengths: [Int]? = nil) {
    self.steps = steps
    self.batch = batch
    guard let lengths, lengths.contains(where: { $0 != steps }) else {
      precondition(lengths.map { $0.count == batch } ?? true, "lengths for other than \(batch)")
      rows = Array(repeating: batch, count: steps)
      offsets = (0..<steps).map { $0 * batch }
      rowCount = steps * batch
      (sortedLengths, order, rowOrder) = (nil, nil, nil)
      return
    }
    precondition(lengths.count == batch, "\(lengths.count) lengths for \(batch) sequences")
    precondition(
      lengths.allSatisfy { $0 >= 0 && $0 <= steps }, "a length is outside 0…\(steps)")
    // Sorting is stable, so that equal lengths keep their order in every process.
    let sorted = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    let sortedLengths = sorted.map { lengths[$0] }
    var rows = [Int](repeating: 0, count: steps)
    var offsets = [Int](repeating: 0, count: steps)
    var total = 0
    var active = batch
    for step in 0..<steps {
      while active > 0, sortedLengths[active - 1] <= step { active -= 1 }
      rows[step] = active
      offsets[step] = total
      total += active
    }
    self.rows = rows
    self.offsets = offsets
    self.sortedLengths = sortedLengths
    rowCount = total
    order = sorted.map(Int32.init)
    rowOrder = (0..<steps).flatMap { step in
      sorted.prefix(rows[step]).map { Int32(step * batch + $0) }
    }
  }

  var isRagged: Bool { order != nil }

  /// The rows and the first row of each step, as the kernels read them.
  func withRowPointers(_ body: (UnsafePointer<Int>?, UnsafePointer<Int>?) -> Void) {
    rows.withUnsafeBufferPointer { rows in
      offsets.withUnsafeBufferPointer { offsets in body(rows.baseAddress, offsets.baseAddress) }
    }
  }

  /// The row that holds the last processed step of the sequence at each place; `nil` for an empty one.
  func lastRow(of place: Int, reverse: Bool) -> Int? {
    let length = sortedLengths?[place] ?? steps
    guard length > 0 else { return nil }
    return offsets[reverse ? 0 : length - 1] + place
  }

  /// The row in which each sequence ends [N, size], from packed rows [R, F] at `column`; an empty
  /// sequence's from `initial` [N, F].
  func finalRows(of rows: Tensor, column: Int, size: Int, reverse: Bool, initial: Tensor) -> Tensor
  {
    let result = Tensor(uninitialized: [batch, size])
    copyFinalRows(
      of: rows, column: column, size: size, reverse: reverse, initial: initial.pointer,
      initialStride: initial.shape.columnCount, into: result.freshPointer)
    withExtendedLifetime(initial) {}
    return result
  }

  func copyFinalRows(
    of rows: Tensor, column: Int, size: Int, reverse: Bool, initial: UnsafePointer<Float>,
    initialStride: Int, into result: UnsafeMutablePointer<Float>
  ) {
    let stride = rows.shape.columnCount
    for place in 0..<batch {
      let from =
        lastRow(of: place, reverse: reverse).map { rows.pointer + $0 * stride + column }
        ?? initial + place * initialStride
      (result + place * size).update(from: from, count: size)
    }
    withExtendedLifetime(rows) {}
  }

  /// Sequences [T, N, F] as packed rows [R, F].
  package func pack(_ x: Tensor) -> Tensor {
    rowOrder.map { x.permutingRows($0) } ?? x.reshaped(to: [rowCount, x.shape.columnCount])
  }

  /// Packed rows [R, F] as sequences [T, N, F], zero beyond the end of each.
  package func unpack(_ x: Tensor) -> Tensor {
    let shape: Shape = [steps, batch, x.shape.columnCount]
    return rowOrder.map { x.spreadingRows($0, shape: shape) } ?? x.reshaped(to: shape)
  }

  /// States [N, F] in the order of the packed batch.
  package func sorted(_ state: Tensor) -> Tensor {
    order.map { state.permutingRows($0) } ?? state
  }

  /// States of the packed batch in their own order again.
  package func unsorted(_ state: Tensor) -> Tensor {
    order.map { state.spreadingRows($0, shape: state.shape) } ?? state
  }

  /// States [L · D, N, F] with the sequences in the order of the packed batch.
  package func sortedStates(_ states: Tensor) -> Tensor {
    guard order != nil else { return states }
    return .stacking(slices(states).map { sorted($0) })
  }

  /// States [L · D, N, F] of the packed batch with the sequences in their own order again.
  package func unsortedStates(_ states: Tensor) -> Tensor {
    guard order != nil else { return states }
    return .stacking(slices(states).map { unsorted($0) })
  }

  private func slices(_ states: Tensor) -> [Tensor] {
    (0..<states.shape[0]).map {
      states.rows($0..<$0 + 1).reshaped(to: [batch, states.shape.columnCount])
    }
  }
}
