import LSTMTensor

/// A step of any variant of the LSTM in `Double`: the equations of ``LSTMVariantCell``.
struct ExactLSTMStep {
  private let variant: LSTMVariant
  private let parameters: RecurrentParameters
  private let hidden: [Double]
  private let cell: [Double]
  /// What gates and candidate are functions of but for peepholes, as weights are stacked.
  private let sums: [Double]

  init(_ trace: LSTMTrace, _ step: Int) {
    variant = trace.variant
    parameters = trace.traced.parameters
    hidden = trace.traced.row(of: trace.previousHidden, step)
    cell = trace.traced.row(of: trace.previousCell, step)
    let gates = [Gate.input, .forget, .output].flatMap { gate in
      trace.previousGate(gate).map { trace.traced.row(of: $0, step) } ?? []
    }
    var own = parameters.inputWeight.exactProduct(trace.traced.row(of: trace.input, step))
    var past = parameters.recurrentWeight.exactProduct(hidden)
    if let weight = parameters.gateWeight {
      // The candidate's rows stand between those of gates.
      let size = cell.count
      let before = Self.place(of: .candidate, variant) * size
      for (row, sum) in weight.exactProduct(gates).enumerated() {
        past[row < before ? row : row + size] += sum
      }
    }
    if let gains = parameters.normalization {
      own = Self.normalized(own, scale: gains.inputScale)
      past = Self.normalized(past, scale: gains.recurrentScale)
    }
    let bias = parameters.bias?.values.map(Double.init) ?? own.map { _ in 0 }
    sums = own.indices.map { own[$0] + past[$0] + bias[$0] }
  }

  /// How many of the gates that have weights stand before one.
  private static func place(of gate: Gate, _ variant: LSTMVariant) -> Int {
    (0..<gate.rawValue).count { variant.weightedGates[$0] }
  }

  /// (a − mean) ÷ √(variance + ε), with a gain for each.
  private static func normalized(_ values: [Double], scale: Tensor) -> [Double] {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let deviation = (variance + Double(RecurrentNormalization.epsilon)).squareRoot()
    return zip(values, scale.values).map { ($0 - mean) / deviation * Double($1) }
  }

  private func part(_ gate: Gate) -> ArraySlice<Double> {
    let place = Self.place(of: gate, variant)
    return sums[place * cell.count..<(place + 1) * cell.count]
  }

  /// σ of a gate's sum; `nil` where the variant is without it.
  private func gate(_ gate: Gate, sees cell: [Double]) -> [Double]? {
    guard variant.weightedGates[gate.rawValue] else { return nil }
    var sum = Array(part(gate))
    if let weights = parameters.peepholeWeight {
      // The candidate has none.
      let row = Self.place(of: gate, variant) - (gate.rawValue > Gate.candidate.rawValue ? 1 : 0)
      let peepholes = weights.rows(row..<row + 1).values
      for unit in sum.indices { sum[unit] += Double(peepholes[unit]) * cell[unit] }
    }
    return sum.map(exactSigmoid)
  }

  var result: ExactStep {
    let input = gate(.input, sees: cell)
    let forget =
      variant.couplesForgetGate ? input?.map { 1 - $0 } : gate(.forget, sees: cell)
    let candidate = part(.candidate).map { variant.hasCandidateActivation ? exactTanh($0) : $0 }
    let limit = variant.cellClip.map(Double.init) ?? .infinity
    let fresh = cell.indices.map { unit in
      let kept = (forget?[unit] ?? 1) * cell[unit]
      return min(max(kept + (input?[unit] ?? 1) * candidate[unit], -limit), limit)
    }
    let output = gate(.output, sees: fresh)
    var seen = fresh
    if let gains = parameters.normalization {
      let shift = gains.cellShift.values
      seen = Self.normalized(fresh, scale: gains.cellScale).enumerated()
        .map { $1 + Double(shift[$0]) }
    }
    var shown = seen.enumerated().map { unit, value in
      (output?[unit] ?? 1) * (variant.hasOutputActivation ? exactTanh(value) : value)
    }
    if let weight = parameters.projectionWeight { shown = weight.exactProduct(shown) }
    return ExactStep(
      input: input, forget: forget, candidate: candidate, output: output,
      cell: Self.mixed(fresh, cell, variant.cellZoneout),
      hidden: Self.mixed(shown, hidden, variant.hiddenZoneout))
  }

  /// What zoneout leaves of the new and keeps of the old.
  private static func mixed(_ new: [Double], _ old: [Double], _ rate: Float) -> [Double] {
    rate == 0 ? new : zip(new, old).map { (1 - Double(rate)) * $0 + Double(rate) * $1 }
  }
}
