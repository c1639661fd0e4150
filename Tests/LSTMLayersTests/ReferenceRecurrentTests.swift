import LSTMTestSupport
import Testing

/// Every recurrent reference against central differences, over odd shapes, ragged batches and both
/// directions, and against what raggedness and direction mean.
@Suite("Recurrent references")
struct ReferenceRecurrentTests {
  static let tolerance = 1e-8

  struct Case: Sendable, CustomTestStringConvertible {
    var steps = 1
    var batchSize = 1
    var inputSize = 1
    var hiddenSize = 1
    var lengths: [Int]?
    var reverse = false

    var testDescription: String {
      let ragged = lengths.map { ", lengths \($0)" } ?? ""
      return "T \(steps), N \(batchSize), I \(inputSize), H \(hiddenSize)\(ragged)"
        + (reverse ? ", reverse" : "")
    }
  }

  static let cases: [Case] = [false, true].flatMap { reverse in
    [
      Case(reverse: reverse),
      Case(inputSize: 3, hiddenSize: 5, reverse: reverse),
      Case(steps: 6, inputSize: 2, hiddenSize: 3, reverse: reverse),
      Case(batchSize: 4, inputSize: 3, hiddenSize: 2, reverse: reverse),
      Case(steps: 5, batchSize: 3, inputSize: 4, hiddenSize: 7, reverse: reverse),
      Case(
        steps: 5, batchSize: 4, inputSize: 2, hiddenSize: 3, lengths: [3, 5, 1, 0],
        reverse: reverse),
      Case(
        steps: 4, batchSize: 2, inputSize: 1, hiddenSize: 4, lengths: [2, 3], reverse: reverse),
    ]
  }

  @Test("The LSTM's gradients match central differences", arguments: cases)
  func lstm(_ example: Case) { check(Reference.LSTM.self, example) }

  @Test("The GRU's gradients match central differences", arguments: cases)
  func gru(_ example: Case) { check(Reference.GRU.self, example) }

  @Test("The simple network's gradients match central differences", arguments: cases)
  func rnn(_ example: Case) { check(Reference.RNN.self, example) }

  private func check<Layer: FlatRecurrentReference>(_: Layer.Type, _ example: Case) {
    var numbers = TestNumbers(seed: 21)
    let layer = Layer.random(
      inputSize: example.inputSize, hiddenSize: example.hiddenSize, using: &numbers)
    let shape = [example.batchSize, example.hiddenSize]
    let input = numbers.normal([example.steps, example.batchSize, example.inputSize])
    let initial = Layer.randomState(shape, using: &numbers)
    let outputs = numbers.normal([example.steps] + shape)
    let final = Layer.randomState(shape, using: &numbers)
    let stateCount = Layer.parts(of: initial).count

    func run(_ values: [DoubleArray]) -> Layer.Trace {
      Layer(parameters: Array(values[(1 + stateCount)...])).forward(
        values[0], initial: Layer.state(from: Array(values[1...stateCount])),
        lengths: example.lengths, reverse: example.reverse)
    }
    let point = [input] + Layer.parts(of: initial) + layer.parameters
    let gradients = layer.backward(run(point), outputs: outputs, final: final)
    let errors = gradientErrors(
      of: { values in
        let trace = run(values)
        return zip(Layer.parts(of: trace.final), Layer.parts(of: final))
          .reduce(DoubleArray.dot(trace.outputs, outputs)) { $0 + DoubleArray.dot($1.0, $1.1) }
      },
      at: point,
      against: [gradients.input] + Layer.parts(of: gradients.initial)
        + gradients.parameters.parameters)
    #expect(errors.allSatisfy { $0 < Self.tolerance }, "\(errors)")
  }

  @Test("Gradients that enter through the LSTM's cells match central differences")
  func cells() {
    var numbers = TestNumbers(seed: 22)
    let layer = Reference.LSTM.random(inputSize: 2, hiddenSize: 3, using: &numbers)
    let input = numbers.normal([4, 2, 2])
    let initial = Reference.LSTM.randomState([2, 3], using: &numbers)
    let upstream = numbers.normal([4, 2, 3])
    let zero = DoubleArray(shape: [4, 2, 3])
    func run(_ input: DoubleArray, _ weight: DoubleArray) -> Reference.LSTM.Trace {
      var changed = layer
      changed.recurrentWeight = weight
      return changed.forward(input, initial: initial, lengths: [4, 2])
    }
    let gradients = layer.backward(
      run(input, layer.recurrentWeight), outputs: zero, final: layer.zeroState(batchSize: 2),
      cells: upstream)
    let error = gradientError(
      of: { DoubleArray.dot(run($0[0], $0[1]).cells, upstream) },
      at: [input, layer.recurrentWeight],
      against: [gradients.input, gradients.parameters.recurrentWeight])
    #expect(error < Self.tolerance)
  }

  @Test("Gradients of a two-layer bidirectional ragged stack match central differences")
  func stack() {
    var numbers = TestNumbers(seed: 23)
    let layers = [2, 2, 6, 6].map {
      Reference.LSTM.random(inputSize: $0, hiddenSize: 3, using: &numbers)
    }
    let input = numbers.normal([4, 3, 2])
    let initial = layers.map { _ in Reference.LSTM.randomState([3, 3], using: &numbers) }
    let outputs = numbers.normal([4, 3, 6])
    let final = layers.map { _ in Reference.LSTM.randomState([3, 3], using: &numbers) }
    func run(_ values: [DoubleArray]) -> Reference.Stack<Reference.LSTM>.Trace {
      let changed = layers.indices.map {
        Reference.LSTM(parameters: Array(values[(1 + 3 * $0)..<(4 + 3 * $0)]))
      }
      return Reference.Stack(changed, isBidirectional: true).forward(
        values[0], initial: initial, lengths: [2, 4, 1])
    }
    let point = [input] + layers.flatMap(\.parameters)
    let gradients = Reference.Stack(layers, isBidirectional: true).backward(
      run(point), outputs: outputs, final: final)
    let errors = gradientErrors(
      of: { values in
        let trace = run(values)
        return zip(trace.final, final).reduce(DoubleArray.dot(trace.outputs, outputs)) {
          $0 + DoubleArray.dot($1.0.hidden, $1.1.hidden) + DoubleArray.dot($1.0.cell, $1.1.cell)
        }
      },
      at: point, against: [gradients.input] + gradients.parameters.flatMap(\.parameters),
      samples: 12)
    #expect(errors.allSatisfy { $0 < Self.tolerance }, "\(errors)")
  }

  @Test("A ragged row ends as the row alone does, in both directions", arguments: [false, true])
  func raggedRowsStandAlone(reverse: Bool) {
    var numbers = TestNumbers(seed: 24)
    let layer = Reference.LSTM.random(inputSize: 2, hiddenSize: 3, using: &numbers)
    let input = numbers.normal([5, 3, 2])
    let initial = Reference.LSTM.randomState([3, 3], using: &numbers)
    let lengths = [3, 5, 1]
    let batch = layer.forward(input, initial: initial, lengths: lengths, reverse: reverse)
    for (row, length) in lengths.enumerated() {
      let alone = layer.forward(
        rows(row, of: input, steps: length),
        initial: Reference.LSTM.State(
          hidden: rows(row, of: initial.hidden), cell: rows(row, of: initial.cell)),
        reverse: reverse)
      #expect(rows(row, of: batch.outputs, steps: length) == alone.outputs)
      #expect(rows(row, of: batch.final.hidden) == alone.final.hidden)
      #expect(rows(row, of: batch.final.cell) == alone.final.cell)
      for time in length..<5 {
        #expect(batch.outputs.block(time).values[row * 3..<row * 3 + 3] == [0, 0, 0])
      }
    }
  }

  @Test("The reverse direction is the forward one over the sequence turned around")
  func reverse() {
    var numbers = TestNumbers(seed: 25)
    let layer = Reference.GRU.random(inputSize: 2, hiddenSize: 3, using: &numbers)
    let input = numbers.normal([4, 2, 2])
    let initial = numbers.normal([2, 3])
    func turned(_ x: DoubleArray) -> DoubleArray {
      DoubleArray.stacking((0..<x.shape[0]).reversed().map(x.block))
    }
    let reverse = layer.forward(input, initial: initial, reverse: true)
    let forward = layer.forward(turned(input), initial: initial)
    #expect(reverse.outputs == turned(forward.outputs))
    #expect(reverse.final == forward.final)
  }

  @Test("What stands in the padding changes nothing and gets no gradient")
  func padding() {
    var numbers = TestNumbers(seed: 26)
    let layer = Reference.LSTM.random(inputSize: 1, hiddenSize: 2, using: &numbers)
    let input = numbers.normal([3, 2, 1])
    var changed = input
    // Row 0 has one step, row 1 has three: elements 2 and 4 are padding.
    changed[2] = 1e30
    changed[4] = -7
    let zero = layer.zeroState(batchSize: 2)
    let trace = layer.forward(input, initial: zero, lengths: [1, 3])
    #expect(layer.forward(changed, initial: zero, lengths: [1, 3]).outputs == trace.outputs)

    var outputs = numbers.normal([3, 2, 2])
    let gradients = layer.backward(trace, outputs: outputs, final: zero)
    #expect(gradients.input[2] == 0 && gradients.input[4] == 0)
    outputs[4] = 1e30
    #expect(layer.backward(trace, outputs: outputs, final: zero).input == gradients.input)
  }

  /// One row of [T, N, F] as [T, 1, F].
  private func rows(_ row: Int, of x: DoubleArray, steps: Int) -> DoubleArray {
    DoubleArray.stacking((0..<steps).map { rows(row, of: x.block($0)) })
  }

  /// One row of [N, F] as [1, F].
  private func rows(_ row: Int, of x: DoubleArray) -> DoubleArray {
    x.block(row).reshaped([1, x.columnCount])
  }
}

extension FlatRecurrentReference {
  static func random(
    inputSize: Int, hiddenSize: Int, using numbers: inout TestNumbers
  ) -> Self {
    let rows = gateCount * hiddenSize
    return Self(parameters: [
      numbers.uniform([rows, inputSize]), numbers.uniform([rows, hiddenSize]),
      numbers.uniform([rows]), numbers.uniform([hiddenSize]),
    ])
  }

  static func randomState(_ shape: [Int], using numbers: inout TestNumbers) -> State {
    state(from: [numbers.normal(shape), numbers.normal(shape)])
  }
}
