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
      + optimizer.memory.tensors.map { ("optimizer/\($0.name)", $0.tensor) }
      + problem.carryTensors(carry).map { ("carry/\($0.name)", $0.tensor) }
    return Checkpoint(
      tensors: tensors.map { (name: $0.0, tensor: $0.1) },
      record: [
        "identity": identity, "step": step.json, "epoch": epoch.json, "batch": batch.json,
        "optimizerSteps": optimizer.stepCount.json,
        "bestLoss": bestLoss.map { .number($0) } ?? .null, "bestStep": bestStep.json,
        "badValidations": badValidations.json, "losses": losses.json,
        "seconds": .number(elapsed),
        "validationSeconds": validationSeconds.map { .number($0) } ?? .null,
      ])
  }

  /// Goes back to a checkpoint.
  ///
  /// - Throws: ``TrainingError`` if it is of another run or lacks something.
  mutating func restore(_ checkpoint: Checkpoint, identity: JSONValue) throws {
    let record = JSONReader(checkpoint.record, document: "the checkpoint")
    try Self.compare(saved: try record.member("identity"), wanted: identity)
    let whole = 0...Int.max
    step = try record.member("step").integer(in: whole)
    epoch = try record.member("epoch").integer(in: whole)
    batch = try record.member("batch").integer(in: 0...problem.batchesPerEpoch)
    bestStep = try record.member("bestStep").integer(in: whole)
    badValidations = try record.member("badValidations").integer(in: whole)
    losses = try LossRecord(json: try record.member("losses"))
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
    optimizer.memory = OptimizerState(tensors: part("optimizer/"))
    optimizer.stepCount = try record.member("optimizerSteps").integer(in: whole)
    carry = try problem.carry(from: part("carry/"))
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

  /// Finds the first member of the identity that differs.
  private static func compare(saved: JSONReader, wanted: JSONValue) throws {
    guard case .object(let wanted) = wanted else { return }
    for member in wanted.members {
      let found = try saved.memberIfPresent(member.name)?.value ?? .null
      guard found == member.value else {
        throw TrainingError.otherRun(
          key: member.name, saved: (try? found.text(.compact)) ?? "?",
          wanted: (try? member.value.text(.compact)) ?? "?")
      }
    }
  }
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
      "count": count.json, "stepsBeyond": stepsBeyond.json, "sumOfEpoch": .number(sumOfEpoch),
      "countOfEpoch": countOfEpoch.json,
    ]
  }

  init(json: JSONReader) throws {
    first = try json.member("first").double()
    smoothed = try json.member("smoothed").double()
    recent = try json.member("recent").double()
    count = try json.member("count").integer(in: 0...Int.max)
    stepsBeyond = try json.member("stepsBeyond").integer(in: 0...Int.max)
    sumOfEpoch = try json.member("sumOfEpoch").double()
    countOfEpoch = try json.member("countOfEpoch").integer(in: 0...Int.max)
  }
}
