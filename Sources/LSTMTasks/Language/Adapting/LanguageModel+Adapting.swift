import LSTMLayers
import LSTMTensor
import LSTMTraining

extension LanguageModel {
  /// Tokens after which weights follow the text: as few as Krause and others take, since each text knows more than the one before.
  private static let dynamicSteps = 10
  /// Tokens that are scored at a time where weights stay.
  private static let staticSteps = 256
  /// The most that a gradient's norm may be.
  private static let dynamicClip: Float = 1
  /// How much of the way back to the trained weights a step takes.
  private static let dynamicDecay: Float = 1e-4

  /// −ln p of each token but the first, the model following the text.
  ///
  /// It follows with a neural cache, with weights that take a step of gradient descent after each few tokens (dynamic evaluation:
  /// Mikolov and others 2010; Krause and others 2018, arXiv:1709.07432), or both. Every token is predicted before the model
  /// learns of it.
  ///
  /// - Parameters:
  ///   - tokens: the text.
  ///   - adaptation: what follows the text.
  ///   - progress: called with the share done.
  func losses(
    _ tokens: [Int32], adapting adaptation: LanguageAdaptation,
    progress: (Double) -> Void = { _ in }
  ) -> [Double] {
    var model = self
    var optimizer = SGD()
    var cache = adaptation.cacheSize.map { NeuralCache(size: $0) }
    var states = zeroStates(batchSize: 1)
    var losses: [Double] = []
    let steps = adaptation.dynamicRate == nil ? Self.staticSteps : Self.dynamicSteps
    for start in stride(from: 0, to: tokens.count - 1, by: steps) {
      let end = min(start + steps, tokens.count - 1)
      let segment = LanguageSegment(
        inputs: Array(tokens[start..<end]), targets: Array(tokens[start + 1...end]))
      let result: LanguageSegment.Result
      if let rate = adaptation.dynamicRate {
        var (_, gradients, found) = valueAndGradient(of: model) { model in
          let scored = segment.scored(by: model, states: states)
          return (scored.logits.crossEntropy(targets: segment.targetIDs), scored.result)
        }
        gradients.clip(toNorm: Self.dynamicClip)
        optimizer.update(&model, with: gradients, learningRate: rate)
        model.approach(self, by: Self.dynamicDecay)
        result = found
      } else {
        result = segment.scored(by: model, states: states).result
      }
      states = result.states
      losses +=
        cache?.mixing(result.losses, hidden: result.hidden, targets: segment.targets)
        ?? result.losses
      progress(Double(end) / Double(tokens.count - 1))
    }
    return losses
  }

  /// Moves every weight a share of the way to another model's.
  private mutating func approach(_ other: LanguageModel, by share: Float) {
    let weights = other.parameters
    var place = 0
    visitParameters { _, parameter in
      parameter.average(with: weights[place].tensor, keeping: 1 - share)
      place += 1
    }
  }
}

/// Some tokens of a text and those that follow them.
private struct LanguageSegment {
  struct Result: Sendable {
    var losses: [Double]
    /// [steps, H].
    var hidden: Tensor
    var states: [Tensor]
  }

  let inputs: [Int32]
  let targets: [Int32]

  var targetIDs: TokenIDs { TokenIDs(targets, shape: [targets.count, 1]) }

  func scored(by model: LanguageModel, states: [Tensor]) -> (logits: Tensor, result: Result) {
    let run = model.hiddenStates(TokenIDs(inputs, shape: [inputs.count, 1]), states: states)
    let logits = model.output(run.hidden)
    let losses = logits.detached.crossEntropies(targets: targetIDs).values.map(Double.init)
    let hidden = run.hidden.detached.reshaped(to: [inputs.count, run.hidden.shape.columnCount])
    return (logits, Result(losses: losses, hidden: hidden, states: run.states.map(\.detached)))
  }
}
