import LSTMLayers
import LSTMTensor

/// A recurrent model of a few numbers: h ← tanh(W x + U h), y = v · h, where x comes from a table.
struct TinyModel: Module {
  var table: Tensor
  var input: Tensor
  var recurrent: Tensor
  var output: Tensor

  init(seed: UInt64 = 3) {
    var random = RandomGenerator(seed: seed)
    table = .uniform([TinyProblem.rowCount, 3], in: -1...1, using: &random)
    input = .uniform([4, 3], in: -0.5...0.5, using: &random)
    recurrent = .uniform([4, 4], in: -0.5...0.5, using: &random)
    output = .uniform([1, 4], in: -0.5...0.5, using: &random)
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("table", &table)
    try visit("cell.input", &input)
    try visit("cell.recurrent", &recurrent)
    try visit("output", &output)
  }

  func callAsFunction(
    _ ids: TokenIDs, hidden: Tensor, phase: Phase
  ) -> (y: Tensor, hidden: Tensor) {
    var x = table.gathering(ids)
    if case .training(let source) = phase { x = x.dropout(rate: 0.1, key: source.key) }
    let next = tanh(x.linear(weight: input) + hidden.linear(weight: recurrent))
    return (next.linear(weight: output), next)
  }
}
