import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@Suite("Losses")
struct LossesTests {
  @Test("The mean squared error agrees with Double arithmetic, its gradient with differences")
  func againstDouble() {
    for shape in [[1], [7], [3, 5], [2, 3, 17]] {
      var numbers = TestNumbers(seed: UInt64(shape.count))
      let (x, y) = (numbers.normal(shape), numbers.normal(shape))
      func reference(_ inputs: [DoubleArray]) -> Double {
        let difference = inputs[0] + y.map { -$0 }
        return DoubleArray.dot(difference, difference) / Double(y.count)
      }
      let targets = Tensor(y.floats, shape: Shape(shape))
      let (loss, gradients) = valueAndGradient(of: OneTensor(x)) {
        meanSquaredError($0.weight, targets)
      }
      #expect(abs(Double(loss.scalar) / reference([x]) - 1) < 1e-6)
      let gradient = gradients["weight"]?.dense.values ?? []
      #expect(
        gradientError(of: reference, at: [x], against: [DoubleArray(gradient, shape: shape)])
          < 1e-5)
    }
  }
}
