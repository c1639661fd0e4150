import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining
import Testing

@Suite("An optimiser's saved state")
struct OptimizerStateTests {
  private func saved(_ options: TrainingOptions) throws -> Checkpoint {
    var checkpoint: Checkpoint?
    _ = try TinyProblem().trainer(options).fit(TinyModel(), save: { checkpoint = $0 })
    return try #require(checkpoint)
  }

  private func expectRefusal(
    _ checkpoint: Checkpoint, _ options: TrainingOptions, naming name: String
  ) {
    let error = #expect(throws: TrainingError.self) {
      try TinyProblem().trainer(options).fit(TinyModel(), resume: checkpoint)
    }
    #expect(error.map { "\($0)".contains(name) } == true, "\(String(describing: error))")
    #expect(error.map { $0.kind == .badData } == true)
  }

  private let options = TrainingOptions(budget: TrainingBudget(epochs: 1), optimizer: .adam)

  @Test("A moment of another size than its parameter is refused, as the kernels trust it")
  func otherShape() throws {
    for shape: Shape in [[1], [4, 4, 4], [0]] {
      var checkpoint = try saved(options)
      let place = try #require(
        checkpoint.tensors.firstIndex { $0.name == "optimizer/cell.recurrent/0" })
      checkpoint.tensors[place].tensor = .zeros(shape)
      expectRefusal(checkpoint, options, naming: "cell.recurrent")
    }
  }

  @Test("Missing, surplus and foreign moments are refused")
  func otherTensors() throws {
    let good = try saved(options)
    for number in 0...1 {
      var missing = good
      missing.tensors.removeAll { $0.name == "optimizer/output/\(number)" }
      expectRefusal(missing, options, naming: "output")
    }
    var foreign = good
    foreign.tensors.append(("optimizer/elsewhere/0", .zeros([1])))
    expectRefusal(foreign, options, naming: "elsewhere")
  }

  @Test("The moments of one optimiser are refused by another")
  func otherOptimizer() throws {
    let checkpoint = try saved(options)
    for kind: OptimizerKind in [.sgd, .momentum, .rmsprop] {
      var other = options
      other.optimizer = kind
      expectRefusal(checkpoint, other, naming: "optimiser")
    }
  }
}
