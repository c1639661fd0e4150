import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Principal components")
struct PrincipalComponentsTests {
  /// Sequences that differ in three directions at right angles, by 5, 2 and 0.1.
  private static func sequences() -> (sequences: [[Double]], directions: [[Double]]) {
    let half: Double = 0.5
    let directions: [[Double]] = [
      [half, half, half, half], [half, -half, half, -half], [half, half, -half, -half],
    ]
    var numbers = TestNumbers(seed: 4)
    let shares = numbers.normal([400, 3]).values
    let sizes: [Double] = [5, 2, 0.1]
    var sequences: [[Double]] = []
    for row in 0..<400 {
      var sequence: [Double] = [0, 0, 0, 0]
      for place in 0..<3 {
        let share = shares[3 * row + place] * sizes[place]
        for at in 0..<4 { sequence[at] += share * directions[place][at] }
      }
      sequences.append(sequence)
    }
    return (sequences, directions)
  }

  @Test("are the directions in which sequences differ most")
  func directions() {
    let (sequences, directions) = Self.sequences()
    let found = PrincipalComponents(of: sequences, count: 2).directions.values.map(Double.init)
    for place in 0..<2 {
      let own = found[4 * place..<4 * place + 4]
      let overlap = zip(own, directions[place]).reduce(0.0) { $0 + $1.0 * $1.1 }
      #expect(abs(abs(overlap) - 1) < 0.005)
      #expect(abs(own.reduce(0.0) { $0 + $1 * $1 } - 1) < 1e-6)
    }
  }

  @Test("give back what lies in their space, and nothing else")
  func reconstruction() {
    let components = PrincipalComponents(of: Self.sequences().sequences, count: 3)
    func given(_ sequence: [Double]) -> [Double] {
      components.decode(components.latent(of: sequence))
    }
    let inside: [Double] = [3, 1, 2, 0]
    #expect(zip(given(inside), inside).allSatisfy { abs($0 - $1) < 1e-5 })
    let outside: [Double] = [1, -1, -1, 1]
    #expect(given(outside).allSatisfy { abs($0) < 1e-5 })
  }

  @Test("of sequences that do not differ, or of fewer than directions, are zero")
  func degenerate() {
    for sequences in [[[0.0, 0, 0], [0, 0, 0]], [[1, 2, 3]], []] as [[[Double]]] {
      let components = PrincipalComponents(of: sequences, count: 2)
      #expect(components.directions.values.allSatisfy { $0.isFinite })
      #expect(components.directions.shape[0] == 2)
    }
  }
}
