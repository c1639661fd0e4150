import LSTMTensor
import Testing

@testable import LSTMInsight

@Suite("The network of 1997")
struct OriginalLSTMTests {
  @Test(
    "Every experiment's network has the paper's number of weights",
    arguments: LongLagExperiment.all.map(\.name))
  func weights(name: String) throws {
    let experiment = try #require(LongLagExperiment.all.first { $0.name == name })
    var random = RandomGenerator(seed: 1)
    let network = OriginalLSTM(
      experiment.design, inputSize: experiment.task.inputSize,
      outputSize: experiment.task.outputSize, using: &random)
    #expect(network.weightCount == experiment.paperWeights)
  }

  @Test("One step computes the paper's equations")
  func equations() {
    var design = OriginalLSTM.Design(blocks: 1, cellsPerBlock: 1)
    design.inputGateBiases = [-1]
    design.outputGateBiases = [2]
    // Weights that start within ±0 leave the biases alone: g(0) = 0, so the state stays 0 and the output is σ(0).
    design.weightRange = 0
    var random = RandomGenerator(seed: 1)
    var network = OriginalLSTM(design, inputSize: 2, outputSize: 1, using: &random)
    network.step([1, -1])
    #expect(network.outputs() == [0.5])
  }

  @Test("Learning goes down the gradient of the squared error, where the paper cuts nothing off")
  func gradient() throws {
    // After one step there is nothing recurrent to cut, so the rule is plain gradient descent.
    var design = OriginalLSTM.Design(blocks: 2, cellsPerBlock: 2)
    design.weightRange = 0.9
    var random = RandomGenerator(seed: 4)
    let network = OriginalLSTM(design, inputSize: 3, outputSize: 2, using: &random)
    let (inputs, targets): ([Float], [Float]) = ([0.5, -1, 0.25], [1, 0])
    func loss(_ network: OriginalLSTM) -> Double {
      var network = network
      network.reset()
      network.step(inputs[...])
      return zip(network.exactOutputs, targets).reduce(0) {
        $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) / 2
      }
    }
    var learned = network
    learned.reset()
    learned.step(inputs[...])
    learned.learn(targets, rate: 1)
    let (before, after) = (network.allWeights, learned.allWeights)
    var largest = 0.0
    for index in before.indices {
      var moved = network
      moved.allWeights[index] += 1e-5
      let above = loss(moved)
      moved.allWeights[index] -= 2e-5
      let slope = (above - loss(moved)) / 2e-5
      #expect(abs((after[index] - before[index]) + slope) < 1e-8, "weight \(index)")
      largest = max(largest, abs(slope))
    }
    #expect(largest > 1e-3)
  }

  /// Inputs, cells or all units that feed back, the bias.
  private static let recurrent = [true: 3..<13, false: 3..<7]

  @Test(
    "With forget gates and shortcuts it does so through many steps, where nothing is cut off",
    arguments: [true, false])
  func gradientThroughTime(feedsGates: Bool) throws {
    var design = OriginalLSTM.Design(blocks: 2, cellsPerBlock: 2)
    design.weightRange = 0.9
    design.forgetGateBiases = [0.5, 1]
    design.feedsGates = feedsGates
    design.hasShortcuts = true
    var random = RandomGenerator(seed: 4)
    var network = OriginalLSTM(design, inputSize: 3, outputSize: 2, using: &random)
    // Without recurrent weights the rule cuts nothing: an activation acts on no later one.
    let recurrent = try #require(Self.recurrent[feedsGates])
    let sources = recurrent.upperBound + 1
    for index in 0..<10 * sources where recurrent.contains(index % sources) {
      network.allWeights[index] = 0
    }
    let inputs: [[Float]] = [[0.5, -1, 0.25], [1, 0, -0.5], [-0.75, 0.5, 1], [0.25, 1, 0]]
    let targets: [Float] = [1, 0]
    func read(_ network: inout OriginalLSTM) {
      network.reset()
      for input in inputs { network.step(input[...]) }
    }
    func loss(_ network: OriginalLSTM) -> Double {
      var network = network
      read(&network)
      return zip(network.exactOutputs, targets).reduce(0) {
        $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) / 2
      }
    }
    var learned = network
    read(&learned)
    learned.learn(targets, rate: 1)
    let (before, after) = (network.allWeights, learned.allWeights)
    #expect(before.count == network.weightCount)
    var moved = 0
    for index in before.indices {
      var above = network
      above.allWeights[index] += 1e-5
      var below = network
      below.allWeights[index] -= 1e-5
      let slope = (loss(above) - loss(below)) / 2e-5
      #expect(abs((after[index] - before[index]) + slope) < 1e-8, "weight \(index)")
      if abs(slope) > 1e-6 { moved += 1 }
    }
    #expect(moved > before.count / 2)
  }

  @Test("The same seed gives the same trial, a limit ends it")
  func trials() throws {
    let experiment = try #require(LongLagExperiment.all.first { $0.name == "order-2" })
    let first = experiment.originalTrial(seed: 3, limit: 30)
    #expect(!first.isSolved && first.sequences == 30)
    #expect(first == experiment.originalTrial(seed: 3, limit: 30))
    #expect(
      experiment.modernTrial(seed: 3, limit: 32) == experiment.modernTrial(seed: 3, limit: 32))
  }
}

@Suite("Tasks with long lags")
struct LongLagTaskTests {
  static let tasks: [LongLagTask] = LongLagExperiment.all.map(\.task)

  @Test("Sequences have the sizes they claim, and answers that follow from them")
  func shapes() {
    var random = RandomGenerator(seed: 2)
    for task in Self.tasks {
      for _ in 0..<50 {
        let example = task.example(using: &random)
        #expect(example.inputs.count == example.steps * task.inputSize)
        #expect(example.targets.count == task.outputSize)
        if case .distractors = task.kind {
        } else {
          #expect((task.length...task.length + task.length / 10).contains(example.steps))
        }
      }
    }
  }

  @Test("Adding and multiplication ask for the two marked numbers", arguments: [true, false])
  func marked(isSum: Bool) throws {
    var random = RandomGenerator(seed: 5)
    let task = LongLagTask(isSum ? .adding : .multiplication, length: 100)
    var firstWasMarked = false
    for _ in 0..<300 {
      let example = task.example(using: &random)
      let marks = (0..<example.steps).filter { example.inputs[2 * $0 + 1] == 1 }
      let values = marks.map { example.inputs[2 * $0] }
      if marks.contains(0) {
        firstWasMarked = true
        #expect(example.inputs[0] == (isSum ? 0 : 1))
      }
      let expected =
        isSum ? 0.5 + values.reduce(0, +) / 4 : values.reduce(1, *)
      #expect(abs(try #require(example.targets.first) - expected) < 1e-6)
      #expect(marks.count == 2)
      #expect(example.inputs[2 * example.steps - 1] == -1)
      #expect(marks.allSatisfy { $0 < 50 })
    }
    #expect(firstWasMarked)
  }

  @Test("The order of marks is the answer")
  func order() {
    var random = RandomGenerator(seed: 6)
    let task = LongLagTask(.temporalOrder(marks: 3), length: 100)
    var answers: Set<Int> = []
    for _ in 0..<200 {
      let example = task.example(using: &random)
      let symbols = (0..<example.steps).map { step in
        (0..<8).first { example.inputs[step * 8 + $0] == 1 } ?? -1
      }
      let marks = symbols.filter { $0 == 2 || $0 == 3 }.map { $0 - 2 }
      #expect(marks.count == 3)
      let answer = marks.reduce(0) { 2 * $0 + $1 }
      #expect(example.targets.firstIndex(of: 1) == answer)
      #expect(example.targets.reduce(0, +) == 1)
      answers.insert(answer)
    }
    #expect(answers == Set(0..<8))
  }
}

@Suite("Success criteria")
struct SuccessCriterionTests {
  @Test("A window without a wrong sequence and with a small mean error is a success")
  func window() {
    var tracker = SuccessCriterion.Tracker(
      SuccessCriterion(window: 3, tolerance: 0.2, meanError: 0.1))
    let outputs: [Float] = [0.5, 0.9, 0.95, 0.97, .nan, 0.99, 0.99, 0.99]
    let found = outputs.map { tracker.record([$0], [1]) }
    #expect(found == [false, false, false, true, false, false, false, true])
    #expect(tracker.count == 8)
  }

  @Test("A window that stands for a test is not counted")
  func test() {
    var tracker = SuccessCriterion.Tracker(
      SuccessCriterion(window: 3, tolerance: 0.2, isTest: true))
    let found = [0, 0, 1, 1, 1].map { tracker.record([Float($0)], [1]) }
    #expect(found == [false, false, false, false, true])
    #expect(tracker.trial(isSolved: true).sequences == 2)
    #expect(tracker.trial(isSolved: false).sequences == 5)
  }

  @Test("Some wrong ones may be allowed")
  func tolerance() {
    var tracker = SuccessCriterion.Tracker(
      SuccessCriterion(window: 4, tolerance: 0.2, fewerWrongThan: 2))
    let found = [0, 0, 1, 1, 1, 1].map { tracker.record([Float($0)], [1]) }
    #expect(found == [false, false, false, false, true, true])
  }
}
