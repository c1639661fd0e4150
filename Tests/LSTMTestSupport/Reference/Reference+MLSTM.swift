import Foundation

extension Reference {
  /// The mLSTM in one direction, as Beck and others (2024) write it down, forward: its derivatives are
  /// central differences.
  package struct MLSTM: Sendable {
    package var headCount: Int
    package var lengths: [Int]?
    package var isReverse: Bool

    package init(headCount: Int, lengths: [Int]? = nil, isReverse: Bool = false) {
      self.headCount = headCount
      self.lengths = lengths
      self.isReverse = isReverse
    }

    /// Runs over a sequence.
    ///
    /// - Parameter tensors: input [T, N, I]; hidden [N, H], memory [N, heads · keys · values],
    ///   normaliser [N, H], stabiliser [N, heads]; input weight [4H + 2 heads, I], bias.
    /// - Returns: the outputs [T, N, H], and the four states after the last step.
    package func run(_ tensors: [DoubleArray]) -> [DoubleArray] {
      let (input, hiddenSize) = (tensors[0], tensors[1].columnCount)
      let (batch, size) = (input.shape[1], hiddenSize / headCount)
      var states = Array(tensors[1...4])
      var outputs = DoubleArray(shape: [input.shape[0], batch, hiddenSize])
      let walk = RecurrentWalk(over: input, lengths: lengths, reverse: isReverse)
      let sums = Reference.linear(input, weight: tensors[5], bias: tensors[6])
      for time in walk.times {
        for row in walk.rows(at: time) {
          for head in 0..<headCount {
            let first = (time * batch + row) * (4 * hiddenSize + 2 * headCount)
            func part(_ number: Int) -> [Double] {
              (0..<size).map { sums[first + number * hiddenSize + head * size + $0] }
            }
            let gates = (
              sums[first + 4 * hiddenSize + head], sums[first + 4 * hiddenSize + headCount + head]
            )
            let shown = step(
              query: part(0), key: part(1).map { $0 / Double(size).squareRoot() }, value: part(2),
              gates: gates, &states, pair: row * headCount + head)
            for (index, read) in shown.enumerated() {
              let at = (row * headCount + head) * size + index
              states[0][at] = read / (1 + exp(-part(3)[index]))
              outputs[time * batch * hiddenSize + at] = states[0][at]
            }
          }
        }
      }
      return [outputs] + states
    }

    /// What a head reads from its memory.
    private func step(
      query: [Double], key: [Double], value: [Double], gates: (Double, Double),
      _ states: inout [DoubleArray], pair: Int
    ) -> [Double] {
      let size = key.count
      let kept = -log1p(exp(-gates.1)) + states[3][pair]
      let stabilizer = max(kept, gates.0)
      let (input, forget) = (exp(gates.0 - stabilizer), exp(kept - stabilizer))
      states[3][pair] = stabilizer
      var read = [Double](repeating: 0, count: size)
      var overlap = 0.0
      for e in 0..<size {
        let n = pair * size + e
        states[2][n] = forget * states[2][n] + input * key[e]
        overlap += states[2][n] * query[e]
        for d in 0..<size {
          let c = (pair * size + e) * size + d
          states[1][c] = forget * states[1][c] + input * key[e] * value[d]
          read[d] += states[1][c] * query[e]
        }
      }
      return read.map { $0 / max(abs(overlap), exp(-stabilizer)) }
    }
  }
}
