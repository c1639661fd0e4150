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
    guard let decay = options.averagingDecay, var average = averaged else { return }
    averaged = nil
    let keeping = min(decay, Float(1 + step) / Float(10 + step))
    let weights = model.parameters
    var place = 0
    average.visitParameters { _, parameter in
      parameter.average(with: weights[place].tensor, keeping: keeping)
      place += 1
    }
    averaged = average
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
