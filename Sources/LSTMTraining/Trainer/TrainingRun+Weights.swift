import LSTMLayers
import LSTMTensor

extension TrainingRun {
  /// The weights that count: the average where there is one.
  var current: Problem.Model { averaged ?? model }

  /// The Euclidean norm of all weights together.
  static func norm(of model: Problem.Model) -> Double {
    model.parameters.reduce(0.0) { $0 + Double($1.tensor.sumOfSquares) }.squareRoot()
  }

  /// Takes the weights of this step into the average.
  mutating func updateAverage() {
    guard let averaging = options.averaging, var average = averaged else { return }
    averaged = nil
    averagedSteps += 1
    let keeping =
      switch averaging {
      case .running(let decay): min(decay, Float(1 + step) / Float(10 + step))
      case .nonMonotonic: Float(averagedSteps - 1) / Float(averagedSteps)
      }
    let weights = model.parameters
    var place = 0
    average.visitParameters { _, parameter in
      parameter.average(with: weights[place].tensor, keeping: keeping)
      place += 1
    }
    averaged = average
  }

  /// Begins the average of ``WeightAveraging/nonMonotonic(patience:)`` if the last validation asks for it.
  ///
  /// - Returns: whether it begins.
  mutating func beginAverageIfDue() -> Bool {
    guard case .nonMonotonic(let patience) = options.averaging, averaged == nil,
      let last = validationLosses.last, validationLosses.count > patience + 1,
      let best = validationLosses.dropLast(patience + 1).min(), last > best
    else { return false }
    averaged = model
    return true
  }

  /// Weights that overflowed in the last step show only in the next one's loss: before that they must
  /// be neither judged nor saved.
  ///
  /// - Throws: ``TrainingError`` with the first parameter that has an element which is not finite.
  func requireFiniteWeights() throws {
    for (path, tensor) in model.parameters + (averaged?.parameters ?? [])
    where tensor.firstNonFinite != nil {
      throw notFinite("the parameter \(path)")
    }
  }
}
