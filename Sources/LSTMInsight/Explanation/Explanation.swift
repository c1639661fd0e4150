import LSTMLayers
import LSTMTraining

/// Everything that is known of how a model read one input: what a report can be drawn from.
public struct Explanation: Sendable {
  /// The most steps that are explained at once.
  public static let stepLimit = ExplainedInput.stepLimit

  /// What was read and predicted at each step, with the traces of all layers.
  public var input: ExplainedInput
  /// The units that follow a feature of the input, by feature.
  public var trackedFeatures: [TrackedFeature]
  /// How often gates are shut or open, by layer and gate.
  public var saturation: [GateSaturation]

  /// Looks into a model while it reads a part of an input.
  ///
  /// - Parameter top: how many predictions a step and units a feature to keep.
  public init<Model: Explainable>(of reading: Reading<Model>, top: Int = 5) {
    input = reading.explained(candidateCount: top)
    trackedFeatures = input.surveys.flatMap { UnitTracking($0, top: top).features }
      .sorted { $0.strength > $1.strength }
    saturation = GateSaturation.all(in: input.traces)
  }
}
