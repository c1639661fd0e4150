import LSTMTensor

/// One step of one layer, worked out again in `Double` from what the step started from.
///
/// The layer's own numbers are sums of hundreds of products in Float32: in a wide layer their rounding shows in the seventh
/// digit. Who takes a step apart, and checks its equations with the weights, wants that digit too.
package struct ExactStep: Sendable {
  /// r, of a GRU.
  package var reset: [Double]?
  /// z, of a GRU.
  package var update: [Double]?
  /// i; a gate that a variant is without is `nil`, also in what follows.
  package var input: [Double]?
  /// f.
  package var forget: [Double]?
  /// C̃, of a GRU n.
  package var candidate: [Double]?
  /// o.
  package var output: [Double]?
  /// C.
  package var cell: [Double]?
  /// h.
  package var hidden: [Double]
}

extension LayerTrace {
  /// A step of the trace of a single sequence, worked out again.
  package func exactStep(_ step: Int) -> ExactStep {
    switch self {
    case .lstm(let trace): ExactLSTMStep(trace, step).result
    case .gru(let trace): trace.exactStep(step)
    case .rnn(let trace):
      ExactStep(
        hidden: trace.traced.parameters.exactSums(
          trace.traced.row(of: trace.input, step), trace.traced.row(of: trace.previousHidden, step)
        ).map(exactTanh))
    }
  }
}

extension TracedLayer {
  /// The numbers of a single sequence at a step.
  func row(of values: Tensor, _ step: Int) -> [Double] {
    values.rows(step..<step + 1).values.map(Double.init)
  }
}

extension GRUTrace {
  fileprivate func exactStep(_ step: Int) -> ExactStep {
    let parameters = traced.parameters
    let h = traced.row(of: previousHidden, step)
    let size = h.count
    let own = parameters.inputWeight.exactProduct(traced.row(of: input, step))
    let past = parameters.recurrentWeight.exactProduct(h)
    let bias = parameters.bias?.values.map(Double.init) ?? own.map { _ in 0 }
    func gate(_ first: Int) -> [Double] {
      (first..<first + size).map { exactSigmoid(own[$0] + past[$0] + bias[$0]) }
    }
    let (reset, update) = (gate(0), gate(size))
    let seen: [Double]
    if let weight = parameters.candidateWeight {
      seen = weight.exactProduct(zip(reset, h).map { $0 * $1 })
    } else {
      let inner = parameters.candidateBias?.values.map(Double.init) ?? h.map { _ in 0 }
      seen = h.indices.map { reset[$0] * (past[2 * size + $0] + inner[$0]) }
    }
    let candidate = h.indices.map { unit in
      exactTanh(own[2 * size + unit] + bias[2 * size + unit] + seen[unit])
    }
    return ExactStep(
      reset: reset, update: update, candidate: candidate,
      hidden: h.indices.map { (1 - update[$0]) * candidate[$0] + update[$0] * h[$0] })
  }
}

extension RecurrentParameters {
  /// W x + U h + b, where nothing is between them.
  fileprivate func exactSums(_ x: [Double], _ h: [Double]) -> [Double] {
    let both = zip(inputWeight.exactProduct(x), recurrentWeight.exactProduct(h)).map { $0 + $1 }
    guard let bias else { return both }
    return zip(both, bias.values).map { $0 + Double($1) }
  }
}

extension Tensor {
  /// W x for a matrix W.
  func exactProduct(_ x: [Double]) -> [Double] {
    let values = values
    return (0..<values.count / max(1, x.count)).map { row in
      x.indices.reduce(0) { $0 + Double(values[row * x.count + $1]) * x[$1] }
    }
  }
}

/// 1 ÷ (1 + e^−x).
func exactSigmoid(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }

/// tanh x; of small numbers x itself is lost in no digit that a Float has.
func exactTanh(_ x: Double) -> Double { 2 * exactSigmoid(2 * x) - 1 }
