import Foundation
import LSTMTensor
import LSTMTestSupport

/// A variant of the LSTM in `Double` arithmetic, forward only: central differences give its gradients.
struct VariantOracle {
  var variant: LSTMVariant
  var hiddenSize: Int
  var isReverse = false
  /// Of each step [T, N, H]; `nil`: nothing is dropped, and zoneout keeps its share.
  var candidateMask: DoubleArray?
  var cellMask: DoubleArray?
  var hiddenMask: DoubleArray?

  /// Outputs [T, N, H], final hidden and cell states [N, H].
  ///
  /// - Parameter tensors: input [T, N, I], states [N, H], input weight, recurrent weight, bias, and peepholes
  ///   where the variant has them.
  func run(_ tensors: [DoubleArray]) -> [DoubleArray] {
    let (input, weights) = (tensors[0], Array(tensors.dropFirst(3)))
    var (hidden, cell) = (tensors[1], tensors[2])
    let (steps, batch) = (input.shape[0], input.shape[1])
    var outputs = DoubleArray(shape: [steps, batch, hiddenSize])
    for time in isReverse ? (0..<steps).reversed() : Array(0..<steps) {
      let before = hidden
      for row in 0..<batch {
        for unit in 0..<hiddenSize {
          let sums = preactivations(input, before, weights, time * batch + row, row, unit)
          let (place, inTime) = (
            row * hiddenSize + unit, (time * batch + row) * hiddenSize + unit
          )
          let next = step(sums, weights, unit, before[place], cell[place], inTime)
          (hidden[place], cell[place]) = next
          outputs[inTime] = next.hidden
        }
      }
    }
    return [outputs, hidden, cell]
  }

  /// Of the gates that have weights, by gate.
  private func preactivations(
    _ input: DoubleArray, _ hidden: DoubleArray, _ weights: [DoubleArray], _ inputRow: Int,
    _ stateRow: Int, _ unit: Int
  ) -> [Double?] {
    let inputs = input.columnCount
    var place = 0
    return variant.weightedGates.map { hasWeights in
      guard hasWeights else { return nil }
      let row = place * hiddenSize + unit
      place += 1
      var sum = weights[2][row]
      for k in 0..<inputs { sum += weights[0][row * inputs + k] * input[inputRow * inputs + k] }
      for k in 0..<hiddenSize {
        sum += weights[1][row * hiddenSize + k] * hidden[stateRow * hiddenSize + k]
      }
      return sum
    }
  }

  private func step(
    _ sums: [Double?], _ weights: [DoubleArray], _ unit: Int, _ hidden: Double, _ cell: Double,
    _ inTime: Int
  ) -> (hidden: Double, cell: Double) {
    var peephole = 0
    func gate(_ number: Int, _ state: Double) -> Double {
      guard var sum = sums[number] else { return 1 }
      if variant.hasPeepholes {
        sum += weights[3][peephole * hiddenSize + unit] * state
        peephole += 1
      }
      return 1 / (1 + exp(-sum))
    }
    let i = gate(0, cell)
    let f = variant.couplesForgetGate ? 1 - i : gate(1, cell)
    var candidate = sums[2] ?? .nan
    if variant.hasCandidateActivation { candidate = tanh(candidate) }
    if let candidateMask { candidate *= candidateMask[inTime] }
    var next = f * cell + i * candidate
    if let clip = variant.cellClip { next = min(max(next, -Double(clip)), Double(clip)) }
    let o = gate(3, next)
    let shown = o * (variant.hasOutputActivation ? tanh(next) : next)
    func keeping(_ old: Double, _ new: Double, _ mask: DoubleArray?, _ rate: Float) -> Double {
      if let mask { return mask[inTime] == 0 ? old : new }
      return Double(rate) * old + (1 - Double(rate)) * new
    }
    return (
      keeping(hidden, shown, hiddenMask, variant.hiddenZoneout),
      keeping(cell, next, cellMask, variant.cellZoneout)
    )
  }
}
