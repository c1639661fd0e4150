import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

/// The fused LSTM against a loop over `LSTMCell`, the equations as the textbook writes them.
@Suite("The fused LSTM and the textbook's cell")
struct LSTMCellTests {
  static let cases =
    [
      RecurrentCase(1, 1, 1, 1), RecurrentCase(64, 1, 3, 2), RecurrentCase(1, 33, 65, 40),
      RecurrentCase(20, 9, 33, 17),
    ] + RecurrentCase.options + RecurrentCase.sample(8, seed: 3, work: 60_000)

  @Test("They agree in outputs, states and every gradient", arguments: cases)
  func agreement(_ example: RecurrentCase) {
    let problem = RecurrentProblem<LSTM>(example)
    let (fused, looped) = (problem.fused, problem.looped(example))
    for index in fused.values.indices {
      let error = relativeError(fused.values[index], DoubleArray(looped.values[index]))
      #expect(error <= 1e-5, "value \(index): \(error)")
    }
    let expected = Dictionary(uniqueKeysWithValues: looped.gradients)
    for (path, gradient) in fused.gradients {
      // An LSTM of which no step is read depends on none of its weights.
      let reference = expected[path] ?? .zeros(gradient.shape)
      let error = relativeError(gradient, DoubleArray(reference))
      #expect(error <= 1e-5, "gradient of \(path): \(error)")
    }
  }

  @Test("A step computes the equations, gate by gate")
  func equations() {
    let cell = LSTMCell(
      inputWeight: Tensor([0.5, -0.25, 1, 0.75], shape: [4, 1]),
      recurrentWeight: Tensor([0.1, 0.2, -0.3, 0.4], shape: [4, 1]),
      bias: Tensor([0.01, 1, -0.02, 0.03]))
    let state = LSTMState(
      hidden: Tensor([0.6], shape: [1, 1]), cell: Tensor([-0.8], shape: [1, 1]))
    let next = cell.step(Tensor([2], shape: [1, 1]), state: state)
    func sigma(_ x: Double) -> Double { Reference.sigmoid(x) }
    func tanh(_ x: Double) -> Double { Reference.Function.tanh.value(at: x) }
    let input = sigma(0.5 * 2 + 0.1 * 0.6 + 0.01)
    let forget = sigma(-0.25 * 2 + 0.2 * 0.6 + 1)
    let candidate = tanh(1 * 2 - 0.3 * 0.6 - 0.02)
    let output = sigma(0.75 * 2 + 0.4 * 0.6 + 0.03)
    let expected = forget * -0.8 + input * candidate
    #expect(abs(Double(next.cell.scalar) - expected) < 1e-6)
    #expect(abs(Double(next.hidden.scalar) - output * tanh(expected)) < 1e-6)
  }
}

extension RecurrentProblem<LSTM> {
  /// What a loop over `LSTMCell` computes: each sequence by itself where their lengths differ.
  fileprivate func looped(_ example: RecurrentCase) -> Results {
    let upstream = upstream.map { Tensor($0) }
    let (_, gradients, values) = valueAndGradient(of: self) { problem in
      let initial =
        problem.states.isEmpty
        ? problem.layer.zeroState(batchSize: example.batchSize).tensors.map(\.tensor)
        : problem.states
      let groups = lengths.map { $0.enumerated().map { ($0.offset..<$0.offset + 1, $0.element) } }
      let parts = (groups ?? [(0..<example.batchSize, example.steps)]).map { rows, length in
        problem.run(rows, length, initial, example)
      }
      let values = (0..<3).map { value in
        Self.joining(parts.map { $0[value] })
      }
      return (Self.loss(values, upstream), values.map(\.detached))
    }
    return (values, gradients.entries.map { ($0.path, $0.gradient.dense) })
  }

  /// Blocks [A, n, F] side by side along the second axis.
  private static func joining(_ parts: [Tensor]) -> Tensor {
    let (slices, columns) = (parts[0].shape[0], parts[0].shape[2])
    let batch = parts.reduce(0) { $0 + $1.shape[1] }
    let wide = parts.map { $0.reshaped(to: [slices, $0.shape[1] * columns]) }
    return Tensor.concatenatingColumns(wide).reshaped(to: [slices, batch, columns])
  }

  /// Rows of the second axis of a block [A, N, F].
  private static func slice(_ x: Tensor, _ rows: Range<Int>) -> Tensor {
    let (slices, batch, columns) = (x.shape[0], x.shape[1], x.shape[2])
    return x.reshaped(to: [slices, batch * columns])
      .columns(rows.lowerBound * columns..<rows.upperBound * columns)
      .reshaped(to: [slices, rows.count, columns])
  }

  /// Outputs [T, n, D · H] and final states [L · D, n, H] of some sequences of one length.
  private func run(
    _ rows: Range<Int>, _ length: Int, _ initial: [Tensor], _ example: RecurrentCase
  ) -> [Tensor] {
    let (size, count) = (example.hiddenSize, rows.count)
    let starts = initial.map { Self.slice($0, rows) }
    let own = Self.slice(input, rows)
    var inputs = (0..<length).map {
      own.rows($0..<$0 + 1).reshaped(to: [count, example.inputSize])
    }
    var finals: [LSTMState] = []
    for index in layer.layers.indices {
      var sides: [[Tensor]] = []
      for (number, isReverse) in layer.direction.passes.enumerated() {
        let parameters = layer.layers[index][number]
        let cell = LSTMCell(
          inputWeight: parameters.inputWeight, recurrentWeight: parameters.recurrentWeight,
          bias: parameters.bias ?? .zeros([4 * size]))
        let place = index * example.directionCount + number
        func start(_ part: Int) -> Tensor {
          starts[part].rows(place..<place + 1).reshaped(to: [count, size])
        }
        var state = LSTMState(hidden: start(0), cell: start(1))
        var outputs: [Tensor] = []
        for x in isReverse ? inputs.reversed() : inputs {
          state = cell.step(x, state: state)
          outputs.append(state.hidden)
        }
        finals.append(state)
        sides.append(isReverse ? outputs.reversed() : outputs)
      }
      inputs = (0..<length).map { step in Tensor.concatenatingColumns(sides.map { $0[step] }) }
    }
    let padding = Tensor.zeros([count, example.directionCount * size])
    let padded = inputs + Array(repeating: padding, count: example.steps - length)
    return [
      Tensor.stacking(padded), Tensor.stacking(finals.map(\.hidden)),
      Tensor.stacking(finals.map(\.cell)),
    ]
  }
}
