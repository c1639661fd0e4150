import LSTMTensor

/// One time step of any variant of the LSTM, as equations: ``LSTMCell`` with each part that a
/// ``LSTMVariant`` changes.
///
/// This is the definition that the fused ``LSTM`` is tested against, as it is used (not trained): zoneout
/// keeps its share of the state, and nothing is dropped.
public struct LSTMVariantCell: Sendable {
  /// What sets it apart from the plain LSTM.
  public let variant: LSTMVariant
  /// The weights, as a layer holds them.
  public let parameters: RecurrentParameters

  /// A cell from its weights.
  public init(_ variant: LSTMVariant, parameters: RecurrentParameters) {
    self.variant = variant
    self.parameters = parameters
  }

  /// H.
  public var hiddenSize: Int {
    parameters.projectionWeight?.shape[1] ?? parameters.recurrentWeight.shape[1]
  }

  /// The state after one time step.
  ///
  /// - Parameters:
  ///   - x: the input [N, I].
  ///   - state: the state before it, [N, H]; a hidden state that is a projection [N, P].
  public func step(_ x: Tensor, state: LSTMState) -> LSTMState {
    let sums = sums(x, state)
    let one = Tensor(repeating: 1, shape: state.cell.shape)

    let input = gate(.input, sums, sees: state.cell) ?? one
    let forget =
      variant.couplesForgetGate ? one - input : gate(.forget, sums, sees: state.cell) ?? one
    var candidate = part(.candidate, sums)
    if variant.hasCandidateActivation { candidate = tanh(candidate) }
    var cell = forget * state.cell + input * candidate
    if let clip = variant.cellClip { cell.clamp(to: clip) }
    let output = gate(.output, sums, sees: cell) ?? one
    let seen =
      parameters.normalization.map {
        cell.layerNormalized(
          scale: $0.cellScale, shift: $0.cellShift, epsilon: RecurrentNormalization.epsilon)
      } ?? cell
    var hidden = output * (variant.hasOutputActivation ? tanh(seen) : seen)
    if let weight = parameters.projectionWeight { hidden = hidden.linear(weight: weight) }
    let fed = zip([Gate.input, .forget, .output], [input, forget, output])
      .filter { variant.weightedGates[$0.0.rawValue] }.map(\.1)
    return LSTMState(
      hidden: hidden * (1 - variant.hiddenZoneout) + state.hidden * variant.hiddenZoneout,
      cell: cell * (1 - variant.cellZoneout) + state.cell * variant.cellZoneout,
      gates: variant.hasFullGateRecurrence ? Tensor.concatenatingColumns(fed) : nil)
  }

  /// What gates are functions of, but for peepholes [N, gates · H].
  private func sums(_ x: Tensor, _ state: LSTMState) -> Tensor {
    var recurrent = state.hidden.linear(weight: parameters.recurrentWeight)
    if let weight = parameters.gateWeight, let gates = state.gates {
      recurrent = recurrent + spread(gates.linear(weight: weight))
    }
    guard let gains = parameters.normalization else {
      return x.linear(weight: parameters.inputWeight, bias: parameters.bias) + recurrent
    }
    let nothing = Tensor.zeros(gains.inputScale.shape)
    return x.linear(weight: parameters.inputWeight).layerNormalized(
      scale: gains.inputScale, shift: parameters.bias ?? nothing,
      epsilon: RecurrentNormalization.epsilon)
      + recurrent.layerNormalized(
        scale: gains.recurrentScale, shift: nothing, epsilon: RecurrentNormalization.epsilon)
  }

  /// What gates are told by gates, with zeros for the candidate where it stands.
  private func spread(_ sums: Tensor) -> Tensor {
    let place = weighted.filter { $0.rawValue < Gate.candidate.rawValue }.count * hiddenSize
    return Tensor.concatenatingColumns([
      sums.columns(0..<place), .zeros([sums.shape[0], hiddenSize]),
      sums.columns(place..<sums.shape.columnCount),
    ])
  }

  /// σ of a gate's part of the sums, and of the cell state through its peephole; `nil` where the variant is
  /// without it.
  private func gate(_ gate: Gate, _ sums: Tensor, sees cell: Tensor) -> Tensor? {
    guard variant.weightedGates[gate.rawValue] else { return nil }
    var sum = part(gate, sums)
    if let peepholes = parameters.peepholeWeight {
      let row = weighted.filter { $0 != .candidate && $0.rawValue < gate.rawValue }.count
      let ids = TokenIDs(
        [Int32](repeating: Int32(row), count: cell.shape[0]), shape: [cell.shape[0]])
      sum = sum + peepholes.gathering(ids) * cell
    }
    return sigmoid(sum)
  }

  private var weighted: [Gate] { Gate.allCases.filter { variant.weightedGates[$0.rawValue] } }

  private func part(_ gate: Gate, _ sums: Tensor) -> Tensor {
    let place = weighted.filter { $0.rawValue < gate.rawValue }.count
    return sums.columns(place * hiddenSize..<(place + 1) * hiddenSize)
  }
}
