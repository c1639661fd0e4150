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
  /// What the losses are counted in.
  public var lossUnit: String

  /// By how much the mean loss rises; negative if the model does better without the unit.
  public var rise: Double { silencedLoss - loss }

  /// Silences one unit of a model while it reads a part of an input: from its first step on.
  ///
  /// - Throws: ``ExplanationError`` if there is no such unit, or nothing to predict.
  public init<Model: Explainable>(_ unit: RecurrentUnit, in reading: Reading<Model>) throws {
    let model = reading.model
    guard model.units.contains(unit) else {
      throw ExplanationError.unitOutOfRange(
        unit, layerCount: model.layerCount, hiddenSize: model.hiddenSize)
    }
    let losses = try reading.losses()
    let silenced = model.losses(of: reading.part, silencing: [unit]) { _ in }
    self.init(unit, losses: losses, silenced: silenced[0], in: model.lossUnit)
  }

  init(_ unit: RecurrentUnit, losses: [Double], silenced: [Double], in lossUnit: String) {
    self.unit = unit
    self.lossUnit = lossUnit
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

  /// What the model loses, and which predictions suffer most, for people.
  ///
  /// - Parameters:
  ///   - reading: the one that the unit was silenced in.
  ///   - top: how many predictions to show.
  public func lines<Model: Explainable>(in reading: Reading<Model>, top: Int) -> [String] {
    [
      """
      without \(unit) the model loses \(silencedLoss.text(4)) \(lossUnit) a prediction, with it \
      \(loss.text(4)) (\(rise < 0 ? "" : "+")\(rise.text(4)))
      """
    ]
      + worstSteps(top).map { number in
        let name = reading.model.name(ofPrediction: number, in: reading.part)
        return """
            \(name.place.padded(to: 11))+\(rises[number].text(rises[number] < 0.1 ? 4 : 2)) \(lossUnit) for \(name.subject)
          """
      }
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
  /// What the losses are counted in.
  public var lossUnit: String
  /// Every unit, the one that is missed most first.
  public var units: [SilencedUnit]

  /// Silences every unit of a model by itself while it reads a part of an input.
  ///
  /// - Parameter progress: called with the share done.
  /// - Throws: ``ExplanationError`` if there is nothing to predict.
  public init<Model: Explainable>(
    of reading: Reading<Model>, progress: (Double) -> Void = { _ in }
  ) throws {
    let losses = try reading.losses()
    loss = losses.reduce(0, +) / Double(losses.count)
    let (all, unit) = (reading.model.units, reading.model.lossUnit)
    let units = zip(
      all, reading.model.losses(of: reading.part, silencing: all, progress: progress)
    ).map { SilencedUnit($0, losses: losses, silenced: $1, in: unit) }
    lossUnit = unit
    // Stable: equally missed units keep their order.
    self.units = units.enumerated()
      .sorted { ($1.element.rise, $0.offset) < ($0.element.rise, $1.offset) }.map(\.element)
  }

  /// The ranking as data.
  public var json: JSONValue { ["loss": loss.json, "units": .array(units.map(\.json))] }

  /// The ranking for people.
  public func lines(top: Int) -> [String] {
    let useless = units.count { $0.rise <= 0 }
    let width = max(24, (units.prefix(top).map { "\($0.unit)".count }.max() ?? 0) + 1)
    return ["untouched, the model loses \(loss.text(4)) \(lossUnit) a prediction; without"]
      + units.prefix(top).map {
        "  " + "\($0.unit)".padded(to: width) + $0.silencedLoss.text(4).leftPadded(to: 9)
          + "  (\($0.rise < 0 ? "" : "+")\($0.rise.text(4)))"
      } + ["\(useless) of \(units.count) units are not missed: without each the loss is no higher."]
  }
}
