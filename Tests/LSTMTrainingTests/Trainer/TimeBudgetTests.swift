import LSTMModels
import LSTMTensor
import LSTMTraining
import Testing

@Suite("Time budgets")
struct TimeBudgetTests {
  @Test("The schedule reaches its end when the time does")
  func schedule() throws {
    var rates: [Double] = []
    var problem = TinyProblem()
    problem.secondsPerValidation = 2
    let options = TrainingOptions(
      budget: TrainingBudget(minutes: 2), learningRate: 0.01, schedule: .cosine(final: 0))
    _ = try problem.trainer(options).fit(
      TinyModel(), events: { if case .step(let step) = $0 { rates.append(step.learningRate) } })
    #expect(rates.first == Double(Float(0.01)))
    #expect((rates.last ?? 1) < 0.01 * 0.01)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("A stopped run goes on with the time that is left")
  func resumed() throws {
    var problem = TinyProblem()
    let signal = StopSignal()
    problem.stop = (signal, 20)
    let options = TrainingOptions(budget: TrainingBudget(minutes: 1))
    var checkpoint: Checkpoint?
    _ = try problem.trainer(options).fit(TinyModel(), stop: signal, save: { checkpoint = $0 })
    let result = try TinyProblem().trainer(options).fit(TinyModel(), resume: checkpoint)
    #expect(result.summary.seconds <= 60)
    #expect(result.summary.seconds > 55)
  }
}
