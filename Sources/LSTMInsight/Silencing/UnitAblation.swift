import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTraining

/// What a model loses with one unit held at zero.
public struct SilencedUnit: Sendable {
  /// The unit.
  public var unit: RecurrentUnit
  /// The mean loss of the untouched model, in nats.
  public var loss: Double
  /// The mean loss without the unit.
  public var silencedLoss: Double
  /// By how much each prediction is worse, in the order of the steps.
  public var rises: [Double]

  /// By how much the mean loss rises; negative if the model does better without the unit.
  public var rise: Double { silencedLoss - loss }

  /// Silences one unit of a model while it reads.
  ///
  /// - Throws: ``ExplanationError`` if there is no such unit, or nothing to predict.
  public init<Model: Explainable>(
    _ unit: RecurrentUnit, of model: Model, reading tokens: [Model.Token]
  ) throws {
    guard model.units.contains(unit) else {
      throw ExplanationError.unitOutOfRange(
        unit, layerCount: model.layerCount, hiddenSize: model.hiddenSize)
    }
    let losses = model.losses(of: tokens, silencing: nil)
    guard !losses.isEmpty else { throw ExplanationError.nothingPredicted(stepCount: tokens.count) }
    self.init(unit, losses: losses, silenced: model.losses(of: tokens, silencing: unit))
  }

  init(_ unit: RecurrentUnit, losses: [Double], silenced: [Double]) {
    self.unit = unit
    loss = losses.reduce(0, +) / Double(losses.count)
    silencedLoss = silenced.reduce(0, +) / Double(losses.count)
    rises = zip(losses, silenced).map { $1 - $0 }
  }

  /// The steps whose predictions suffer most, worst first.
  public func worstSteps(_ count: Int) -> [Int] {
    Array(
      rises.indices.filter { rises[$0] > 0 }.sorted { (rises[$1], $0) < (rises[$0], $1) }
        .prefix(count))
  }

  /// Unit and losses as data.
  public var json: JSONValue {
    [
      "unit": .string(unit.path), "loss": loss.json, "silencedLoss": silencedLoss.json,
      "rise": rise.json,
    ]
  }
}

/// All units of a model, ranked by what it loses without each.
public struct UnitAblation: Sendable {
  /// The mean loss of the untouched model, in nats.
  public var loss: Double
  /// Every unit, the one that is missed most first.
  public var units: [SilencedUnit]

  /// Silences every unit of a model by itself while it reads.
  ///
  /// - Parameter progress: called with the share done.
  /// - Throws: ``ExplanationError`` if there is nothing to predict.
  public init<Model: Explainable>(
    of model: Model, reading tokens: [Model.Token], progress: (Double) -> Void = { _ in }
  ) throws {
    let losses = model.losses(of: tokens, silencing: nil)
    guard !losses.isEmpty else { throw ExplanationError.nothingPredicted(stepCount: tokens.count) }
    loss = losses.reduce(0, +) / Double(losses.count)
    let all = model.units
    var units: [SilencedUnit] = []
    for unit in all {
      units.append(
        SilencedUnit(unit, losses: losses, silenced: model.losses(of: tokens, silencing: unit)))
      progress(Double(units.count) / Double(all.count))
    }
    // Stable: equally missed units keep their order.
    self.units = units.enumerated()
      .sorted { ($1.element.rise, $0.offset) < ($0.element.rise, $1.offset) }.map(\.element)
  }

  /// The ranking as data.
  public var json: JSONValue { ["loss": loss.json, "units": .array(units.map(\.json))] }

  /// The ranking for people.
  public func lines(top: Int) -> [String] {
    let useless = units.count { $0.rise <= 0 }
    return ["untouched, the model loses \(loss.text(4)) nats a prediction; without"]
      + units.prefix(top).map {
        "  " + "\($0.unit)".padded(to: 24) + $0.silencedLoss.text(4).leftPadded(to: 9)
          + "  (\($0.rise < 0 ? "" : "+")\($0.rise.text(4)))"
      } + ["\(useless) of \(units.count) units are not missed: without each the loss is no higher."]
  }
}
