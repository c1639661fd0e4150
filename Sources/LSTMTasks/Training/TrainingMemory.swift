import Foundation
import LSTMData
import LSTMTensor

/// Whether this machine can hold what a training takes: asked before memory runs out in the middle of it.
enum TrainingMemory {
  /// Numbers for each that is trained: the weight, its gradient and two moments.
  private static let copies = 4

  /// Refuses a training that this machine cannot hold.
  ///
  /// - Parameters:
  ///   - parameterCount: numbers to train; `nil` if they are beyond counting.
  ///   - steps: time steps of all sequences of a batch, T · N.
  ///   - row: numbers that a step keeps for the backward pass, at least.
  /// - Throws: ``TrainingMemoryError``.
  static func check(parameterCount: Int?, steps: Int = 0, row: Int = 0) throws(TrainingMemoryError)
  {
    let memory = ProcessInfo.processInfo.physicalMemory
    let needed = byteCount(parameterCount: parameterCount, steps: steps, row: row)
    guard let needed, needed <= memory else {
      throw .tooLarge(byteCount: needed, memory: memory)
    }
  }

  /// Bytes of weights, gradients, two moments and the activations of one batch; `nil` beyond counting.
  static func byteCount(parameterCount: Int?, steps: Int, row: Int) -> UInt64? {
    guard let parameterCount else { return nil }
    let (weights, overflow) = parameterCount.multipliedReportingOverflow(by: copies)
    let (activations, overflow2) = steps.multipliedReportingOverflow(by: row)
    let (numbers, overflow3) = weights.addingReportingOverflow(activations)
    let (bytes, overflow4) = numbers.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    return overflow || overflow2 || overflow3 || overflow4 ? nil : UInt64(exactly: bytes)
  }
}

/// A training that the machine cannot hold.
public enum TrainingMemoryError: ReportableError, Equatable {
  /// It needs more memory than there is; `byteCount` is `nil` beyond counting.
  case tooLarge(byteCount: UInt64?, memory: UInt64)

  /// Usage.
  public var kind: FailureKind { .usage }

  /// What is needed, what is there, what to do.
  public var description: String {
    switch self {
    case .tooLarge(let byteCount, let memory):
      """
      this training would take \(byteCount.map { "about \(Self.gigabytes($0)) GB" } ?? "far too much") of memory; this \
      machine has \(Self.gigabytes(memory)) GB. Use smaller sizes, such as --hidden and --layers, or a smaller batch.
      """
    }
  }

  private static func gigabytes(_ byteCount: UInt64) -> String {
    (Double(byteCount) / 1_000_000_000).text(1)
  }
}
