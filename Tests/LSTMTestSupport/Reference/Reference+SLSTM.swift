import Foundation

extension Reference {
  /// The sLSTM in one direction, as Beck and others (2024) write it down, forward: its derivatives are
  /// central differences.
  package struct SLSTM: Sendable {
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
    /// - Parameter tensors: input [T, N, I]; hidden, cell, normaliser, stabiliser [N, H]; input weight
    ///   [4H, I], recurrent weight [4H, H / heads], bias [4H].
    /// - Returns: the outputs [T, N, H], and the four states after the last step.
    package func run(_ tensors: [DoubleArray]) -> [DoubleArray] {
      let (input, hiddenSize) = (tensors[0], tensors[1].columnCount)
      let (batch, size) = (input.shape[1], hiddenSize / headCount)
      var states = Array(tensors[1...4])
      var outputs = DoubleArray(shape: [input.shape[0], batch, hiddenSize])
      let walk = RecurrentWalk(over: input, lengths: lengths, reverse: isReverse)
      let inputPart = Reference.linear(input, weight: tensors[5], bias: tensors[7])
      for time in walk.times {
        let before = states
        for row in walk.rows(at: time) {
          for unit in 0..<hiddenSize {
            func sum(_ gate: Int) -> Double {
              let weightRow = gate * hiddenSize + unit
              let first = unit / size * size
              return (0..<size).reduce(
                inputPart[(time * batch + row) * 4 * hiddenSize + weightRow]
              ) {
                $0 + tensors[6][weightRow * size + $1]
                  * before[0][row * hiddenSize + first + $1]
              }
            }
            let at = row * hiddenSize + unit
            let hidden = Self.step([0, 1, 2, 3].map(sum), &states, at)
            outputs[time * batch * hiddenSize + at] = hidden
          }
        }
      }
      return [outputs] + states
    }

    private static func step(_ sums: [Double], _ states: inout [DoubleArray], _ at: Int) -> Double {
      let begins = states[2][at] == 0
      let kept = begins ? -Double.infinity : -log1p(exp(-sums[1])) + states[3][at]
      let stabilizer = max(kept, sums[0])
      let (input, forget) = (exp(sums[0] - stabilizer), exp(kept - stabilizer))
      states[1][at] = forget * states[1][at] + input * tanh(sums[2])
      states[2][at] = forget * states[2][at] + input
      states[3][at] = stabilizer
      states[0][at] = states[1][at] / states[2][at] / (1 + exp(-sums[3]))
      return states[0][at]
    }
  }
}
