import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@Suite("RMSprop and its options")
struct RMSpropTests {
  /// One step after the other as Graves (2013) writes them, element by element.
  private func expected(
    _ start: DoubleArray, _ gradients: [DoubleArray], momentum: Double, isCentered: Bool
  ) -> DoubleArray {
    var parameter = start
    for place in start.values.indices {
      var (square, mean, velocity) = (0.0, 0.0, 0.0)
      for gradient in gradients {
        let g = gradient[place]
        square = 0.9 * square + 0.1 * g * g
        mean = 0.9 * mean + 0.1 * g
        let variance = isCentered ? square - mean * mean : square
        velocity = momentum * velocity + g / (variance.squareRoot() + 1e-3)
        parameter[place] -= 0.01 * velocity
      }
    }
    return parameter
  }

  @Test(
    "Each combination is right and keeps only the tensors that it needs",
    arguments: [0, 0.5], [false, true])
  func combinations(momentum: Double, isCentered: Bool) {
    var numbers = TestNumbers(seed: 4)
    let start = numbers.normal([19])
    let gradients = (0..<4).map { _ in numbers.normal([19]) }
    var model = OneTensor(start)
    var optimizer = RMSprop(
      smoothing: 0.9, epsilon: 1e-3, momentum: Float(momentum), isCentered: isCentered)
    for gradient in gradients {
      optimizer.update(&model, with: OneTensor.gradients(gradient), learningRate: 0.01)
    }
    let reference = expected(start, gradients, momentum: momentum, isCentered: isCentered)
    #expect(relativeError(model.weight, reference) <= 1e-5)
    let count = 1 + (isCentered ? 1 : 0) + (momentum > 0 ? 1 : 0)
    #expect(optimizer.memory.tensors.count == count)
    #expect(optimizer.tensorsPerParameter == count)
  }
}
