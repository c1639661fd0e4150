import LSTMData
import LSTMTensor

/// A classifier whose networks have learned, and how it does on what they held out.
struct ClassifierFit: Sendable {
  let trained: TrainedClassifier
  /// Of examples that were held out, each by networks and a linear model that have not seen it; `nil` where none were.
  let heldOut: HeldOut?

  /// How networks and linear model do together, and each alone.
  struct HeldOut: Sendable {
    let model: ClassificationScore
    let networks: ClassificationScore
    let linear: ClassificationScore
  }

  /// Fits the linear model, and weighs both by what was held out.
  init(_ networks: ClassifierModel, _ plan: ClassifierPlan, _ options: ClassifierOptions) {
    let linear = LinearFit(
      LogisticRegression.Examples(
        rows: plan.rows, labels: plan.labels, weights: plan.weights,
        classCount: plan.features.classes.count, kind: plan.features.kind),
      plan.features.linear, folds: plan.folds, learned: Array(0..<plan.learnedCount))
    var features = plan.features
    let observations = Self.observations(networks, plan, linear)
    features.mix = ClassifierMix(
      fittedOn: observations.joined().map { $0 }, features.kind, usesLinear: options.mixesLinear)
    trained = TrainedClassifier(model: networks, linear: linear.model, features: features)
    heldOut = Self.scores(observations, features)
  }

  /// What was said of examples that were held out: by network where each holds out others, else by all networks of one part.
  private static func observations(
    _ networks: ClassifierModel, _ plan: ClassifierPlan, _ linear: LinearFit
  ) -> [[ClassifierMix.Observation]] {
    plan.folds.heldOut.indices.map { member in
      let examples = plan.folds.heldOut[member]
      let logits = networks.logits(of: member, plan.inputs, examples)
      return examples.indices.map { place in
        ClassifierMix.Observation(
          network: logits[place], linear: linear.heldOut[member][place],
          labels: plan.labels[examples[place]], weight: plan.weights[examples[place]])
      }
    }
  }

  private static func scores(
    _ observations: [[ClassifierMix.Observation]], _ features: ClassifierFeatures
  ) -> HeldOut? {
    let all = observations.joined()
    guard !all.isEmpty else { return nil }
    func score(_ logits: (ClassifierMix.Observation) -> [Double]) -> ClassificationScore {
      ClassificationScore(
        all.map { features.kind.probabilities(logits($0)) }, labels: all.map(\.labels),
        classes: features.classes, isMultilabel: features.isMultilabel)
    }
    return HeldOut(
      model: score { features.mix.logits(network: $0.network, linear: $0.linear) },
      networks: score(\.network), linear: score(\.linear))
  }
}
