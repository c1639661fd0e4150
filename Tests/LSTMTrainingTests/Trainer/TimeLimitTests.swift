import LSTMTraining
import Testing

@Suite("The end of a time budget")
struct TimeLimitTests {
  @Test(
    "The run ends in time with its last validation, whatever steps and validations take",
    arguments: [(1.0, 0.0), (1, 5), (7, 3), (0.3, 20), (1, 40), (13, 13)])
  func endsInTime(secondsPerStep: Double, secondsPerValidation: Double) throws {
    var problem = TinyProblem()
    problem.batchesPerEpoch = 1_000_000
    problem.secondsPerStep = secondsPerStep
    problem.secondsPerValidation = secondsPerValidation
    problem.validationCost = secondsPerValidation / secondsPerStep
    problem.validationLosses = [1]
    let options = TrainingOptions(budget: TrainingBudget(minutes: 1))
    let start = problem.clock.seconds
    let result = try problem.trainer(options).fit(TinyModel())
    let used = problem.clock.seconds - start
    #expect(used <= 60, "used \(used) s")
    #expect(used > 60 - 2.2 * secondsPerStep - 0.11 * secondsPerValidation, "used \(used) s")
    #expect(problem.validationCount.value == 1)
    #expect(result.summary.bestLoss == 1)
  }
}
