import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The nearest latent values")
struct LatentNeighborsTests {
  @Test("are found among all, differences measured by how large they usually are")
  func distance() {
    // By hand: independent columns of variance 2/3 and 200/3, and a thousandth of their mean added to each.
    let latents = Tensor([-1, 10, 1, 10, 0, -10, 0, -10, -1, 0, 1, 0], shape: [6, 2])
    let neighbors = LatentNeighbors(latents)
    let added = 1e-3 * (2.0 / 3 + 200.0 / 3) / 2
    for (point, nearest) in [([0, 10], [1, 10]), ([3, 1], [1, 0]), ([0, -10], [0, -10])] {
      let (x, y) = (Double(point[0] - nearest[0]), Double(point[1] - nearest[1]))
      let expected = (x * x / (2.0 / 3 + added) + y * y / (200.0 / 3 + added)) / 2 + 0.1
      let found = neighbors.distance(of: point.map(Double.init))
      #expect(abs(found - expected) < 1e-9 * max(1, expected))
    }
  }

  @Test("tell a rare kind from what was never seen, as the distance from the mean of all does not")
  func rareKind() {
    var numbers = TestNumbers(seed: 9)
    var latents = numbers.normal([200, 3]).values.map { Float(0.1 * $0) }
    for place in 0..<6 { latents[place] += 5 }
    let neighbors = LatentNeighbors(Tensor(latents, shape: [200, 3]))
    #expect(neighbors.distance(of: [5, 5, 5]) < 0.2 * neighbors.distance(of: [-3, -3, 3]))
  }

  @Test("take values that never move")
  func constant() {
    for latents in [[1, 2], [1, 2, 1, 2]] as [[Float]] {
      let neighbors = LatentNeighbors(Tensor(latents, shape: [latents.count / 2, 2]))
      #expect(neighbors.distance(of: [1, 3]).isFinite)
      #expect(neighbors.distance(of: [1, 2]) == 0.1)
    }
  }
}
