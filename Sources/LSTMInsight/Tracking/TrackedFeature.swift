import LSTMFormats
import LSTMData
import LSTMLayers

/// A unit whose state follows a feature of the text.
public struct TrackedUnit: Sendable, Equatable {
  /// Which of a unit's two states.
  public enum State: String, Sendable {
    /// h, what it shows.
    case hidden
    /// C, what it keeps.
    case cell
  }

  /// The unit.
  public var unit: RecurrentUnit
  /// The state that follows more closely.
  public var state: State
  /// Pearson's r of state and feature.
  public var correlation: Double
}

/// A feature of the text with the units that follow it better than chance.
public struct TrackedFeature: Sendable {
  /// The feature.
  public var feature: TextFeature
  /// The largest |r| of any unit when the feature is laid over the text at wrong places.
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
      ? "is \(rises ? "higher" : "lower") at \(feature.rawValue)"
      : "\(rises ? "rises" : "falls") with \(feature.rawValue)"
    let others = unitCount > 1 ? "; \(unitCount - 1) more follow it" : ""
    return """
      \(best.unit): its \(best.state.rawValue) state \(motion) (r = \(best.correlation.text(2)); \
      chance reaches \(chance.text(2))\(others))
      """
  }

  /// The feature and its units as data.
  public var json: JSONValue {
    [
      "feature": .string("\(feature)"), "chance": chance.json, "unitCount": unitCount.json,
      "units": .array(
        units.map {
          [
            "unit": .string($0.unit.path), "state": .string($0.state.rawValue),
            "correlation": $0.correlation.json,
          ]
        }),
    ]
  }
}
