import LSTMLayers
import LSTMPlot
import LSTMTensor

/// σ and tanh, and where on them a layer's gates and candidates were.
///
/// A gate is σ of a weighted sum, so its value tells the sum: no weights are needed.
struct ActivationCurves {
  /// Between these, sums are told apart; what lies beyond is not drawn.
  static let edges = (-16...16).map { Double($0) / 2 }

  let trace: LayerTrace

  init(_ trace: LayerTrace) { self.trace = trace }

  /// How many sums lie between each two neighbouring edges, found from what `function` made of them.
  static func counts(of values: [Float], through function: (Tensor) -> Tensor) -> [Int] {
    let bounds = function(Tensor(edges.map(Float.init), shape: [edges.count])).values
    var counts = [Int](repeating: 0, count: bounds.count - 1)
    for value in values {
      let above = bounds.count { $0 <= value }
      if counts.indices.contains(above - 1) { counts[above - 1] += 1 }
    }
    return counts
  }

  /// The layer's quantities that are σ or tanh of a weighted sum.
  private var squashed: [(quantity: LayerQuantity, values: Tensor)] {
    let all: [LayerQuantity] =
      trace.rnn == nil ? [.forget, .input, .reset, .update, .output, .candidate] : [.hidden]
    return all.compactMap { quantity in
      if quantity == .candidate, trace.lstm?.variant.hasCandidateActivation == false { return nil }
      return quantity.values(in: trace).map { (quantity, $0) }
    }
  }

  var chart: LineChart {
    let places = (-80...80).map { Double($0) / 10 }
    let tensor = Tensor(places.map(Float.init), shape: [places.count])
    let curves = [("σ", sigmoid(tensor)), ("tanh", tanh(tensor))].map { name, values in
      LineChart.Series(name, x: places, y: values.values.map(Double.init))
    }
    let middles = zip(Self.edges, Self.edges.dropFirst()).map { ($0 + $1) / 2 }
    let sums = squashed.map { quantity, values in
      let counts = Self.counts(
        of: values.values, through: { quantity.isGate ? sigmoid($0) : tanh($0) })
      let most = Double(max(1, counts.max() ?? 1))
      return LineChart.Series(
        "how often, \(quantity.rawValue)", x: middles, y: counts.map { Double($0) / most })
    }
    return LineChart(
      title: "σ and tanh, and where layer \(trace.layer) is on them", x: .init("weighted sum"),
      series: curves + sums)
  }
}
