import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Which units follow which features of an input: Pearson's correlation of every state with every feature.
///
/// Among hundreds of units some follow anything by chance. What chance can do is measured: the feature
/// is laid over the input at many wrong places (shifted in a circle, which keeps its rhythm), and the best
/// correlation of any unit at any of these is the bar that a unit must pass. A feature that comes back by
/// itself is laid over the input at many wrong paces instead.
struct UnitTracking {
  /// How many wrong places a feature is tried at: chance passes the bar about once in so many tries.
  private static let shiftCount = 40
  /// Samples below which shifts would be no test.
  private static let leastSamples = 80

  /// The features that some unit follows, best first.
  let features: [TrackedFeature]

  init(_ survey: UnitSurvey, top: Int) {
    guard let count = survey.features.first?.values.count, count >= Self.leastSamples else {
      features = []
      return
    }
    let series = Self.series(of: survey.traces)
    // Alternatives of one family stand where the first of them does.
    var families: [[InputFeature]] = []
    for feature in survey.features {
      let place = families.firstIndex {
        feature.family != nil && $0.first?.family == feature.family
      }
      if let place { families[place].append(feature) } else { families.append([feature]) }
    }
    features = families.compactMap { Self.tracked($0, by: series, top: top) }
      .sorted { $0.strength > $1.strength }
  }

  /// The states of all units, each scaled to mean 0 and length 1.
  struct Series {
    var places: [TrackedUnit.Place]
    /// [places, T].
    var values: Tensor
  }

  private static func series(of traces: [LayerTrace]) -> Series {
    var places: [TrackedUnit.Place] = []
    var rows: [Float] = []
    for trace in traces {
      let states = [(TrackedUnit.State.hidden, trace.hidden)]
      let isProjected = trace.lstm?.variant.isProjected ?? false
      for (state, tensor) in states + (trace.lstm.map { [(.cell, $0.cell)] } ?? []) {
        for index in 0..<tensor.shape.columnCount {
          places.append(
            TrackedUnit.Place(
              unit: RecurrentUnit(layer: trace.layer, isReverse: trace.isReverse, index: index),
              state: state, isProjection: isProjected && state == .hidden))
          rows += standardized(tensor.course(of: index, lengths: trace.lengths))
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

  /// The units that follow the best of some alternatives better than chance; `nil` if none does.
  ///
  /// Chance has as many tries as there are alternatives.
  static func tracked(
    _ alternatives: [InputFeature], by series: Series, top: Int
  ) -> TrackedFeature? {
    let tries = alternatives.compactMap { feature in
      correlations(feature, with: series).map { (feature: feature, found: $0) }
    }
    let chance = tries.map(\.found.chance).max() ?? 0
    func strength(_ number: Int) -> Float { tries[number].found.own.reduce(0) { max($0, abs($1)) } }
    // The first of equally good ones.
    guard
      let best = tries.indices.max(by: { (strength($0), $1) < (strength($1), $0) })
    else { return nil }
    let found = zip(series.places, tries[best].found.own).filter { abs($1) > chance }
      .map { TrackedUnit($0, correlation: Double($1)) }
      .sorted { abs($0.correlation) > abs($1.correlation) }
    // The better of a unit's two states speaks for it; the features of a projection are no unit's states.
    var seen: Set<TrackedUnit.Place> = []
    let units = found.filter { tracked in
      var place = tracked.place
      if !place.isProjection { place.state = .hidden }
      return seen.insert(place).inserted
    }
    guard !units.isEmpty else { return nil }
    let feature = tries[best].feature
    return TrackedFeature(
      feature: feature, chance: Double(chance), unitCount: units.count,
      units: Array(units.prefix(top)))
  }

  /// Of every state, the correlation with a feature, and the largest at wrong places; `nil` if the feature does not vary.
  private static func correlations(
    _ feature: InputFeature, with series: Series
  ) -> (own: [Float], chance: Float)? {
    let scaled = standardized(feature.values)
    guard scaled.contains(where: { $0 != 0 }) else { return nil }
    let rows = [scaled] + (feature.isPeriodic ? atWrongPaces(feature.values) : shifted(scaled))
    // Correlations of scaled series are their products: one matrix product for all.
    let correlations = Tensor(rows.flatMap { $0 }, shape: [rows.count, scaled.count])
      .linear(weight: series.values).values
    let chance = correlations.dropFirst(series.places.count).reduce(0) { max($0, abs($1)) }
    return (Array(correlations.prefix(series.places.count)), chance)
  }

  /// The feature at wrong places.
  private static func shifted(_ scaled: [Float]) -> [[Float]] {
    (1...shiftCount).map { number in
      let place = number * scaled.count / (shiftCount + 1)
      return Array(scaled[place...] + scaled[..<place])
    }
  }

  /// The feature from several beginnings, slower and faster than it is, but neither half nor double its pace.
  private static func atWrongPaces(_ values: [Float]) -> [[Float]] {
    let half = shiftCount / 2
    return (0..<shiftCount).map { number in
      let share = Double(number % half) / Double(half)
      let pace = number < half ? 0.55 + 0.3 * share : 1.2 + 0.6 * share
      let beginning = number * values.count / shiftCount
      return standardized(
        values.indices.map { values[(beginning + Int(Double($0) * pace)) % values.count] })
    }
  }
}

extension Tensor {
  /// One column of [T, N, F] over time, one sequence after the other.
  ///
  /// - Parameter lengths: steps of each sequence; `nil`: all have T.
  func course(of column: Int, lengths: [Int]? = nil) -> [Float] {
    let (steps, sequences, size) = (shape[0], shape[1], shape[2])
    let values = values
    return (0..<sequences).flatMap { sequence in
      (0..<(lengths?[sequence] ?? steps)).map {
        values[($0 * sequences + sequence) * size + column]
      }
    }
  }
}

extension LSTMVariant {
  /// Whether the hidden state is a projection of what units show, so that its features are none of theirs.
  var isProjected: Bool { projectionSize != nil }
}
