import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Which units follow which features of a text: Pearson's correlation of every state with every feature.
///
/// Among hundreds of units some follow anything by chance. What chance can do is measured: the feature
/// is laid over the text at many wrong places (shifted in a circle, which keeps its rhythm), and the best
/// correlation of any unit at any of these is the bar that a unit must pass.
struct UnitTracking {
  /// How many wrong places a feature is tried at: chance passes the bar about once in so many tries.
  private static let shiftCount = 40
  /// Steps below which shifts would be no test.
  private static let leastSteps = 80

  /// The features that some unit follows, best first.
  let features: [TrackedFeature]

  init(_ input: ExplainedInput, top: Int) {
    let texts = input.steps.map(\.text)
    guard texts.count >= Self.leastSteps else {
      features = []
      return
    }
    let series = Self.series(of: input.traces)
    features = TextFeature.allCases.compactMap { feature in
      // A line or a quotation may have begun before the first step.
      let values = feature.values(of: [input.previous] + texts).dropFirst()
      return Self.tracked(feature, Array(values), by: series, top: top)
    }.sorted { $0.strength > $1.strength }
  }

  /// The states of all units, each scaled to mean 0 and length 1.
  struct Series {
    var places: [(unit: RecurrentUnit, state: TrackedUnit.State)]
    /// [places, T].
    var values: Tensor
  }

  private static func series(of traces: [LayerTrace]) -> Series {
    var places: [(RecurrentUnit, TrackedUnit.State)] = []
    var rows: [Float] = []
    for trace in traces {
      let states = [(TrackedUnit.State.hidden, trace.hidden)]
      for (state, tensor) in states + (trace.lstm.map { [(.cell, $0.cell)] } ?? []) {
        let (values, size) = (tensor.values, tensor.shape.columnCount)
        for index in 0..<size {
          places.append(
            (RecurrentUnit(layer: trace.layer, isReverse: trace.isReverse, index: index), state))
          rows += standardized(stride(from: index, to: values.count, by: size).map { values[$0] })
        }
      }
    }
    return Series(
      places: places,
      values: Tensor(rows, shape: [places.count, rows.count / max(1, places.count)]))
  }

  /// The numbers with mean 0 and length 1; zeros if they do not vary.
  static func standardized(_ values: [Float]) -> [Float] {
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(max(1, values.count))
    let centred = values.map { Double($0) - mean }
    let length = centred.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
    // A state that never moves but by rounding follows nothing.
    let largest = values.reduce(0.0) { max($0, abs(Double($1))) }
    guard length > 1e-6 * largest * Double(values.count).squareRoot() else {
      return values.map { _ in 0 }
    }
    return centred.map { Float($0 / length) }
  }

  /// The units that follow a feature better than chance; `nil` if none does.
  static func tracked(
    _ feature: TextFeature, _ values: [Float], by series: Series, top: Int
  ) -> TrackedFeature? {
    let scaled = standardized(values)
    guard scaled.contains(where: { $0 != 0 }) else { return nil }
    let places = (0...shiftCount).map { $0 * values.count / (shiftCount + 1) }
    let rows = places.flatMap { scaled[$0...] + scaled[..<$0] }
    // Correlations of scaled series are their products: one matrix product for all.
    let correlations = Tensor(rows, shape: [places.count, values.count])
      .linear(weight: series.values).values
    let chance = correlations.dropFirst(series.places.count).reduce(0) { max($0, abs($1)) }
    let found = zip(series.places, correlations).filter { abs($1) > chance }
      .map { TrackedUnit(unit: $0.unit, state: $0.state, correlation: Double($1)) }
      .sorted { abs($0.correlation) > abs($1.correlation) }
    // The better of a unit's two states speaks for it.
    var seen: Set<RecurrentUnit> = []
    let units = found.filter { seen.insert($0.unit).inserted }
    guard !units.isEmpty else { return nil }
    return TrackedFeature(
      feature: feature, chance: Double(chance), unitCount: units.count,
      units: Array(units.prefix(top)))
  }
}
