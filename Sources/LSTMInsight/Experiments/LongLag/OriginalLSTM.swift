import LSTMTensor

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The network of Hochreiter and Schmidhuber (1997), and with forget gates that of Gers, Schmidhuber and Cummins
/// (2000).
///
/// Blocks of cells that share an input and an output gate, no forget gate, g in [−2, 2] and h in [−1, 1], cells and gates
/// fed by the input and by all cells and gates, and their learning rule: the gradient that flows through the cell states
/// alone, changed online. It is slow beside ``LSTM`` and stands apart from it: another computation, kept as the paper has
/// it (its appendix A.1 and A.2).
public struct OriginalLSTM: Sendable {
  /// The sizes and the start of a network.
  public struct Design: Sendable {
    /// Blocks of cells.
    public var blocks: Int
    /// Cells of a block, S.
    public var cellsPerBlock: Int
    /// Start of each block's input gate bias; empty: by chance like the other weights.
    public var inputGateBiases: [Double] = []
    /// Start of each block's output gate bias; empty: by chance.
    public var outputGateBiases: [Double] = []
    /// Start of each block's forget gate bias; `nil`: there are no forget gates.
    public var forgetGateBiases: [Double]?
    /// Whether cells and gates have biases.
    public var hasHiddenBias = true
    /// Whether cells have, where gates do.
    public var hasCellBias = true
    /// Whether outputs have biases.
    public var hasOutputBias = true
    /// Whether cells and gates see the gates of the step before, and not only the cells.
    public var feedsGates = true
    /// Whether outputs see the input.
    public var hasShortcuts = false
    /// Weights start uniformly within ± this.
    public var weightRange = 0.1

    /// Blocks of cells.
    public init(blocks: Int, cellsPerBlock: Int) {
      self.blocks = blocks
      self.cellsPerBlock = cellsPerBlock
    }
  }

  private let inputSize: Int
  private let outputSize: Int
  private let blocks: Int
  private let cells: Int
  private let perBlock: Int
  /// Cells, then input gates, then output gates, then forget gates where there are some.
  private let units: Int
  /// The units that feed back: all, or cells alone.
  private let fed: Int
  private let forgets: Bool
  /// Inputs, units that feed back, and one more for the bias.
  private let sources: Int
  private let cellSources: Int
  private let gateSources: Int
  private let hasOutputBias: Bool
  /// [units, sources].
  private var weights: [Double]
  /// [O, output row]: cells, the bias, and inputs where outputs see them.
  private var outputWeights: [Double]
  private let outputRow: Int

  // The course of one sequence.
  private var source: [Double]
  private var activation: [Double]
  private var states: [Double]
  /// ∂s/∂w of each cell's own weights, and of its block's gates', [cells, sources].
  private var byCell: [Double]
  private var byInputGate: [Double]
  private var byForgetGate: [Double]

  /// A network with new weights.
  public init(
    _ design: Design, inputSize: Int, outputSize: Int, using random: inout RandomGenerator
  ) {
    self.inputSize = inputSize
    self.outputSize = outputSize
    blocks = design.blocks
    perBlock = design.cellsPerBlock
    cells = blocks * perBlock
    forgets = design.forgetGateBiases != nil
    units = cells + (forgets ? 3 : 2) * blocks
    fed = design.feedsGates ? units : cells
    sources = inputSize + fed + 1
    gateSources = sources - (design.hasHiddenBias ? 0 : 1)
    cellSources = sources - (design.hasHiddenBias && design.hasCellBias ? 0 : 1)
    hasOutputBias = design.hasOutputBias
    outputRow = cells + 1 + (design.hasShortcuts ? inputSize : 0)
    func draw() -> Double { design.weightRange * Double(2 * random.uniform() - 1) }
    weights = (0..<units * sources).map { _ in draw() }
    outputWeights = (0..<outputSize * outputRow).map { _ in draw() }
    for (first, biases) in [
      (cells, design.inputGateBiases), (cells + blocks, design.outputGateBiases),
      (cells + 2 * blocks, design.forgetGateBiases ?? []),
    ] {
      for (block, bias) in biases.enumerated() {
        weights[(first + block) * sources + sources - 1] = bias
      }
    }
    source = [Double](repeating: 0, count: sources)
    activation = [Double](repeating: 0, count: units)
    states = [Double](repeating: 0, count: cells)
    byCell = [Double](repeating: 0, count: cells * sources)
    byInputGate = byCell
    byForgetGate = forgets ? byCell : []
  }

  /// Weights that are learned, biases among them.
  public var weightCount: Int {
    cells * cellSources + (units - cells) * gateSources
      + outputSize * (outputRow - (hasOutputBias ? 0 : 1))
  }

  /// Forgets all of the sequence.
  public mutating func reset() {
    for index in activation.indices { activation[index] = 0 }
    for index in states.indices { states[index] = 0 }
    for index in byCell.indices { byCell[index] = 0 }
    for index in byInputGate.indices { byInputGate[index] = 0 }
    for index in byForgetGate.indices { byForgetGate[index] = 0 }
  }

  /// Reads one step: activations and states go on, and with them what is needed to learn.
  public mutating func step(_ inputs: ArraySlice<Float>) {
    for (index, value) in inputs.enumerated() { source[index] = Double(value) }
    for unit in 0..<fed { source[inputSize + unit] = activation[unit] }
    source[sources - 1] = 1
    for unit in 0..<units { activation[unit] = sum(of: unit) }
    for gate in cells..<units { activation[gate] = logistic(activation[gate]) }
    for cell in 0..<cells {
      let gate = activation[cells + cell / perBlock]
      let squashed = logistic(activation[cell])
      let (g, slope) = (4 * squashed - 2, 4 * squashed * (1 - squashed))
      if forgets { forget(cell) }
      states[cell] += gate * g
      let (toCell, toGate) = (slope * gate, g * gate * (1 - gate))
      for index in 0..<gateSources {
        byCell[cell * sources + index] += toCell * source[index]
        byInputGate[cell * sources + index] += toGate * source[index]
      }
      activation[cell] = activation[cells + blocks + cell / perBlock] * shown(cell)
    }
  }

  /// Lets the forget gate act on a cell's state, and on what it depended on.
  private mutating func forget(_ cell: Int) {
    let keep = activation[cells + 2 * blocks + cell / perBlock]
    let toGate = states[cell] * keep * (1 - keep)
    for index in 0..<gateSources {
      let place = cell * sources + index
      byCell[place] *= keep
      byInputGate[place] *= keep
      byForgetGate[place] = byForgetGate[place] * keep + toGate * source[index]
    }
    states[cell] *= keep
  }

  private func sum(of unit: Int) -> Double {
    var sum = 0.0
    for index in 0..<(unit < cells ? cellSources : gateSources) {
      sum += weights[unit * sources + index] * source[index]
    }
    return sum
  }

  /// h of a cell's state.
  private func shown(_ cell: Int) -> Double { 2 * logistic(states[cell]) - 1 }

  /// What the network answers after the steps so far.
  public func outputs() -> [Float] { exactOutputs.map { Float($0) } }

  var exactOutputs: [Double] { (0..<outputSize).map { output($0) } }

  /// All weights in one row, whether the design learns them or not.
  var allWeights: [Double] {
    get { weights + outputWeights }
    set {
      weights = Array(newValue.prefix(weights.count))
      outputWeights = Array(newValue.suffix(outputWeights.count))
    }
  }

  private func output(_ number: Int) -> Double {
    let row = number * outputRow
    var sum = hasOutputBias ? outputWeights[row + cells] : 0
    for cell in 0..<cells { sum += outputWeights[row + cell] * activation[cell] }
    for input in cells + 1..<outputRow {
      sum += outputWeights[row + input] * source[input - cells - 1]
    }
    return logistic(sum)
  }

  /// Changes the weights towards wanted outputs after the steps so far.
  public mutating func learn(_ targets: [Float], rate: Double) {
    let deltas = (0..<outputSize).map { number -> Double in
      let y = output(number)
      return (Double(targets[number]) - y) * y * (1 - y)
    }
    var toCells = [Double](repeating: 0, count: cells)
    for (number, delta) in deltas.enumerated() {
      let row = number * outputRow
      for cell in 0..<cells {
        toCells[cell] += outputWeights[row + cell] * delta
        outputWeights[row + cell] += rate * delta * activation[cell]
      }
      if hasOutputBias { outputWeights[row + cells] += rate * delta }
      for input in cells + 1..<outputRow {
        outputWeights[row + input] += rate * delta * source[input - cells - 1]
      }
    }
    learn(fromErrorsOf: toCells, rate: rate)
  }

  /// Changes the weights of cells and gates.
  private mutating func learn(fromErrorsOf toCells: [Double], rate: Double) {
    for block in 0..<blocks {
      let gate = activation[cells + blocks + block]
      var toGate = 0.0
      for cell in block * perBlock..<(block + 1) * perBlock {
        let h = shown(cell)
        toGate += h * toCells[cell]
        // h' = (1 − h²) ÷ 2 for h = 2σ − 1.
        let toState = rate * gate * (1 - h * h) / 2 * toCells[cell]
        for index in 0..<cellSources {
          weights[cell * sources + index] += toState * byCell[cell * sources + index]
        }
        for index in 0..<gateSources {
          weights[(cells + block) * sources + index] +=
            toState * byInputGate[cell * sources + index]
        }
        for index in 0..<(forgets ? gateSources : 0) {
          weights[(cells + 2 * blocks + block) * sources + index] +=
            toState * byForgetGate[cell * sources + index]
        }
      }
      let step = rate * toGate * gate * (1 - gate)
      for index in 0..<gateSources {
        weights[(cells + blocks + block) * sources + index] += step * source[index]
      }
    }
  }
}

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
