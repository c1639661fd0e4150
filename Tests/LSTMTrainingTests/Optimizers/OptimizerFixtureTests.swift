import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@Suite("Optimisers and PyTorch")
struct OptimizerFixtureTests {
  private func optimizer(_ fixture: Fixture) throws -> any Optimizer {
    func number(_ key: String) throws -> Float { Float(try fixture.number(key)) }
    func betas() throws -> [Float] {
      try fixture.note("betas").split(separator: ",").compactMap { Float($0) }
    }
    switch try fixture.note("kind") {
    case "sgd":
      return SGD(
        momentum: try number("momentum"), dampening: try number("dampening"),
        weightDecay: try number("weight_decay"), isNesterov: try fixture.flag("nesterov"))
    case "rmsprop":
      return RMSprop(
        smoothing: try number("smoothing"), epsilon: try number("epsilon"),
        momentum: try number("momentum"), weightDecay: try number("weight_decay"),
        isCentered: try fixture.flag("centered"))
    case let kind:
      #expect(kind == "adam" || kind == "adamw")
      return Adam(
        beta1: try betas()[0], beta2: try betas()[1], epsilon: try number("epsilon"),
        weightDecay: try number("weight_decay"), isDecoupled: kind == "adamw")
    }
  }

  @Test(
    "Every step leaves PyTorch's parameters",
    arguments: [
      "sgd", "sgd-momentum", "sgd-nesterov-decay", "adam", "adam-decay", "adamw", "adamw-fast",
      "rmsprop", "rmsprop-centered-momentum",
    ])
  func steps(name: String) throws {
    let fixture = try fixture(name)
    var optimizer = try optimizer(fixture)
    var model = OneTensor(try fixture.tensor("parameter_0"))
    for step in 1...(try fixture.integer("steps")) {
      let gradient = try fixture.tensor("gradient_\(step)")
      optimizer.update(
        &model, with: OneTensor.gradients(gradient),
        learningRate: Float(try fixture.number("learning_rate")))
      let expected = try fixture.tensor("parameter_\(step)")
      #expect(relativeError(model.weight.values, expected) <= 1e-6, "step \(step)")
    }
  }

  @Test("A parameter without a gradient stays as it is")
  func noGradient() {
    for kind in OptimizerKind.allCases {
      var optimizer = kind.optimizer()
      var model = OneTensor(Tensor([1, 2, 3]))
      optimizer.update(&model, with: Gradients(entries: []), learningRate: 1)
      #expect(model.weight.values == [1, 2, 3], "\(kind)")
    }
  }

  @Test("A step leaves copies of the model and of the moments alone")
  func values() {
    for kind in OptimizerKind.allCases {
      var optimizer = kind.optimizer()
      var model = OneTensor(Tensor([1, 2, 3]))
      let gradients = OneTensor.gradients(.dense(Tensor([0.5, -1, 2])))
      optimizer.update(&model, with: gradients, learningRate: 0.1)
      let (copy, memory) = (model, optimizer.memory)
      let (bits, moments) = (copy.bits, memory.tensors.map(\.tensor.values))
      optimizer.update(&model, with: gradients, learningRate: 0.1)
      #expect(copy.bits == bits && model.bits != bits, "\(kind)")
      #expect(memory.tensors.map(\.tensor.values) == moments, "\(kind)")
    }
  }
}
