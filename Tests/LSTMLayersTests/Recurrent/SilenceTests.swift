import Foundation
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

@Suite("Silencing a unit")
struct SilenceTests {
  @Test(
    "is holding its hidden state at zero in the recurrence and for the next layer",
    arguments: [Direction.forward, .reverse, .bidirectional])
  func oracle(direction: Direction) {
    let example = RecurrentCase(7, 1, 6, 4).with {
      $0.direction = direction
      $0.layerCount = 2
    }
    var numbers = TestNumbers(seed: 3)
    let input = numbers.normal([7, 1, 4])
    for isReverse in direction.passes {
      for layer in 0..<2 {
        let unit = RecurrentUnit(layer: layer, isReverse: isReverse, index: 2)
        let plain = LSTM(example)
        var silenced = plain
        silenced.silence(unit)
        var found = DoubleArray(silenced(Tensor(input)).outputs).values
        if layer == 1 {
          // In the top layer the unit itself goes on: nobody here reads it.
          let number = direction.passes.firstIndex(of: isReverse) ?? 0
          let columns = direction.passes.count * 6
          for step in 0..<7 { found[step * columns + number * 6 + 2] = 0 }
        }
        let expected = held(unit, plain, input)
        let shape = [7, 1, direction.passes.count * 6]
        #expect(
          relativeError(
            DoubleArray(found, shape: shape), DoubleArray(expected.flatMap { $0 }, shape: shape))
            <= 1e-5)
      }
    }
  }

  /// The LSTM as plain loops in `Double`, h of the unit held at zero at every step.
  private func held(_ unit: RecurrentUnit, _ lstm: LSTM, _ input: DoubleArray) -> [[Double]] {
    var rows = (0..<7).map { input.block($0).values }
    for (layer, directions) in lstm.layers.enumerated() {
      var outputs = [[Double]](repeating: [], count: 7)
      for (parameters, isReverse) in zip(directions, lstm.direction.passes) {
        let w = DoubleArray(parameters.inputWeight).values
        let u = DoubleArray(parameters.recurrentWeight).values
        let b = parameters.bias.map { DoubleArray($0).values } ?? []
        var (h, c) = ([Double](repeating: 0, count: 6), [Double](repeating: 0, count: 6))
        for step in isReverse ? Array((0..<7).reversed()) : Array(0..<7) {
          let x = rows[step]
          var sums: [Double] = b
          for row in 0..<24 {
            for column in x.indices { sums[row] += w[row * x.count + column] * x[column] }
            for column in 0..<6 { sums[row] += u[row * 6 + column] * h[column] }
          }
          func sigma(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
          for j in 0..<6 {
            c[j] = sigma(sums[6 + j]) * c[j] + sigma(sums[j]) * tanh(sums[12 + j])
            h[j] = sigma(sums[18 + j]) * tanh(c[j])
          }
          if unit.layer == layer, unit.isReverse == isReverse { h[unit.index] = 0 }
          outputs[step] += h
        }
      }
      rows = outputs
    }
    return rows
  }
}
