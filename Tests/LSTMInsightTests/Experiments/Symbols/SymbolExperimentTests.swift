import LSTMLayers
import LSTMPlot
import LSTMTensor
import Testing

@testable import LSTMInsight

@Suite("Symbol experiments")
struct SymbolExperimentTests {
  @Test("Parity asks at every step whether the ones so far are odd")
  func parity() {
    var random = RandomGenerator(seed: 1)
    let example = SymbolTask.parity.example(size: 50, using: &random)
    #expect(example.answers.count == 50)
    for step in 0..<50 {
      let ones = example.symbols[0...step].filter { $0 == [1] }.count
      #expect(Int(example.answers[step]) == ones % 2)
    }
  }

  @Test("Recall asks for the value of every key, none of them twice")
  func recall() {
    var random = RandomGenerator(seed: 2)
    let example = SymbolTask.recall.example(size: 16, using: &random)
    #expect(example.answers.prefix(16).allSatisfy { $0 == -1 })
    #expect(Set(example.symbols.suffix(16).map { $0[0] }).count == 16)
    for (query, answer) in zip(example.symbols, example.answers).suffix(16) {
      let pair = example.symbols.prefix(16).first { $0[0] == query[0] }
      #expect(pair?[1] == SymbolTask.keys + Int(answer))
    }
  }

  @Test("Copying takes T + 20 steps and asks for the first ten symbols at the end")
  func copy() {
    var random = RandomGenerator(seed: 3)
    let example = SymbolTask.copy.example(size: 30, using: &random)
    #expect(example.answers.count == 50)
    #expect(example.answers.suffix(10).map { [Int($0)] } == Array(example.symbols.prefix(10)))
    #expect(example.answers.prefix(40).allSatisfy { $0 == 8 })
    #expect(example.symbols[39] == [9])
  }

  @Test("Counting asks for what is certain: from the last of the first letters on")
  func counting() {
    var random = RandomGenerator(seed: 4)
    let example = SymbolTask.counting(letters: 3).example(size: 2, using: &random)
    #expect(example.symbols.map { $0[0] } == [0, 0, 1, 1, 2, 2])
    #expect(example.answers == [-1, -1, 1, 2, 2, 3])
  }

  @Test("Examples of unequal size fill a batch with zeros and unasked steps")
  func batch() {
    var random = RandomGenerator(seed: 5)
    let task = SymbolTask.counting(letters: 2)
    let (input, answers) = [1, 2].map { task.example(size: $0, using: &random) }
      .tensors(for: task)
    #expect(input.shape == [4, 2, 3])
    #expect(answers.values == [-1, -1, 2, -1, -1, 1, -1, 2])
    #expect(Array(input.values[12..<15]) == [0, 0, 0])
    #expect(Array(input.values[15..<18]) == [0, 1, 0])
  }

  @Test("Every network trains, is scored, and has a row and a line of the chart")
  func report() {
    let experiment = SymbolExperiment(
      name: "test", title: "Test", source: "None", seconds: 1, quickSeeds: 1, paperSeeds: 1,
      training: SymbolTraining(task: .parity, sizes: 2...5, steps: 3, batchSize: 4), hiddenSize: 4,
      paper: SymbolNetwork.allCases.map { ($0, nil) },
      measure: .accuracy(sizes: [3, 6], from: 6))
    let report = experiment.run(seeds: 2) { _ in }
    #expect(report.chart.series.map(\.name) == SymbolNetwork.allCases.map(\.rawValue))
    for series in report.chart.series {
      #expect(series.x == [3, 6])
      #expect(series.y.allSatisfy { (0...1).contains($0) })
    }
    #expect(report.lines.count == 1 + SymbolNetwork.allCases.count)
    let (once, again) = (experiment.trial(.slstm, seed: 3), experiment.trial(.slstm, seed: 3))
    #expect(once.y == again.y)
  }

  @Test("A sequence counts as solved only where every answer is right")
  func largestSize() {
    let experiment = SymbolExperiment(
      name: "test", title: "Test", source: "None", seconds: 1, quickSeeds: 1, paperSeeds: 1,
      training: SymbolTraining(task: .counting(letters: 2), sizes: 1...3, steps: 1, batchSize: 2),
      hiddenSize: 3, paper: [(.lstm, nil)], measure: .largestSize(limit: 5))
    let trial = experiment.trial(.lstm, seed: 1)
    #expect(Int(trial.figure) == trial.y.prefix { $0 == 1 }.count)
    #expect(trial.y.count <= 5)
  }

  @Test("The learning rate holds, then falls evenly to zero over the share that is asked for")
  func learningRate() {
    var training = SymbolTraining(task: .parity, sizes: 1...2, steps: 8, learningRate: 0.5)
    let half = (0..<8).map { training.learningRate(at: $0) }
    #expect(half == [0.5, 0.5, 0.5, 0.5, 0.5, 0.375, 0.25, 0.125])
    training.fall = 1
    let whole = (0..<8).map { training.learningRate(at: $0) }
    #expect(whole == (0..<8).map { Float(8 - $0) / 16 })
  }

  @Test("A training's start, clip and Adam's memory all reach the network")
  func settings() {
    let plain = SymbolTraining(task: .copy, sizes: 3...3, steps: 4, batchSize: 2)
    func losses(_ change: (inout SymbolTraining) -> Void) -> [Double] {
      var training = plain
      change(&training)
      return experiment(training).trial(.lstm, seed: 1).y
    }
    let before = losses { _ in }
    #expect(before == losses { _ in })
    // The first loss comes before any step: only the start can change it.
    let other = losses { $0.start.recurrent = .orthogonal }
    #expect(other[0] != before[0])
    let memory = losses { $0.beta2 = 0.9 }
    #expect(memory[0] == before[0])
    #expect(memory.last != before.last)
    let clipped = losses { $0.clip = 0.1 }
    #expect(clipped[0] == before[0])
    #expect(clipped.last != before.last)
  }

  @Test("LSTMs with and without a forget gate, with chrono biases or peepholes are four networks")
  func variants() {
    let training = SymbolTraining(task: .counting(letters: 2), sizes: 1...3, steps: 1, batchSize: 2)
    let first = [SymbolNetwork.lstm, .chrono, .noForgetGate, .peephole].map {
      experiment(training).trial($0, seed: 1).y[0]
    }
    #expect(Set(first).count == 4)
  }

  @Test("Without a forget gate an LSTM counts beyond what it learned")
  func counts() {
    let training = SymbolTraining(
      task: .counting(letters: 2), sizes: 1...4, steps: 1500, batchSize: 4, learningRate: 0.02,
      beta2: 0.9)
    let trial = experiment(training, hiddenSize: 4, measure: .largestSize(limit: 30))
      .trial(.noForgetGate, seed: 1)
    #expect(trial.figure > 8)
  }

  private func experiment(
    _ training: SymbolTraining, hiddenSize: Int = 3, measure: SymbolExperiment.Measure = .loss
  ) -> SymbolExperiment {
    SymbolExperiment(
      name: "test", title: "Test", source: "None", seconds: 1, quickSeeds: 1, paperSeeds: 1,
      training: training, hiddenSize: hiddenSize, paper: [(.lstm, nil)], measure: measure)
  }
}
