import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The network over events")
struct EventNetworkTests {
  private static func network(numbers: Int) -> EventNetwork {
    var random = RandomGenerator(seed: 3)
    return EventNetwork(
      EventArchitecture(
        inputSize: 5, contextSize: 3, numberCount: numbers, cell: .lstm, hiddenSize: 4,
        layerCount: 1, dropout: 0, memberCount: 1), using: &random)
  }

  private static func inputs() -> [Double] {
    var numbers = TestNumbers(seed: 4)
    return numbers.uniform([6, 2, 5]).values
  }

  private static func outputs(_ network: EventNetwork, _ inputs: [Double]) -> [Float] {
    network(Tensor(inputs.map { Float($0) }, shape: [6, 2, 5]), phase: .inference).values
  }

  @Test("says nothing of an event's numbers by themselves, and everything later by them")
  func noPeeking() {
    let (network, inputs) = (Self.network(numbers: 1), Self.inputs())
    let before = Self.outputs(network, inputs)
    #expect(before.count == 6 * 2 * 3)
    var changed = inputs
    // Step 2 of the first sequence; inputs 3 and 4 look at numbers, 0 to 2 do not.
    changed[(2 * 2 + 0) * 5 + 4] += 1
    let after = Self.outputs(network, changed)
    for step in 0..<6 {
      for row in 0..<2 {
        let place = (step * 2 + row) * 3
        let isSame = before[place..<place + 3] == after[place..<place + 3]
        #expect(isSame == (row == 1 || step <= 2), "step \(step) of sequence \(row)")
      }
    }
    changed = inputs
    changed[(2 * 2 + 0) * 5 + 0] += 1
    #expect(Self.outputs(network, changed)[(2 * 2) * 3] != before[(2 * 2) * 3])
  }

  @Test("reads the event itself where labels are learned from")
  func supervised() {
    let (network, inputs) = (Self.network(numbers: 0), Self.inputs())
    let before = Self.outputs(network, inputs)
    #expect(before.count == 12)
    var changed = inputs
    changed[(2 * 2 + 0) * 5 + 4] += 1
    let after = Self.outputs(network, changed)
    #expect(before[3] == after[3] && before[4] != after[4] && before[5] == after[5])
    #expect(before[2] == after[2])
  }
}
