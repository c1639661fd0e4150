import LSTMTensor
import Testing

@testable import LSTMInsight

@Suite("The embedded Reber grammar")
struct ReberTests {
  private static func text(_ string: ReberString) -> String {
    String(string.symbols.map { ReberGrammar.letters[$0] })
  }

  @Test("draws the strings that the literature shows, and none of those that it calls wrong")
  func strings() {
    var random = RandomGenerator(seed: 1)
    let drawn = Set((0..<20_000).map { _ in Self.text(ReberGrammar.string(using: &random)) })
    for frame in ["T", "P"] {
      for inner in ["BTXSE", "BPVVE", "BTSXSE", "BPTVVE", "BTSSXXTVVE", "BTXXVPSE", "BPVPXVVE"] {
        #expect(drawn.contains("B\(frame)\(inner)\(frame)E"), "\(frame)\(inner)")
      }
      for inner in ["BTSSPXSE", "BPTVVB", "BTXXVVSE", "BPVSPSE", "BTSSSE"] {
        #expect(!drawn.contains("B\(frame)\(inner)\(frame)E"), "\(frame)\(inner)")
      }
    }
    #expect(drawn.allSatisfy { $0.hasPrefix("BTB") == $0.hasSuffix("ETE") })
    #expect(drawn.allSatisfy { $0.hasPrefix("BPB") == $0.hasSuffix("EPE") })
  }

  @Test("says what may come next, and what came is always among it")
  func successors() {
    var random = RandomGenerator(seed: 2)
    for _ in 0..<200 {
      let string = ReberGrammar.string(using: &random)
      #expect(string.successors.count == string.symbols.count)
      for (step, next) in string.symbols.dropFirst().enumerated() {
        #expect(string.successors[step].contains(next))
      }
      #expect(string.successors.last == [0])
      #expect(string.successors[string.symbols.count - 3] == [string.symbols[1]])
    }
  }

  @Test("is predicted where all that may come is more active than the rest")
  func prediction() {
    var string = ReberString()
    (string.symbols, string.successors) = ([0, 1], [[1, 2], [0]])
    #expect(string.isPredicted(by: [0, 0.3, 0.2, 0.1, 0, 0, 0], after: 0))
    #expect(!string.isPredicted(by: [0, 0.3, 0.1, 0.2, 0, 0, 0], after: 0))
    #expect(!string.isPredicted(by: [0, 0.3, 0.1, 0.1, 0, 0, 0], after: 0))
    #expect(!string.isPredicted(by: [0, .nan, 0.1, 0, 0, 0, 0], after: 0))
  }

  @Test("is learned by networks of the papers' numbers of weights")
  func weights() {
    var random = RandomGenerator(seed: 1)
    func count(_ design: OriginalLSTM.Design) -> Int {
      OriginalLSTM(design, inputSize: 7, outputSize: 7, using: &random).weightCount
    }
    for experiment in ReberExperiment.all {
      #expect(count(experiment.design) == experiment.paperWeights)
    }
    #expect(count(ContinualReberExperiment.Network.forgetGates.design) == 424)
    #expect(NoiseFreeNetwork(size: 101, using: &random).weightCount == 10_504)
  }

  @Test("gives the same trial for the same seed, and a limit ends it")
  func trials() throws {
    let experiment = try #require(ReberExperiment.all.first)
    let first = experiment.originalTrial(seed: 3, limit: 30)
    #expect(!first.isSolved && first.sequences == 30)
    #expect(first == experiment.originalTrial(seed: 3, limit: 30))
    #expect(experiment.modernTrial(seed: 3, limit: 5) == experiment.modernTrial(seed: 3, limit: 5))
    for network in ContinualReberExperiment.Network.allCases {
      let trial = ContinualReberExperiment.trial(network, seed: 2, streamLimit: 20)
      let again = ContinualReberExperiment.trial(network, seed: 2, streamLimit: 20)
      #expect(trial.streams == 20 && !trial.isPerfect && trial.length == again.length)
    }
  }

  @Test("is learned by today's LSTM")
  func learned() throws {
    let experiment = try #require(ReberExperiment.all.first)
    let trial = experiment.modernTrial(seed: 1, limit: 3000)
    #expect(trial.isSolved)
  }
}

@Suite("The network without forget and output gates of experiment 2a")
struct NoiseFreeTests {
  @Test("goes down the gradient of the squared error")
  func gradient() {
    var random = RandomGenerator(seed: 4)
    var network = NoiseFreeNetwork(size: 4, using: &random)
    network.addCell()
    func read(_ network: inout NoiseFreeNetwork) {
      network.reset()
      for symbol in [2, 0, 0, 1] { network.step(symbol) }
    }
    func loss(_ network: NoiseFreeNetwork) -> Double {
      var network = network
      read(&network)
      return network.outputs.enumerated().reduce(0) {
        let error = $1.element - ($1.offset == 3 ? 1 : 0)
        return $0 + error * error / 2
      }
    }
    var learned = network
    read(&learned)
    let largest = learned.learn(3, rate: 1)
    #expect(largest > 0 && largest < 1)
    var greatest = 0.0
    for index in network.allWeights.indices {
      var moved = network
      moved.allWeights[index] += 1e-5
      let above = loss(moved)
      moved.allWeights[index] -= 2e-5
      let slope = (above - loss(moved)) / 2e-5
      let change = learned.allWeights[index] - network.allWeights[index]
      #expect(abs(change + slope) < 1e-8, "weight \(index)")
      greatest = max(greatest, abs(slope))
    }
    #expect(greatest > 1e-2)
  }

  @Test("reads two sequences that differ in the first and the last symbol")
  func sequences() {
    let (x, y) = (NoiseFreeExperiment.sequence(0), NoiseFreeExperiment.sequence(1))
    #expect(x.count == 101 && y.count == 101)
    #expect(zip(x, y).enumerated().allSatisfy { ($1.0 == $1.1) == (1..<100).contains($0) })
    #expect(x.first == x.last && y.first == y.last)
    let experiment = NoiseFreeExperiment()
    #expect(
      experiment.originalTrial(seed: 2, limit: 9) == experiment.originalTrial(seed: 2, limit: 9))
    #expect(experiment.modernTrial(seed: 2, limit: 2) == experiment.modernTrial(seed: 2, limit: 2))
  }
}
