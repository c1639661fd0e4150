import LSTMTensor
import Testing

@testable import LSTMLayers

@Suite("Values and gradients of models")
struct GradientsTests {
  private struct Model: Module {
    var used = Tensor([2, 3])
    var unused = Tensor([5])
    var inner = Linear(weight: Tensor([1, 4], shape: [1, 2]), bias: Tensor([0.5]))

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      try visit("used", &used)
      try visit("unused", &unused)
      try inner.visitParameters(under: "inner", visit)
    }
  }

  @Test("Gradients come by path, in the model's order, without what the loss does not use")
  func paths() {
    let model = Model()
    let (value, gradients) = valueAndGradient(of: model) { model in
      model.inner((model.used * model.used).reshaped(to: [1, 2])).sum()
    }
    #expect(value.scalar == 40.5)
    #expect(gradients.entries.map(\.path) == ["used", "inner.weight", "inner.bias"])
    #expect(gradients["used"]?.dense.values == [4, 24])
    #expect(gradients["inner.weight"]?.dense.values == [4, 9])
    #expect(gradients["inner.bias"]?.dense.values == [1])
    #expect(gradients["unused"] == nil)
  }

  @Test("An upstream gradient weighs the outputs as a loss with that gradient does")
  func upstreamGradient() {
    let (model, upstream) = (Model(), Tensor([3, -0.5]))
    let (outputs, gradients) = valueAndGradient(of: model, upstream: upstream) { model in
      model.used * model.used
    }
    #expect(outputs.values == [4, 9])
    #expect(gradients.entries.map(\.path) == ["used"])
    #expect(gradients["used"]?.dense.values == [12, -3])
    #expect(!outputs.isTracked)
  }

  @Test("Neither the model nor the value is tracked afterwards")
  func untracked() {
    let model = Model()
    let (value, gradients, extra) = valueAndGradient(of: model) { model in
      let square = model.used * model.used
      return (square.sum(), square.isTracked)
    }
    #expect(extra)
    #expect(!value.isTracked && !model.used.isTracked)
    #expect(gradients["used"]?.dense.isTracked == false)
  }

  @Test("An error inside the loss comes out")
  func throwing() {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      try valueAndGradient(of: Model()) { _ -> Tensor in throw Failure() }
    }
  }

  @Test("A module counts its parameters and visits them under a prefix")
  func visiting() {
    var model = Model()
    #expect(model.parameterCount == 6)
    var paths: [String] = []
    model.visitParameters(under: "model") { path, parameter in
      paths.append(path)
      parameter = .zeros(parameter.shape)
    }
    #expect(paths == ["model.used", "model.unused", "model.inner.weight", "model.inner.bias"])
    #expect(model.inner.weight.values == [0, 0])
  }
}
