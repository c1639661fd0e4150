import Foundation
import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMInsight

@Suite("A step taken apart")
struct StepExplanationTests {
  private static let variants: [LSTMVariant] = [
    .plain, .with { $0.hasPeepholes = true }, .with { $0.couplesForgetGate = true },
    .with { $0.hasInputGate = false }, .with { $0.hasForgetGate = false },
    .with { $0.hasOutputGate = false }, .with { $0.hasCandidateActivation = false },
    .with { $0.hasOutputActivation = false },
    .with {
      ($0.hasPeepholes, $0.couplesForgetGate, $0.cellClip) = (true, true, 0.4)
      ($0.cellZoneout, $0.hiddenZoneout) = (0.1, 0.2)
    },
    .with { $0.projectionSize = 4 },
    .with { $0.hasLayerNormalization = true },
    .with { $0.hasFullGateRecurrence = true },
    .with {
      ($0.hasFullGateRecurrence, $0.hasPeepholes, $0.couplesForgetGate) = (true, true, true)
    },
    .with {
      ($0.hasFullGateRecurrence, $0.hasLayerNormalization, $0.hasInputGate) = (true, true, false)
    },
    .with {
      ($0.hasLayerNormalization, $0.hasPeepholes, $0.couplesForgetGate) = (true, true, true)
      ($0.cellClip, $0.cellZoneout, $0.hiddenZoneout) = (0.7, 0.1, 0.2)
    },
    .with {
      ($0.hasLayerNormalization, $0.hasInputGate, $0.hasOutputActivation) = (true, false, false)
      ($0.projectionSize, $0.hasOutputGate) = (6, false)
    },
    .with { ($0.projectionSize, $0.hasOutputGate, $0.cellZoneout) = (13, false, 0.1) },
  ]

  @Test(
    "prints an LSTM's numbers, and every variant's, that satisfy the equations in Double",
    arguments: variants)
  func lstm(variant: LSTMVariant) throws {
    var random = RandomGenerator(seed: 4)
    var lstm = LSTM(
      inputSize: 5, hiddenSize: 9, projectionSize: variant.projectionSize, layerCount: 2,
      variant: variant, using: &random)
    // Gains that start as ones would hide that they are left out.
    lstm.visitParameters { path, parameter in
      if path.contains("normalization") {
        parameter = .uniform(parameter.shape, in: 0.5...2, using: &random)
      }
    }
    let input = Tensor.uniform([6, 1, 5], in: -2...2, using: &random)
    try check(lstm.trace(input).map { .lstm($0) }, lstm.layers) { numbers, parameters in
      LSTMStepOracle(variant, parameters).values(numbers)
    }
  }

  @Test(
    "prints a GRU's numbers that satisfy the equations in Double", arguments: GRU.Reset.allCases)
  func gru(reset: GRU.Reset) throws {
    var random = RandomGenerator(seed: 5)
    let gru = GRU(inputSize: 5, hiddenSize: 9, reset: reset, layerCount: 2, using: &random)
    let input = Tensor.uniform([6, 1, 5], in: -2...2, using: &random)
    try check(gru.trace(input).map { .gru($0) }, gru.layers) { numbers, parameters in
      let (x, h) = (numbers["input"] ?? [], numbers["previousHidden"] ?? [])
      let inner = parameters.candidateBias.map { DoubleArray($0).values } ?? []
      let fromInput = sums(parameters.inputWeight, x)
      let fromState = sums(parameters.recurrentWeight, h)
      let bias = parameters.bias.map { DoubleArray($0).values } ?? []
      let r = (0..<9).map { sigma(fromInput[$0] + fromState[$0] + bias[$0]) }
      let z = (9..<18).map { sigma(fromInput[$0] + fromState[$0] + bias[$0]) }
      var n: [Double] = []
      let left = (0..<9).map { r[$0] * h[$0] }
      let offered = parameters.candidateWeight.map { sums($0, left) }
      var hidden: [Double] = []
      for unit in 0..<9 {
        let seen: Double =
          offered.map { $0[unit] } ?? r[unit] * (fromState[18 + unit] + inner[unit])
        let sum: Double = fromInput[18 + unit] + bias[18 + unit] + seen
        n.append(tanh(sum))
        let new: Double = (1 - z[unit]) * n[unit]
        hidden.append(new + z[unit] * h[unit])
      }
      return ["resetGate": r, "updateGate": z, "candidate": n, "hidden": hidden]
    }
  }

  @Test("prints an RNN's numbers that satisfy the equation in Double")
  func rnn() throws {
    var random = RandomGenerator(seed: 6)
    let rnn = RNN(inputSize: 5, hiddenSize: 9, layerCount: 2, using: &random)
    let input = Tensor.uniform([6, 1, 5], in: -2...2, using: &random)
    try check(rnn.trace(input).map { .rnn($0) }, rnn.layers) { numbers, parameters in
      let bias = parameters.bias.map { DoubleArray($0).values } ?? []
      let parts = zip(
        sums(parameters.inputWeight, numbers["input"] ?? []),
        sums(parameters.recurrentWeight, numbers["previousHidden"] ?? []))
      return ["hidden": zip(parts, bias).map { tanh($0.0 + $0.1 + $1) }]
    }
  }

  /// Compares every gate and state of every step with what its inputs and the weights give, and the
  /// members with those that the cell has.
  private func check(
    _ traces: [LayerTrace], _ layers: [[RecurrentParameters]],
    _ expected: ([String: [Double]], RecurrentParameters) -> [String: [Double]]
  ) throws {
    let step = ExplainedStep(label: "a", text: "a", candidates: [], loss: nil)
    let input = ExplainedInput(steps: Array(repeating: step, count: 6), traces: traces)
    for number in 0..<6 {
      let explained = try StepExplanation(number, of: input)
      let text = try explained.json.text(.pretty)
      let json = try JSONReader(parsing: Array(text.utf8), document: "step")
      #expect(try json.member("step").integer() == number)
      let found = try json.member("layers").elements()
      #expect(found.count == 2)
      for ((json, parameters), layer) in zip(zip(found, layers), explained.layers) {
        var numbers: [String: [Double]] = [:]
        for case .object(let object) in [layer.json] {
          for member in object.members
          where !["layer", "direction", "cellType"].contains(member.name) {
            numbers[member.name] = try json.member(member.name).elements().map { try $0.double() }
          }
        }
        let reference = expected(numbers, parameters[0])
        let given: Set = [
          "input", "previousHidden", "previousCell", "previousInputGate", "previousForgetGate",
          "previousOutputGate",
        ]
        #expect(Set(numbers.keys).subtracting(given) == Set(reference.keys))
        for (name, values) in reference {
          #expect(numbers[name]?.count == values.count)
          for (found, value) in zip(numbers[name] ?? [], values) {
            #expect(abs(found - value) <= 1e-6 * max(1, abs(value)), "\(name)")
          }
        }
        #expect(!layer.stages(reading: "a", top: 2).contains { $0.sentence.isEmpty })
      }
    }
  }

  @Test("shows the normalised sums, and the cell state that is shown, of a layer that normalises")
  func normalizedSums() throws {
    var random = RandomGenerator(seed: 4)
    let lstm = LSTM(
      inputSize: 5, hiddenSize: 9, variant: .with { $0.hasLayerNormalization = true },
      using: &random)
    let trace = try #require(
      lstm.trace(Tensor.uniform([6, 1, 5], in: -2...2, using: &random)).first)
    let layer = LayerStep(.lstm(trace), step: 3)
    let stages = layer.stages(reading: "a", top: 9)
    #expect(stages.count == 5)
    let parameters = lstm.layers[0][0]
    let told = zip(
      normalized(sums(parameters.inputWeight, layer.input.map(Double.init))),
      normalized(sums(parameters.recurrentWeight, layer.previousHidden.map(Double.init)))
    ).map { $0 + $1 }
    func compare(_ stage: Int, _ symbol: String, _ expected: [Double]) throws {
      let column = try #require(stages[stage].symbols.firstIndex(of: symbol), "\(symbol)")
      #expect(stages[stage].units.count == 9)
      for unit in stages[stage].units {
        let value = expected[unit.index]
        #expect(abs(unit.values[column] - value) <= 1e-5 * max(1, abs(value)), "\(symbol)")
      }
    }
    try compare(1, "s_f", Array(told[9..<18]))
    try compare(2, "s_i", Array(told[0..<9]))
    try compare(2, "s_C", Array(told[18..<27]))
    try compare(4, "s_o", Array(told[27..<36]))
    try compare(4, "α₃norm(C)+β₃", normalized((layer[.cell] ?? []).map(Double.init)))
    #expect(
      stages[1].equation.hasPrefix("s_f = α₁ norm(U h_{t-1}) + α₂ norm(W x_t),  f_t = σ(s_f + b_f)")
    )
    #expect(stages[4].equation.hasSuffix("h_t = o_t ⊙ tanh(α₃ norm(C_t) + β₃)"))
    #expect(layer.cellType == "layer-norm")
  }

  @Test("is refused outside the input")
  func range() {
    let input = ExplainedInput(steps: [], traces: [])
    #expect(throws: ExplanationError.stepOutOfRange(step: 0, stepCount: 0)) {
      try StepExplanation(0, of: input)
    }
  }
}

private func sigma(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// Mean 0 and variance 1.
private func normalized(_ values: [Double]) -> [Double] {
  let mean = values.reduce(0, +) / Double(values.count)
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  return values.map { ($0 - mean) / (variance + 1e-5).squareRoot() }
}

/// W x, row by row.
private func sums(_ weight: Tensor, _ x: [Double]) -> [Double] {
  let values = DoubleArray(weight).values
  return (0..<values.count / x.count).map { row in
    x.indices.reduce(0) { $0 + values[row * x.count + $1] * x[$1] }
  }
}

/// A step of a variant of the LSTM from its JSON and its weights.
private struct LSTMStepOracle {
  let variant: LSTMVariant
  let parameters: RecurrentParameters

  init(_ variant: LSTMVariant, _ parameters: RecurrentParameters) {
    (self.variant, self.parameters) = (variant, parameters)
  }

  func values(_ numbers: [String: [Double]]) -> [String: [Double]] {
    let (h, c) = (numbers["previousHidden"] ?? [], numbers["previousCell"] ?? [])
    let bias = parameters.bias.map { DoubleArray($0).values } ?? []
    var fromInput = sums(parameters.inputWeight, numbers["input"] ?? [])
    var fromState = sums(parameters.recurrentWeight, h)
    // Places of the gates that have weights, and of those that see cells and gates.
    let weighted = Gate.allCases.filter { variant.weightedGates[$0.rawValue] }
    let seeing = weighted.filter { $0 != .candidate }
    if let weight = parameters.gateWeight {
      let names: [Gate: String] = [.input: "Input", .forget: "Forget", .output: "Output"]
      let gates = seeing.flatMap { numbers["previous\(names[$0] ?? "")Gate"] ?? [] }
      for (place, sum) in sums(weight, gates).enumerated() {
        let row = weighted.firstIndex(of: seeing[place / 9]) ?? 0
        fromState[row * 9 + place % 9] += sum
      }
    }
    if let gains = parameters.normalization {
      fromInput = zip(normalized(fromInput), gains.inputScale.values).map { $0 * Double($1) }
      fromState = zip(normalized(fromState), gains.recurrentScale.values).map { $0 * Double($1) }
    }
    let parts = zip(fromInput, fromState)
    let all = zip(parts, bias).map { $0.0 + $0.1 + $1 }
    let peepholes = parameters.peepholeWeight.map { DoubleArray($0).values }
    func sum(_ gate: Gate, sees cell: [Double]) -> [Double]? {
      guard let place = weighted.firstIndex(of: gate) else { return nil }
      return (0..<9).map { unit in
        guard let peepholes, let row = seeing.firstIndex(of: gate) else {
          return all[place * 9 + unit]
        }
        return all[place * 9 + unit] + peepholes[row * 9 + unit] * cell[unit]
      }
    }
    let i = sum(.input, sees: c)?.map(sigma)
    let f = variant.couplesForgetGate ? i?.map { 1 - $0 } : sum(.forget, sees: c)?.map(sigma)
    let candidate = (sum(.candidate, sees: c) ?? [])
      .map { variant.hasCandidateActivation ? tanh($0) : $0 }
    let limit = variant.cellClip.map(Double.init) ?? .infinity
    var fresh: [Double] = []
    for unit in 0..<9 {
      let kept: Double = (f?[unit] ?? 1) * c[unit]
      let added: Double = (i?[unit] ?? 1) * candidate[unit]
      fresh.append(min(max(kept + added, -limit), limit))
    }
    let o = sum(.output, sees: fresh)?.map(sigma)
    let (cellRate, hiddenRate) = (Double(variant.cellZoneout), Double(variant.hiddenZoneout))
    var seen = fresh
    if let gains = parameters.normalization {
      let (scale, shift) = (gains.cellScale.values, gains.cellShift.values)
      seen = normalized(fresh).enumerated().map { $1 * Double(scale[$0]) + Double(shift[$0]) }
    }
    var (cell, hidden, shown): ([Double], [Double], [Double]) = ([], [], [])
    for unit in 0..<9 {
      let squashed = variant.hasOutputActivation ? tanh(seen[unit]) : seen[unit]
      shown.append((o?[unit] ?? 1) * squashed)
      cell.append((1 - cellRate) * fresh[unit] + cellRate * c[unit])
      if parameters.projectionWeight == nil {
        hidden.append((1 - hiddenRate) * shown[unit] + hiddenRate * h[unit])
      }
    }
    if let projection = parameters.projectionWeight { hidden = sums(projection, shown) }
    var result = ["candidate": candidate, "cell": cell, "hidden": hidden]
    (result["inputGate"], result["forgetGate"], result["outputGate"]) = (i, f, o)
    return result
  }
}
