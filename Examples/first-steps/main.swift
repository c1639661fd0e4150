// An LSTM learns to add: two numbers of a sequence are marked, the target is their sum (the adding
// problem of Hochreiter and Schmidhuber 1997, made short).
import LSTMKit

struct Adder: Module {
  var lstm: LSTM
  var head: Linear

  func callAsFunction(_ x: Tensor) -> Tensor {
    let last = lstm(x).state.hidden
    return head(last.reshaped(to: [last.shape[1], lstm.hiddenSize]))
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try lstm.visitParameters(under: "lstm", visit)
    try head.visitParameters(under: "head", visit)
  }
}

/// Sequences [T, N, 2] of a number and a mark, and the sums [N, 1] of the marked numbers.
func problem(steps: Int, batch: Int, using random: inout RandomGenerator) -> (Tensor, Tensor) {
  var x = Tensor.uniform([steps, batch, 2], in: 0...1, using: &random)
  var sums = Tensor.zeros([batch, 1])
  for sequence in 0..<batch {
    let marks = [random.index(below: steps / 2), steps / 2 + random.index(below: steps / 2)]
    for step in 0..<steps {
      let place = (step * batch + sequence) * 2
      x[place + 1] = marks.contains(step) ? 1 : 0
      if marks.contains(step) { sums[sequence] += x[place] }
    }
  }
  return (x, sums)
}

var random = RandomGenerator(seed: 1)
var model = Adder(
  lstm: LSTM(inputSize: 2, hiddenSize: 32, using: &random),
  head: Linear(inputSize: 32, outputSize: 1, using: &random))
var optimizer = Adam()

for step in 1...400 {
  let (x, sums) = problem(steps: 20, batch: 32, using: &random)
  let (loss, gradients) = valueAndGradient(of: model) { model in
    meanSquaredError(model(x), sums)
  }
  optimizer.update(&model, with: gradients, learningRate: 0.01)
  if step % 100 == 0 { print("step \(step): mean squared error \(loss.scalar)") }
}
