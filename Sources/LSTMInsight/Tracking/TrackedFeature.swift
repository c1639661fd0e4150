import LSTMFormats
import LSTMData
import LSTMLayers
import LSTMTraining

/// A unit whose state follows a feature of the input.
public struct TrackedUnit: Sendable, Equatable {
  /// Which of a unit's two states.
  public enum State: String, Sendable {
    /// h, what it shows.
    case hidden
    /// C, what it keeps.
    case cell
  }

  /// A state of a unit.
  struct Place: Sendable, Hashable {
    var unit: RecurrentUnit
    var state: State
    /// Whether the state is a feature of a projection, which belongs to no unit.
    var isProjection = false
  }

  /// The unit.
  public var unit: RecurrentUnit { place.unit }
  /// The state that follows more closely.
  public var state: State { place.state }
  /// Whether the state is a feature of a hidden state that is a projection of what units show: its number is then
  /// that of the feature.
  public var isProjection: Bool { place.isProjection }
  /// Pearson's r of state and feature.
  public var correlation: Double
  let place: Place

  init(_ place: Place, correlation: Double) {
    (self.place, self.correlation) = (place, correlation)
  }

  /// The state, in words: "unit 3 of layer 0: its cell state".
  var name: String {
    isProjection
      ? "feature \(unit.index) of layer \(unit.layer)\(unit.isReverse ? " in reverse" : "")'s projection"
      : "\(unit): its \(state.rawValue) state"
  }
}

/// A feature of the input with the units that follow it better than chance.
public struct TrackedFeature: Sendable {
  /// The feature.
  public var feature: InputFeature
  /// The largest |r| of any unit when the feature is laid over the input at wrong places.
  public var chance: Double
  /// How many units do better than that.
  public var unitCount: Int
  /// The best of them, best first.
  public var units: [TrackedUnit]

  /// The largest |r|.
  var strength: Double { units.first.map { abs($0.correlation) } ?? 0 }

  /// What the best unit does, in plain words.
  public var sentence: String {
    guard let best = units.first else { return "" }
    let rises = best.correlation > 0
    let motion =
      feature.isPresence
      ? "is \(rises ? "higher" : "lower") at \(feature.name)"
      : "\(rises ? "rises" : "falls") with \(feature.name)"
    let others = unitCount > 1 ? "; \(unitCount - 1) more follow it" : ""
    return """
      \(best.name) \(motion) (r = \(best.correlation.text(2)); \
      chance reaches \(chance.text(2))\(others))
      """
  }

  /// The feature and its units as data.
  public var json: JSONValue {
    [
      "feature": .string(feature.key), "chance": chance.json, "unitCount": unitCount.json,
      "units": .array(
        units.map {
          [
            "unit": .string($0.unit.path),
            "state": .string($0.isProjection ? "projection" : $0.state.rawValue),
            "correlation": $0.correlation.json,
          ]
        }),
    ]
  }
}
