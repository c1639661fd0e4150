import LSTMTensor

/// Layers of one kind of cell on top of each other: what ``LSTM``, ``GRU``, ``RNN``, ``SLSTM`` and ``MLSTM``
/// share.
package struct RecurrentStack: Module {
  package let cell: RecurrentCell
  package let inputSize: Int
  package let hiddenSize: Int
  package let direction: Direction
  package let dropout: Float
  /// Whether dropout between layers drops a value at all steps of a sequence or at none; else at each step anew.
  package var locksDropout = false
  /// By layer, then by direction.
  package var layers: [[RecurrentParameters]]
  /// Trainable initial states [L · D, H], one for each tensor of the state; empty: zero.
  package var initialStates: [Tensor]

  package init(
    _ cell: RecurrentCell, inputSize: Int, hiddenSize: Int, layerCount: Int, direction: Direction,
    dropout: Float, hasBias: Bool, hasTrainableState: Bool,
    initialization: RecurrentInitialization, using random: inout RandomGenerator
  ) {
    precondition(inputSize > 0 && hiddenSize > 0 && layerCount > 0, "a layer needs units")
    precondition(
      hiddenSize.isMultiple(of: cell.headCount), "\(hiddenSize) units for \(cell.headCount) heads")
    precondition(cell.hiddenStateSize(hiddenSize) > 0, "a projection needs features")
    precondition(
      cell.variant?.projectionSize == nil || cell.variant?.hiddenZoneout == 0,
      "zoneout keeps a unit's hidden state, and a projection has none: only cell states can stay")
    precondition(
      cell.variant?.projectionSize == nil || cell.fedGateCount == 0,
      "gates that see gates have no place behind a projection")
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.direction = direction
    self.dropout = dropout
    let directions = direction.passes.count
    layers = []
    for layer in 0..<layerCount {
      let inputs = layer == 0 ? inputSize : directions * cell.hiddenStateSize(hiddenSize)
      layers.append(
        (0..<directions).map { _ in
          Self.parameters(cell, inputs, hiddenSize, hasBias, initialization, &random)
        })
    }
    initialStates =
      hasTrainableState
      ? cell.states(hiddenSize).map { .zeros([layerCount * directions, $0.size]) } : []
  }

  /// Layers whose weights are about to be read from a file: their memory is not touched before.
  package init(
    unset cell: RecurrentCell, inputSize: Int, hiddenSize: Int, layerCount: Int,
    direction: Direction, dropout: Float
  ) {
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.direction = direction
    self.dropout = dropout
    let (directions, rows) = (direction.passes.count, cell.weightRows(hiddenSize))
    layers = (0..<layerCount).map { layer in
      let inputs = layer == 0 ? inputSize : directions * cell.hiddenStateSize(hiddenSize)
      return (0..<directions).map { _ in
        RecurrentParameters(
          inputWeight: Tensor(uninitialized: [rows, inputs]),
          recurrentWeight: Tensor(uninitialized: cell.recurrentShape(hiddenSize)),
          bias: Tensor(uninitialized: [rows]),
          candidateBias: cell == .gru ? Tensor(uninitialized: [hiddenSize]) : nil,
          candidateWeight: cell == .gruResetBefore
            ? Tensor(uninitialized: [hiddenSize, hiddenSize]) : nil,
          peepholeWeight: cell.peepholeShape(hiddenSize).map { Tensor(uninitialized: $0) },
          projectionWeight: cell.projectionShape(hiddenSize).map { Tensor(uninitialized: $0) },
          gateWeight: cell.gateWeightShape(hiddenSize).map { Tensor(uninitialized: $0) },
          normalization: cell.normalization(hiddenSize) { Tensor(uninitialized: $0) })
      }
    }
    initialStates = []
  }

  /// Some of the layers as a stack of their own; it begins from zero states.
  package func part(_ range: Range<Int>) -> RecurrentStack {
    RecurrentStack(
      cell, inputSize: range.lowerBound == 0 ? inputSize : outputSize, hiddenSize: hiddenSize,
      direction: direction, layers: Array(layers[range]))
  }

  private init(
    _ cell: RecurrentCell, inputSize: Int, hiddenSize: Int, direction: Direction,
    layers: [[RecurrentParameters]]
  ) {
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.direction = direction
    dropout = 0
    self.layers = layers
    initialStates = []
  }

  private static func parameters(
    _ cell: RecurrentCell, _ inputs: Int, _ hidden: Int, _ hasBias: Bool,
    _ initialization: RecurrentInitialization, _ random: inout RandomGenerator
  ) -> RecurrentParameters {
    let rows = cell.weightRows(hidden)
    let input = initialization.input.tensor([rows, inputs], hiddenSize: hidden, using: &random)
    let recurrent = initialization.recurrent.tensor(
      cell.recurrentShape(hidden), hiddenSize: hidden, using: &random)
    var parameters = RecurrentParameters(inputWeight: input, recurrentWeight: recurrent)
    if hasBias {
      var bias = initialization.bias.tensor([rows], hiddenSize: hidden, using: &random)
      startMemory(of: cell, &bias, hidden, initialization, &random)
      parameters.bias = bias
      if cell == .gru {
        parameters.candidateBias = initialization.bias.tensor(
          [hidden], hiddenSize: hidden, using: &random)
      }
    }
    if cell == .gruResetBefore {
      parameters.candidateWeight = initialization.recurrent.tensor(
        [hidden, hidden], hiddenSize: hidden, using: &random)
    }
    parameters.peepholeWeight = cell.peepholeShape(hidden).map {
      initialization.recurrent.tensor($0, hiddenSize: hidden, using: &random)
    }
    parameters.projectionWeight = cell.projectionShape(hidden).map {
      initialization.recurrent.tensor($0, hiddenSize: hidden, using: &random)
    }
    parameters.gateWeight = cell.gateWeightShape(hidden).map {
      initialization.recurrent.tensor($0, hiddenSize: hidden, using: &random)
    }
    parameters.normalization = cell.normalization(hidden) { Tensor(repeating: 1, shape: $0) }
    parameters.normalization?.cellShift = .zeros([hidden])
    return parameters
  }

  /// Starts the biases that decide how long units remember.
  private static func startMemory(
    of cell: RecurrentCell, _ bias: inout Tensor, _ hidden: Int,
    _ initialization: RecurrentInitialization, _ random: inout RandomGenerator
  ) {
    var values = bias.values
    switch cell {
    case .mlstm(let heads):
      // As in the paper's own networks: from a memory of some twenty steps to one of some four hundred.
      for head in 0..<heads {
        values[4 * hidden + heads + head] = 3 + 3 * Float(head) / Float(max(1, heads - 1))
      }
    case .lstm, .slstm:
      let variant = cell.variant ?? .plain
      let isCoupled = variant.couplesForgetGate && initialization.longestLag != nil
      guard variant.ownsForgetGate || isCoupled else { return }
      let first = variant.hasInputGate ? hidden : 0
      for unit in 0..<hidden {
        if let lag = initialization.longestLag {
          let span = log(Tensor(1 + random.uniform() * Float(max(lag - 2, 0)))).scalar
          if variant.ownsForgetGate { values[first + unit] = span }
          if variant.hasInputGate { values[unit] = -span }
        } else if let forget = initialization.forgetBias {
          values[first + unit] = forget
        }
      }
    case .gru, .gruResetBefore, .rnn: return
    }
    bias = Tensor(values, shape: bias.shape)
  }

  package var directionCount: Int { direction.passes.count }
  /// Features of a hidden state: P where it is a projection, else H.
  package var hiddenStateSize: Int { cell.hiddenStateSize(hiddenSize) }
  package var outputSize: Int { directionCount * hiddenStateSize }
  package var stateNames: [String] { cell.states(hiddenSize).map(\.name) }
  package var stateCount: Int { cell.stateCount }

  package mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    for layer in layers.indices {
      for (number, isReverse) in direction.passes.enumerated() {
        let prefix = isReverse ? "\(layer).reverse" : "\(layer)"
        try layers[layer][number].visitParameters(under: prefix, visit)
      }
    }
    for (index, name) in ["initialHidden", "initialCell", "initialGates"]
      .prefix(initialStates.count).enumerated()
    {
      try visit(name, &initialStates[index])
    }
  }

  /// The states of sequences that begin, [L · D, N, size] each.
  package func zeroStates(batchSize: Int) -> [Tensor] {
    let rows = layers.count * directionCount
    guard !initialStates.isEmpty else {
      return cell.states(hiddenSize).map { .zeros([rows, batchSize, $0.size]) }
    }
    let ids = (0..<rows).flatMap { row in Array(repeating: Int32(row), count: batchSize) }
    return initialStates.map { $0.gathering(TokenIDs(ids, shape: [rows, batchSize])) }
  }
}

extension RecurrentCell {
  /// Heads that the units of a layer are shared among.
  fileprivate var headCount: Int {
    switch self {
    case .slstm(let heads), .mlstm(let heads): heads
    case .lstm, .gru, .gruResetBefore, .rnn: 1
    }
  }

  /// The shape of a layer's peephole weight; `nil` where it has none.
  fileprivate func peepholeShape(_ hiddenSize: Int) -> Shape? {
    guard let count = variant?.peepholeCount, count > 0 else { return nil }
    return [count, hiddenSize]
  }

  /// The gains of a layer's normalisation; `nil` where it has none.
  fileprivate func normalization(
    _ hiddenSize: Int, _ make: (Shape) -> Tensor
  ) -> RecurrentNormalization? {
    guard variant?.hasLayerNormalization == true else { return nil }
    let rows = weightRows(hiddenSize)
    return RecurrentNormalization(
      inputScale: make([rows]), recurrentScale: make([rows]), cellScale: make([hiddenSize]),
      cellShift: make([hiddenSize]))
  }
}
