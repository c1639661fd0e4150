import Foundation

extension Reference {
  /// A GRU whose reset gate comes before the product (Cho and others 2014), in `Double` arithmetic, forward
  /// only: central differences give its gradients.
  ///
  ///     r = σ(W_r x + U_r h + b_r)
  ///     z = σ(W_z x + U_z h + b_z)
  ///     n = tanh(W_n x + U_n (r ⊙ h) + b_n)
  ///     h' = (1 − z) ⊙ n + z ⊙ h
  package struct GRUResetBefore {
    package var isReverse: Bool
    package var lengths: [Int]?

    package init(lengths: [Int]? = nil, isReverse: Bool = false) {
      self.lengths = lengths
      self.isReverse = isReverse
    }

    /// Outputs [T, N, H], zero beyond a row's length, and the final hidden states [N, H].
    ///
    /// - Parameter tensors: input [T, N, I], hidden states [N, H], input weight [3H, I], recurrent weight
    ///   [2H, H], bias [3H], candidate weight [H, H].
    package func run(_ tensors: [DoubleArray]) -> [DoubleArray] {
      let input = tensors[0]
      var hidden = tensors[1]
      let (steps, batch, size) = (input.shape[0], input.shape[1], hidden.columnCount)
      var outputs = DoubleArray(shape: [steps, batch, size])
      for row in 0..<batch {
        let length = lengths?[row] ?? steps
        for time in isReverse ? (0..<length).reversed() : Array(0..<length) {
          let inTime = time * batch + row
          let x = Array(
            input.values[inTime * input.columnCount..<(inTime + 1) * input.columnCount])
          let before = Array(hidden.values[row * size..<(row + 1) * size])
          for (unit, value) in step(x, before, Array(tensors.dropFirst(2))).enumerated() {
            hidden[row * size + unit] = value
            outputs[inTime * size + unit] = value
          }
        }
      }
      return [outputs, hidden]
    }

    private func step(_ x: [Double], _ h: [Double], _ weights: [DoubleArray]) -> [Double] {
      let size = h.count
      let fromInput = zip(product(weights[0], x), weights[2].values).map { $0 + $1 }
      let fromState = product(weights[1], h)
      let r = (0..<size).map { sigmoid(fromInput[$0] + fromState[$0]) }
      let z = (size..<2 * size).map { sigmoid(fromInput[$0] + fromState[$0]) }
      let seen = product(weights[3], zip(r, h).map { $0 * $1 })
      return (0..<size).map { unit in
        let n = tanh(fromInput[2 * size + unit] + seen[unit])
        return (1 - z[unit]) * n + z[unit] * h[unit]
      }
    }

    private func product(_ weight: DoubleArray, _ factors: [Double]) -> [Double] {
      let columns = factors.count
      return (0..<weight.shape[0]).map { row in
        var sum = 0.0
        for k in 0..<columns { sum += weight[row * columns + k] * factors[k] }
        return sum
      }
    }

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  }
}
