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

  /// Outputs [T, N, H], final hidden and cell states [N, H], and gates where they are fed back; outputs and hidden states have P for H where the variant projects.
  ///
  /// - Parameter tensors: input [T, N, I], states [N, H] and gates [N, 3H] where they are fed back, input weight,
  ///   recurrent weight, bias, and peepholes, projection, gate weight and gains where the variant has them.
  func run(_ tensors: [DoubleArray]) -> [DoubleArray] {
    let feeds = variant.hasFullGateRecurrence
    let (input, weights) = (tensors[0], Array(tensors.dropFirst(feeds ? 4 : 3)))
    var (hidden, cell) = (tensors[1], tensors[2])
    var gates = feeds ? tensors[3] : DoubleArray(shape: [tensors[1].shape[0], 0])
    let (steps, batch) = (input.shape[0], input.shape[1])
    let width = variant.projectionSize ?? hiddenSize
    var outputs = DoubleArray(shape: [steps, batch, width])
    for time in isReverse ? (0..<steps).reversed() : Array(0..<steps) {
      for row in 0..<batch {
        let inTime = time * batch + row
        let sums = preactivations(
          input.row(inTime), hidden.row(row), gates.row(row), weights)
        let next = step(sums, weights, hidden.row(row), cell.row(row), inTime)
        for (column, value) in next.gates.enumerated() where feeds {
          gates[row * next.gates.count + column] = value
        }
        for unit in 0..<hiddenSize { cell[row * hiddenSize + unit] = next.cell[unit] }
        for column in 0..<width {
          hidden[row * width + column] = next.hidden[column]
          outputs[inTime * width + column] = next.hidden[column]
        }
      }
    }
    return [outputs, hidden, cell] + (feeds ? [gates] : [])
  }

  /// Mean 0 and variance 1.
  private func normalized(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return values.map { ($0 - mean) / (variance + 1e-5).squareRoot() }
  }

  private func product(_ weight: DoubleArray, _ factors: [Double]) -> [Double] {
    // Plain loops: this runs thousands of times, and in debug builds.
    let (values, count, columns) = (weight.values, weight.shape[0], factors.count)
    var (sums, row) = ([Double](repeating: 0, count: count), 0)
    while row < count {
      var (sum, k, at) = (0.0, 0, row * columns)
      while k < columns {
        sum += values[at] * factors[k]
        k += 1
        at += 1
      }
      sums[row] = sum
      row += 1
    }
    return sums
  }

  /// Sums of the gates that have weights, stacked.
  private func preactivations(
    _ input: [Double], _ hidden: [Double], _ gates: [Double], _ weights: [DoubleArray]
  ) -> [Double] {
    let fromInput = product(weights[0], input)
    var fromState = product(weights[1], hidden)
    if variant.hasFullGateRecurrence {
      let told = product(weights[variant.hasPeepholes ? 4 : 3], gates)
      let before = variant.weightedGates.prefix(2).count { $0 } * hiddenSize
      for (row, value) in told.enumerated() {
        fromState[row < before ? row : row + hiddenSize] += value
      }
    }
    guard variant.hasLayerNormalization else {
      return fromInput.indices.map { weights[2][$0] + fromInput[$0] + fromState[$0] }
    }
    let gains = weights.suffix(4).map(\.values)
    let (x, h) = (normalized(fromInput), normalized(fromState))
    return x.indices.map { weights[2][$0] + gains[0][$0] * x[$0] + gains[1][$0] * h[$0] }
  }

  private func step(
    _ sums: [Double], _ weights: [DoubleArray], _ hidden: [Double], _ cell: [Double], _ inTime: Int
  ) -> (hidden: [Double], cell: [Double], gates: [Double]) {
    var (stacked, peephole) = (0, 0)
    func sum() -> [Double] {
      stacked += 1
      return Array(sums[(stacked - 1) * hiddenSize..<stacked * hiddenSize])
    }
    func gate(_ number: Int, _ state: [Double]) -> [Double] {
      guard variant.weightedGates[number] else { return state.map { _ in 1 } }
      var sum = sum()
      if variant.hasPeepholes {
        for unit in sum.indices { sum[unit] += weights[3].row(peephole)[unit] * state[unit] }
        peephole += 1
      }
      return sum.map { 1 / (1 + exp(-$0)) }
    }
    func masked(_ mask: DoubleArray?, _ unit: Int) -> Double? {
      mask.map { $0[inTime * hiddenSize + unit] }
    }
    let i = gate(0, cell)
    let f = variant.couplesForgetGate ? i.map { 1 - $0 } : gate(1, cell)
    let candidate = variant.hasCandidateActivation ? sum().map(tanh) : sum()
    let next = candidate.indices.map { unit in
      let value =
        f[unit] * cell[unit] + i[unit] * candidate[unit] * (masked(candidateMask, unit) ?? 1)
      guard let clip = variant.cellClip else { return value }
      return min(max(value, -Double(clip)), Double(clip))
    }
    let o = gate(3, next)
    var seen = next
    if variant.hasLayerNormalization {
      let (scale, shift) = (weights[weights.count - 2], weights[weights.count - 1])
      seen = normalized(next).enumerated().map { $1 * scale[$0] + shift[$0] }
    }
    var shown = zip(o, seen).map { $0 * (variant.hasOutputActivation ? tanh($1) : $1) }
    if variant.projectionSize != nil {
      shown = product(weights[variant.hasPeepholes ? 4 : 3], shown)
    }
    func keeping(_ old: [Double], _ new: [Double], _ mask: DoubleArray?, _ rate: Float) -> [Double]
    {
      new.indices.map { unit in
        if let factor = masked(mask, unit) { return factor == 0 ? old[unit] : new[unit] }
        return Double(rate) * old[unit] + (1 - Double(rate)) * new[unit]
      }
    }
    return (
      keeping(hidden, shown, hiddenMask, variant.hiddenZoneout),
      keeping(cell, next, cellMask, variant.cellZoneout),
      zip([0, 1, 3], [i, f, o]).flatMap { variant.weightedGates[$0] ? $1 : [] }
    )
  }
}

extension DoubleArray {
  fileprivate func row(_ row: Int) -> [Double] {
    Array(values[row * columnCount..<(row + 1) * columnCount])
  }
}
