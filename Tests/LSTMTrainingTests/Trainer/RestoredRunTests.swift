import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTraining
import Testing

@Suite("A restored run")
struct RestoredRunTests {
  /// The last checkpoint of a run, and its result.
  private func finished(
    _ options: TrainingOptions, validationLosses: [Double] = []
  ) throws -> (checkpoint: Checkpoint, result: Trainer<TinyProblem>.Result) {
    var problem = TinyProblem()
    problem.validationLosses = validationLosses
    var checkpoint: Checkpoint?
    let result = try problem.trainer(options).fit(TinyModel(), save: { checkpoint = $0 })
    return (try #require(checkpoint), result)
  }

  @Test(
    "Takes no step more when it had been stopped early, as if it had been killed at the very end")
  func afterPatience() throws {
    let options = TrainingOptions(budget: TrainingBudget(epochs: 20), patience: 2)
    let (checkpoint, first) = try finished(options, validationLosses: [3, 1, 2, 4])
    #expect(first.summary.reason == .patience)
    let again = try TinyProblem().trainer(options).fit(TinyModel(seed: 9), resume: checkpoint)
    #expect(again.summary.reason == .patience)
    #expect(again.summary.steps == first.summary.steps)
    #expect(again.best.bits == first.best.bits)
    #expect(again.last.bits == first.last.bits)
  }

  @Test("Takes no step more when its budget was used")
  func afterBudget() throws {
    let options = TrainingOptions(budget: TrainingBudget(steps: 7))
    let (checkpoint, first) = try finished(options)
    var saves = 0
    let again = try TinyProblem().trainer(options).fit(
      TinyModel(seed: 9), resume: checkpoint, save: { _ in saves += 1 })
    #expect(again.summary.reason == .budget)
    #expect(again.summary.steps == 7 && saves == 0)
    #expect(again.best.bits == first.best.bits)
  }

  @Test("Goes on from before the first step, where it was stopped before it began")
  func stoppedAtOnce() throws {
    let options = TrainingOptions(budget: TrainingBudget(epochs: 2))
    let signal = StopSignal()
    signal.raise()
    var checkpoint: Checkpoint?
    let stopped = try TinyProblem().trainer(options).fit(
      TinyModel(), stop: signal, save: { checkpoint = $0 })
    #expect(stopped.summary.reason == .interrupted && stopped.summary.steps == 0)
    let resumed = try TinyProblem().trainer(options).fit(TinyModel(seed: 9), resume: checkpoint)
    let whole = try TinyProblem().trainer(options).fit(TinyModel())
    #expect(resumed.last.bits == whole.last.bits)
  }

  @Test(
    "Is refused where a counter is beyond the data or could overflow",
    arguments: [
      ("batch", .integer(4)), ("batch", .integer(-1)), ("step", .integer(.max)),
      ("step", .number(1.5)), ("epoch", .integer(.max)), ("badValidations", .integer(.max)),
      ("bestStep", .integer(-1)), ("optimizerSteps", .integer(.max)),
      ("optimizerSteps", .integer(-1)), ("losses", .array([])), ("seconds", .string("soon")),
    ] as [(String, JSONValue)])
  func counters(name: String, value: JSONValue) throws {
    let options = TrainingOptions(budget: TrainingBudget(minutes: 1))
    var (checkpoint, _) = try finished(options)
    guard case .object(var record) = checkpoint.record else {
      Issue.record("no object")
      return
    }
    record[name] = value
    checkpoint.record = .object(record)
    #expect {
      _ = try TinyProblem().trainer(options).fit(TinyModel(), resume: checkpoint)
    } throws: { error in
      (error as? any ReportableError)?.kind == .badData
    }
  }

  @Test("Is refused where the carried state is missing or of another shape")
  func carriedState() throws {
    let options = TrainingOptions(budget: TrainingBudget(epochs: 3))
    let (checkpoint, _) = try finished(options)
    let place = try #require(checkpoint.tensors.firstIndex { $0.name == "carry/hidden" })
    let changes: [(inout Checkpoint) -> Void] = [
      { $0.tensors.remove(at: place) },
      { $0.tensors[place].tensor = .zeros([4, TinyProblem.batchSize]) },
      { $0.tensors[place].tensor = .zeros([]) },
      { $0.tensors[place].name = "carry/cell" },
    ]
    for change in changes {
      var changed = checkpoint
      change(&changed)
      #expect(throws: TrainingError.self) {
        try TinyProblem().trainer(options).fit(TinyModel(), resume: changed)
      }
    }
  }
}

@Suite("A clock that moves while a checkpoint is written")
struct SlowSavingTests {
  @Test("Never costs the run its last validation", arguments: [1.0, 9, 31, 58])
  func lastValidation(secondsPerSave: Double) throws {
    var problem = TinyProblem()
    problem.batchesPerEpoch = 1000
    let clock = problem.clock
    var validated: [Int] = []
    let options = TrainingOptions(budget: TrainingBudget(minutes: 1), checkpointSeconds: 10)
    let result = try problem.trainer(options).fit(
      TinyModel(), save: { _ in clock.seconds += secondsPerSave },
      events: { if case .validated(_, let step, _, _, _) = $0 { validated.append(step) } })
    #expect(result.summary.reason == .budget)
    #expect(validated.last == result.summary.steps)
    #expect(result.summary.bestLoss != nil)
  }
}
