import CLSTMKernels

/// What is left to sum up after a run backward.
extension SequenceRun {
  /// The gradients of the peepholes [3, padded H].
  func peepholeGradients() -> Tensor {
    let result = Tensor(uninitialized: [3, clstm_padded(sequence.hidden)])
    summing(work: layout.rowCount * sequence.hidden) { complete, gradient, thread, threads in
      clstm_peephole_gradient(
        complete, gradient.pointee.gate_gradients, result.freshPointer, thread, threads)
    }
    return result
  }

  /// The gradients of the gains of normalisation and of the cell state's shift: [2 gate rows + 2 padded H].
  func gainGradients() -> Tensor {
    let row = clstm_gate_row(sequence.cell, sequence.hidden)
    let result = Tensor(uninitialized: [2 * row + 2 * clstm_padded(sequence.hidden)])
    summing(work: 4 * layout.rowCount * row) { complete, gradient, thread, threads in
      clstm_normalization_gain_gradient(
        complete, gradient, result.freshPointer, thread, threads)
    }
    return result
  }

  /// The gradients of the input projections before their normalisation, from those of the gates [R, gate row].
  func inputGradients(like gates: Tensor) -> Tensor {
    let (result, rows) = (Tensor(uninitialized: gates.shape), layout.rowCount)
    summing(work: 4 * gates.count) { complete, gradient, thread, threads in
      clstm_normalization_input_gradient(
        complete, gradient.pointee.gate_gradients, result.freshPointer,
        rows * Int(thread) / Int(threads), rows * (Int(thread) + 1) / Int(threads))
    }
    return result
  }

  private func summing(
    work: Int,
    _ kernel: (
      UnsafePointer<clstm_sequence>, UnsafePointer<clstm_sequence_gradient>, Int32, Int32
    ) -> Void
  ) {
    guard let gradient else { return }
    layout.withRowPointers { rows, offsets in
      var complete = sequence
      complete.rows = rows
      complete.offsets = offsets
      withVariant(&complete) { complete in
        withUnsafePointer(to: gradient) { gradient in
          nonisolated(unsafe) let (complete, gradient, kernel) = (complete, gradient, kernel)
          ThreadPool.shared.run(limit: Share.threads(for: work)) { thread, threads in
            kernel(complete, gradient, Int32(thread), Int32(threads))
          }
        }
      }
    }
  }
}
