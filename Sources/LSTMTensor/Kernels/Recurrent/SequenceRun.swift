import CLSTMKernels

/// One layer in one direction as the recurrent kernels take it: the description of the sequence, and how
/// its work is shared.
///
/// Whoever makes a run keeps alive what its pointers point to.
struct SequenceRun {
  var sequence = clstm_sequence()
  /// Set for a run backward.
  var gradient: clstm_sequence_gradient?
  /// Set for a variant of the LSTM.
  var variant: VariantOperands?
  let layout: SequenceLayout
  /// Multiply-adds of the whole run.
  private let work: Int
  private let threads: Int

  /// Multiply-adds of a step below which meeting at its end costs more than a second thread saves.
  private static let worthMeeting = 1 << 16
  /// Weights that a second-level cache does not hold: threads that share units read each only its part.
  private static let farWeights = 1 << 18
  /// Rows of a thread that are worth its walk through all of them: one tile takes twelve rows with AVX-512, which hide
  /// the way to the third-level cache; six rows with AVX2 do not.
  private static var rowsForFarWeights: Int { InstructionSet.current == .avx512 ? 8 : 16 }

  init(cell: RecurrentCell, layout: SequenceLayout, inputSize: Int, hiddenSize: Int) {
    self.layout = layout
    let weights = cell.multiplications(hiddenSize, inputSize: inputSize)
    work = layout.rowCount * weights
    let wanted = Share.threads(for: work)
    let enoughRows = weights > Self.farWeights ? Self.rowsForFarWeights : 8
    let sharesRows = !layout.isRagged && (wanted == 1 || layout.batch >= enoughRows * wanted)
    let isWorthMeeting = layout.batch * weights >= Self.worthMeeting || cell.projectsAtOnce
    threads = sharesRows || isWorthMeeting ? wanted : 1
    sequence.cell = cell.code
    sequence.steps = layout.steps
    sequence.batch = layout.batch
    sequence.hidden = hiddenSize
    sequence.projection = cell.variant?.projectionSize ?? 0
    sequence.split_rows = sharesRows || (threads == 1 && !layout.isRagged) ? 1 : 0
  }

  /// Has the kernels project the inputs [R, I] at `input` on their way; where the cell wants it, all are projected at
  /// once into the gates.
  mutating func project(_ input: UnsafePointer<Float>, with weights: PackedRecurrentWeights) {
    if weights.cell.projectsAtOnce {
      let gateRow = weights.projectionSize
      return Product.multiply(
        m: layout.rowCount, n: gateRow, k: weights.inputSize,
        MatrixOperand(input, columns: weights.inputSize), packed: weights.input.pointer,
        into: sequence.gates, rowStride: gateRow, start: .bias(weights.bias.pointer))
    }
    sequence.input = input
    sequence.input_row_stride = weights.inputSize
    sequence.inputs = weights.inputSize
    sequence.packed_input = weights.input.pointer
    sequence.packed_bias = weights.bias.pointer
  }

  /// Does the runs, which have nothing to do with each other: the two directions of a layer.
  ///
  /// Two threads take a direction each, and never wait for each other; any other number shares each run.
  static func perform(_ runs: [SequenceRun], in scratch: inout Tensor) {
    guard runs.count == 2, Threads.count == 2, runs[0].work >= Share.worthAThread else {
      for run in runs { run.perform(in: &scratch) }
      return
    }
    let alone = runs.map { run in
      var alone = run
      alone.sequence.split_rows = run.layout.isRagged ? 0 : 1
      return alone
    }
    let sizes = alone.map { $0.scratchSize(threads: 1) }
    grow(&scratch, to: sizes[0] + sizes[1])
    nonisolated(unsafe) let (shared, base) = (alone, scratch.freshPointer)
    ThreadPool.shared.run(limit: 2) { thread, count in
      for number in stride(from: thread, to: 2, by: count) {
        shared[number].withComplete(scratch: base + number * sizes[0]) { $0(0, 1) }
      }
    }
  }

  private func perform(in scratch: inout Tensor) {
    // A busy pool leaves the work to fewer threads, which may need more scratch each.
    var size = 0
    for count in 1...threads { size = max(size, scratchSize(threads: count)) }
    Self.grow(&scratch, to: size)
    withComplete(scratch: scratch.freshPointer) { kernel in
      nonisolated(unsafe) let kernel = kernel
      ThreadPool.shared.run(limit: threads) { thread, count in kernel(Int32(thread), Int32(count)) }
    }
  }

  private static func grow(_ scratch: inout Tensor, to size: Int) {
    if scratch.count < size { scratch = Tensor(uninitialized: [size]) }
    scratch.makeUnique()
  }

  private func scratchSize(threads: Int) -> Int {
    var (complete, size) = (sequence, 0)
    withVariant(&complete) {
      size = clstm_sequence_scratch_size($0, Int32(threads), gradient == nil ? 0 : 1)
    }
    return size
  }

  /// Hands `body` the kernel of the complete description.
  private func withComplete(
    scratch: UnsafeMutablePointer<Float>, _ body: ((Int32, Int32) -> Void) -> Void
  ) {
    var barrier = clstm_barrier()
    layout.withRowPointers { rows, offsets in
      withUnsafeMutablePointer(to: &barrier) { barrier in
        var complete = sequence
        complete.rows = rows
        complete.offsets = offsets
        complete.barrier = barrier
        complete.scratch = scratch
        withVariant(&complete) { complete in
          guard let gradient else {
            return body { clstm_recurrent_forward(complete, $0, $1) }
          }
          withUnsafePointer(to: gradient) { gradient in
            body { clstm_recurrent_backward(complete, gradient, $0, $1) }
          }
        }
      }
    }
  }

  func withVariant(
    _ sequence: inout clstm_sequence, _ body: (UnsafePointer<clstm_sequence>) -> Void
  ) {
    guard let variant else { return withUnsafePointer(to: sequence, body) }
    withExtendedLifetime(variant) {
      withUnsafePointer(to: variant.description) { description in
        sequence.variant = description
        withUnsafePointer(to: sequence, body)
      }
    }
  }
}

extension RecurrentCell {
  /// Whether nothing of a step's gates depends on the step before: one product makes those of all.
  var projectsAtOnce: Bool {
    if case .mlstm = self { true } else { false }
  }

  /// Multiply-adds of one row of a step.
  fileprivate func multiplications(_ hiddenSize: Int, inputSize: Int) -> Int {
    // A head's memory is multiplied twice, by what it takes up and by the query.
    if case .mlstm(let heads) = self { return 2 * hiddenSize * (hiddenSize / heads) }
    let projection =
      self == .gruResetBefore ? hiddenSize * hiddenSize : projectionShape(hiddenSize)?.count ?? 0
    return weightRows(hiddenSize) * (carriedSize(hiddenSize) + inputSize) + projection
  }
}
