import Foundation
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The network that predicts the next value")
struct ValuePredictorTests {
  private func model(seed: UInt64 = 1) -> ValuePredictor {
    var random = RandomGenerator(seed: seed)
    var model = ValuePredictor(using: &random)
    var numbers = TestNumbers(seed: 4)
    model.output.weight = Tensor(
      numbers.uniform([2 * ValuePredictor.hiddenSize]).values.map { Float($0) },
      shape: [2, ValuePredictor.hiddenSize])
    model.output.bias = Tensor([0.25, -0.5])
    return model
  }

  /// The density of the Student-t distribution without its constant, worked out in Double from the hidden states.
  @Test("has the loss of a Student-t distribution, with the gradients that finite differences give")
  func loss() {
    let (steps, batch, skipped) = (7, 3, 2)
    var numbers = TestNumbers(seed: 9)
    func tensor(_ shape: Shape) -> Tensor {
      Tensor(numbers.uniform(shape.array).values.map { Float($0) }, shape: shape)
    }
    let inputs = tensor([steps, batch, 3])
    let values = tensor([steps, batch, 1])
    let targets = tensor([steps, batch, 1])
    let model = model()
    func loss(_ model: ValuePredictor) -> Tensor {
      model.loss(inputs, values: values, targets: targets, skipped: skipped)
    }
    let hidden: [Double] = model.lstm(inputs).outputs.values.map { Double($0) }
    let weight: [Double] = model.output.weight.values.map { Double($0) }
    let bias: [Double] = (model.output.bias?.values ?? []).map { Double($0) }
    var sum = 0.0
    let size = ValuePredictor.hiddenSize
    for row in (skipped * batch)..<(steps * batch) {
      func output(_ place: Int) -> Double {
        var sum = bias[place]
        for unit in 0..<size { sum += weight[place * size + unit] * hidden[row * size + unit] }
        return sum
      }
      let logScale = 6 * tanh(output(1) / 6)
      let error = Double(targets[row]) - Double(values[row]) - output(0)
      let square = pow(error / exp(logScale), 2)
      sum += logScale + 2.5 * log(1 + square / 4)
    }
    let expected = sum / Double((steps - skipped) * batch)
    #expect(abs(Double(loss(model).scalar) - expected) < 1e-5)
    #expect(
      abs(ValuePredictor.scale(of: 1.7) - exp(6 * tanh(1.7 / 6))) < 1e-12)

    let (_, gradients) = valueAndGradient(of: model, loss)
    for (path, place) in [("output.weight", 5), ("output.weight", 20), ("output.bias", 1)] {
      func moved(_ by: Float) -> Double {
        var other = model
        other.visitParameters { name, parameter in if name == path { parameter[place] += by } }
        return Double(loss(other).scalar)
      }
      let difference = (moved(1e-2) - moved(-1e-2)) / 2e-2
      guard case .dense(let gradient)? = gradients[path] else {
        Issue.record("no gradient of \(path)")
        continue
      }
      #expect(abs(Double(gradient[place]) - difference) < 2e-3, "\(path) \(place)")
    }
  }

  @Test("says step by step what it says of a whole sequence")
  func steps() {
    let model = model()
    var prepared = PreparedValuePredictor(model)
    var numbers = TestNumbers(seed: 6)
    let values = numbers.uniform([20], in: -4...4).values
    let features = values.enumerated().map {
      ValuePredictor.features(value: $1, next: Double($0) / 20)
    }
    let inputs = Tensor(features.flatMap { [$0.0, $0.1, $0.2] }, shape: [20, 1, 3])
    let whole = model.output(model.lstm(inputs).outputs)
    for (row, feature) in features.enumerated() {
      prepared.read(feature)
      #expect(prepared.expectedChange == Double(whole[2 * row]))
      #expect(prepared.scale == ValuePredictor.scale(of: Double(whole[2 * row + 1])))
    }
  }

  @Test("draws far values in, and leaves out a time of day that is not known")
  func features() {
    #expect(ValuePredictor.features(value: 3, next: nil) == (1.5, 0, 0))
    #expect(ValuePredictor.features(value: 1e9, next: nil).0 <= 3)
    let quarter = ValuePredictor.features(value: 0, next: 0.25)
    #expect(abs(quarter.1 - 1) < 1e-6 && abs(quarter.2) < 1e-6)
  }
}
