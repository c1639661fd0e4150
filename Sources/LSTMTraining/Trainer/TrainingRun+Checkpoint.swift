import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor

extension TrainingRun {
  /// The run as it stands, complete: going on from it gives the bits of a run that never stopped.
  func checkpoint(identity: JSONValue) -> Checkpoint {
    func named(_ prefix: String, _ list: [(path: String, tensor: Tensor)]) -> [(String, Tensor)] {
      list.map { ("\(prefix)/\($0.path)", $0.tensor) }
    }
    // Best weights that are the last ones share their memory; they are written once more, as a file
    // that is read alone must be complete.
    let tensors =
      named("model", model.parameters) + named("best", best?.parameters ?? [])
      + named("averaged", averaged?.parameters ?? [])
      + optimizer.memory.tensors.map { ("optimizer/\($0.name)", $0.tensor) }
      + problem.carryTensors(carry).map { ("carry/\($0.name)", $0.tensor) }
    return Checkpoint(
      tensors: tensors.map { (name: $0.0, tensor: $0.1) },
      record: [
        "identity": identity, "step": step.json, "epoch": epoch.json, "batch": batch.json,
        "optimizerSteps": optimizer.stepCount.json,
        "bestLoss": bestLoss.map { .number($0) } ?? .null, "bestStep": bestStep.json,
        "badValidations": badValidations.json, "losses": losses.json,
        "averagedSteps": averaged == nil ? .null : averagedSteps.json,
        "validationLosses": .array(validationLosses.map { .number($0) }),
        "firstNorm": .number(firstNorm), "seconds": .number(elapsed),
        "validationSeconds": validationSeconds.map { .number($0) } ?? .null,
      ])
  }

  /// Goes back to a checkpoint.
  ///
  /// - Throws: ``TrainingError`` if it is of another run or lacks something.
  mutating func restore(_ checkpoint: Checkpoint, identity: JSONValue) throws {
    let record = JSONReader(checkpoint.record, document: "the checkpoint")
    try RunIdentity.check(saved: try record.member("identity"), wanted: identity)
    step = try record.member("step").integer(in: .counts)
    epoch = try record.member("epoch").integer(in: .counts)
    batch = try record.member("batch").integer(in: 0...max(0, problem.batchesPerEpoch - 1))
    bestStep = try record.member("bestStep").integer(in: .counts)
    badValidations = try record.member("badValidations").integer(in: .counts)
    losses = try LossRecord(json: try record.member("losses"))
    // A run from before this was recorded goes on with the norm of the weights at hand.
    firstNorm = try record.memberIfPresent("firstNorm")?.double(in: 1e-9...1e300) ?? firstNorm
    earlierSeconds = try record.member("seconds").double()
    bestLoss = try record.member("bestLoss").doubleIfPresent()
    validationSeconds = try record.member("validationSeconds").doubleIfPresent()

    let tensors = checkpoint.tensors
    try Self.fill(&model, from: tensors, prefix: "model/")
    if bestLoss != nil {
      var weights = model
      try Self.fill(&weights, from: tensors, prefix: "best/")
      best = weights
    }
    func part(_ prefix: String) -> [(name: String, tensor: Tensor)] {
      tensors.filter { $0.name.hasPrefix(prefix) }
        .map { (name: String($0.name.dropFirst(prefix.count)), tensor: $0.tensor) }
    }
    // A run from before this was recorded had a running average or none.
    validationLosses =
      try record.memberIfPresent("validationLosses")?.elements().map { try $0.double() } ?? []
    if let count = try record.memberIfPresent("averagedSteps"), count.value != .null {
      averagedSteps = try count.integer(in: .counts)
      averaged = averaged ?? model
    }
    if var average = averaged {
      try Self.fill(&average, from: tensors, prefix: "averaged/")
      averaged = average
    }
    optimizer.memory = try Self.memory(from: part("optimizer/"), of: optimizer, for: model)
    optimizer.stepCount = try record.member("optimizerSteps").integer(in: .counts)
    carry = try problem.carry(from: try Self.parts(part("carry/"), like: carryTensors))
    savedStep = step
  }

  private var carryTensors: [(name: String, tensor: Tensor)] { problem.carryTensors(carry) }

  /// The tensors of a carry, in the order and of the shapes that the problem expects.
  private static func parts(
    _ tensors: [(name: String, tensor: Tensor)], like expected: [(name: String, tensor: Tensor)]
  ) throws -> [(name: String, tensor: Tensor)] {
    try expected.map { entry in
      guard let found = tensors.first(where: { $0.name == entry.name }),
        found.tensor.shape == entry.tensor.shape
      else {
        throw TrainingError.incompleteCheckpoint(
          "the carried state \(entry.name) of shape \(entry.tensor.shape)")
      }
      return found
    }
  }

  /// The optimiser's memory, checked: its kernels trust the shapes.
  private static func memory(
    from tensors: [(name: String, tensor: Tensor)], of optimizer: any Optimizer,
    for model: Problem.Model
  ) throws -> OptimizerState {
    let memory = OptimizerState(tensors: tensors)
    let shapes = Dictionary(
      model.parameters.map { ($0.path, $0.tensor.shape) }, uniquingKeysWith: { first, _ in first })
    for (path, tensors) in memory.entries {
      guard let shape = shapes[path], tensors.count == optimizer.tensorsPerParameter,
        tensors.allSatisfy({ $0.shape == shape })
      else { throw TrainingError.incompleteCheckpoint("the optimiser's memory of \(path)") }
    }
    return memory
  }

  private static func fill(
    _ model: inout Problem.Model, from tensors: [(name: String, tensor: Tensor)], prefix: String
  ) throws {
    let byName = Dictionary(
      tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first })
    try model.visitParameters { path, parameter in
      guard let saved = byName[prefix + path], saved.shape == parameter.shape else {
        throw TrainingError.incompleteCheckpoint("\(path) of shape \(parameter.shape)")
      }
      parameter = saved
    }
  }
}

extension ClosedRange<Int> {
  /// What a counter in a file may say: one more can always be counted.
  fileprivate static var counts: ClosedRange<Int> { 0...1 << 62 }
}

extension JSONReader {
  /// A number, or nothing for `null`.
  fileprivate func doubleIfPresent() throws -> Double? {
    if case .null = value { return nil }
    return try double()
  }
}

extension LossRecord: JSONRepresentable {
  var json: JSONValue {
    [
      "first": .number(first), "smoothed": .number(smoothed), "recent": .number(recent),
      "recentGrowth": .number(min(recentGrowth, 1e300)), "count": count.json,
      "stepsBeyond": stepsBeyond.json, "sumOfEpoch": .number(sumOfEpoch),
      "countOfEpoch": countOfEpoch.json,
    ]
  }

  init(json: JSONReader) throws {
    first = try json.member("first").double()
    smoothed = try json.member("smoothed").double()
    recent = try json.member("recent").double()
    recentGrowth = try json.memberIfPresent("recentGrowth")?.double() ?? 0
    count = try json.member("count").integer(in: .counts)
    stepsBeyond = try json.member("stepsBeyond").integer(in: .counts)
    sumOfEpoch = try json.member("sumOfEpoch").double()
    countOfEpoch = try json.member("countOfEpoch").integer(in: .counts)
  }
}
