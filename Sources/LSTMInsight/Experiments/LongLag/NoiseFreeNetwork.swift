import LSTMTensor

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The network of experiment 2a of Hochreiter and Schmidhuber (1997).
///
/// Inputs lead to outputs directly; one memory cell with an input gate is added when these alone learn no more. No
/// biases, no output gate; g in [0, 1], h the identity.
struct NoiseFreeNetwork: Sendable {
  /// Symbols, one an input and one an output.
  let size: Int
  /// Whether the cell is there.
  private(set) var hasCell = false
  /// From each input to each output, [inputs, outputs].
  private var direct: [Double]
  /// From the cell to each output.
  private var fromCell: [Double]
  /// From each input to the cell and to its gate.
  private var toCell: [Double]
  private var toGate: [Double]

  // The course of one sequence.
  private var state = 0.0
  private var byCell: [Double]
  private var byGate: [Double]
  private var symbol = 0
  private(set) var outputs: [Double]

  /// A network without its cell; weights start in [−0.2, 0.2].
  init(size: Int, using random: inout RandomGenerator) {
    func draw(_ count: Int) -> [Double] {
      (0..<count).map { _ in 0.2 * Double(2 * random.uniform() - 1) }
    }
    self.size = size
    direct = draw(size * size)
    fromCell = draw(size)
    toCell = draw(size)
    toGate = draw(size)
    byCell = [Double](repeating: 0, count: size)
    byGate = byCell
    outputs = byCell
  }

  /// Weights that are learned once the cell is there.
  var weightCount: Int { allWeights.count }

  /// All weights in one row.
  var allWeights: [Double] {
    get { direct + fromCell + toCell + toGate }
    set {
      direct = Array(newValue[..<(size * size)])
      let rest = newValue[(size * size)...]
      fromCell = Array(rest.prefix(size))
      toCell = Array(rest.dropFirst(size).prefix(size))
      toGate = Array(rest.suffix(size))
    }
  }

  mutating func addCell() { hasCell = true }

  /// Forgets all of the sequence.
  mutating func reset() {
    state = 0
    for index in 0..<size { (byCell[index], byGate[index]) = (0, 0) }
  }

  /// Reads a symbol.
  mutating func step(_ symbol: Int) {
    self.symbol = symbol
    if hasCell {
      let (gate, g) = (logistic(toGate[symbol]), logistic(toCell[symbol]))
      state += gate * g
      // Only the input that is 1 matters to a weight's share.
      byCell[symbol] += gate * g * (1 - g)
      byGate[symbol] += g * gate * (1 - gate)
    }
    for output in 0..<size {
      let cell = hasCell ? fromCell[output] * state : 0
      outputs[output] = logistic(direct[symbol * size + output] + cell)
    }
  }

  /// Changes the weights towards the symbol that comes next; returns the largest error.
  mutating func learn(_ next: Int, rate: Double) -> Double {
    var (toState, largest) = (0.0, 0.0)
    for output in 0..<size {
      let y = outputs[output]
      let error = (output == next ? 1 : 0) - y
      // A NaN must not look right.
      largest = error.magnitude < largest ? largest : error.magnitude
      let delta = error * y * (1 - y)
      direct[symbol * size + output] += rate * delta
      guard hasCell else { continue }
      toState += fromCell[output] * delta
      fromCell[output] += rate * delta * state
    }
    guard hasCell else { return largest }
    for input in 0..<size {
      toCell[input] += rate * toState * byCell[input]
      toGate[input] += rate * toState * byGate[input]
    }
    return largest
  }
}

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
