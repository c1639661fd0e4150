import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@Suite("Clipping")
struct GradientsClippingTests {
  private func gradients(_ fixture: Fixture) throws -> Gradients {
    Gradients(
      entries: try ["first", "second"].map { name in
        let array = try fixture.tensor("gradient_\(name)")
        return (name, .dense(Tensor(array.floats, shape: Shape(array.shape))))
      })
  }

  @Test(
    "The norm and the clipped gradients are PyTorch's",
    arguments: ["clip-norm", "clip-norm-untouched"])
  func norm(name: String) throws {
    let fixture = try fixture(name)
    var gradients = try gradients(fixture)
    let norm = gradients.clip(toNorm: Float(try fixture.number("largest_norm")))
    #expect(relativeError([norm], try fixture.tensor("norm")) <= 1e-6)
    for entry in gradients.entries {
      let expected = try fixture.tensor("clipped_\(entry.path)")
      #expect(relativeError(entry.gradient.dense.values, expected) <= 1e-6, "\(entry.path)")
    }
  }

  @Test("A sparse gradient counts with its rows and keeps them")
  func sparse() {
    let rows = SparseRows(
      summing: Tensor([3, 0, 0, 4], shape: [2, 2]), ids: [4, 1], rowCount: 9)
    var gradients = OneTensor.gradients(.sparse(rows))
    #expect(gradients.clip(toNorm: 1) == 5)
    #expect(abs(gradients.norm - 1) < 1e-6)
    guard case .sparse(let clipped)? = gradients["weight"] else {
      Issue.record("the gradient became dense")
      return
    }
    #expect(clipped.indices == [1, 4])
  }

  @Test("Clipping by value limits every element to both sides")
  func value() {
    var gradients = OneTensor.gradients(.dense(Tensor([-3, -0.5, 0, 0.5, 3])))
    gradients.clip(toValue: 1)
    #expect(gradients["weight"]?.dense.values == [-1, -0.5, 0, 0.5, 1])
  }

  @Test("An element that is not finite makes the norm not finite")
  func notFinite() {
    for bad in [Float.nan, .infinity, -.infinity] {
      #expect(!OneTensor.gradients(.dense(Tensor([1, bad, 2]))).norm.isFinite)
    }
  }
}
