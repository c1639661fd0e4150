import CLSTMKernels

/// One call of the recurrent kernels: the description of the sequence, how its work is shared, and the
/// memory it works in.
struct SequenceRun {
  var sequence = clstm_sequence()
  private let layout: SequenceLayout
  private let threads: Int

  init(cell: RecurrentCell, layout: SequenceLayout, inputSize: Int, hiddenSize: Int) {
    self.layout = layout
    let weights = cell.gateCount * hiddenSize * (hiddenSize + inputSize)
    threads = Share.threads(for: layout.rowCount * weights)
    sequence.cell = cell.code
    sequence.steps = layout.steps
    sequence.batch = layout.batch
    sequence.hidden = hiddenSize
    sequence.split_rows = Self.splitsRows(layout, weights: weights, threads: threads) ? 1 : 0
  }

  /// Threads that share rows never meet, but each reads all the weights; threads that share units meet
  /// at every step, and each reads its part.
  private static func splitsRows(_ layout: SequenceLayout, weights: Int, threads: Int) -> Bool {
    guard !layout.isRagged else { return false }
    return threads == 1 || layout.batch >= 8 * threads
  }

  /// Runs the layer forward; the caller keeps alive what the description points to.
  func forward(in scratch: inout Tensor) {
    run(backward: false, in: &scratch) { sequence, thread, threads in
      clstm_recurrent_forward(sequence, thread, threads)
    }
  }

  /// Runs the layer backward through the same sequence.
  func backward(_ gradient: clstm_sequence_gradient, in scratch: inout Tensor) {
    run(backward: true, in: &scratch) { sequence, thread, threads in
      withUnsafePointer(to: gradient) {
        clstm_recurrent_backward(sequence, $0, thread, threads)
      }
    }
  }

  private func run(
    backward: Bool, in scratch: inout Tensor,
    _ kernel: (UnsafePointer<clstm_sequence>, Int32, Int32) -> Void
  ) {
    var barrier = clstm_barrier()
    layout.withRowPointers { rows, offsets in
      withUnsafeMutablePointer(to: &barrier) { barrier in
        var complete = sequence
        complete.rows = rows
        complete.offsets = offsets
        complete.barrier = barrier
        // A busy pool leaves the work to fewer threads, which may need more scratch each.
        var size = 0
        for count in 1...threads {
          size = max(size, clstm_sequence_scratch_size(&complete, Int32(count), backward ? 1 : 0))
        }
        if scratch.count < size { scratch = Tensor(uninitialized: [size]) }
        scratch.makeUnique()
        complete.scratch = scratch.freshPointer
        nonisolated(unsafe) let (shared, kernel) = (complete, kernel)
        ThreadPool.shared.run(limit: threads) { thread, count in
          withUnsafePointer(to: shared) { kernel($0, Int32(thread), Int32(count)) }
        }
      }
    }
  }
}
