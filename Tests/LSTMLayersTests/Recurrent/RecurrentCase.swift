import LSTMLayers
import LSTMTestSupport
import Testing

/// The sizes and options of one recurrent layer under test.
struct RecurrentCase: Sendable, CustomTestStringConvertible {
  var steps = 1
  var batchSize = 1
  var inputSize = 1
  var hiddenSize = 1
  var layerCount = 1
  var direction = Direction.forward
  var hasBias = true
  var hasTrainableState = false
  /// Of an LSTM whose hidden state is a projection.
  var projectionSize: Int?
  var lengths: [Int]?
  var seed: UInt64 = 1

  /// Sizes in the order of the letters T, N, H, I.
  init(_ steps: Int, _ batchSize: Int, _ hiddenSize: Int, _ inputSize: Int) {
    self.steps = steps
    self.batchSize = batchSize
    self.hiddenSize = hiddenSize
    self.inputSize = inputSize
  }

  func with(_ change: (inout RecurrentCase) -> Void) -> RecurrentCase {
    var copy = self
    change(&copy)
    return copy
  }

  var directionCount: Int { direction == .bidirectional ? 2 : 1 }
  var stateShape: [Int] { [layerCount * directionCount, batchSize, hiddenSize] }
  var hiddenShape: [Int] {
    [layerCount * directionCount, batchSize, projectionSize ?? hiddenSize]
  }
  var outputShape: [Int] { [steps, batchSize, directionCount * (projectionSize ?? hiddenSize)] }

  var testDescription: String {
    var text = "T \(steps), N \(batchSize), H \(hiddenSize), I \(inputSize)"
    if layerCount > 1 { text += ", \(layerCount) layers" }
    if direction != .forward { text += ", \(direction)" }
    if !hasBias { text += ", no bias" }
    if let projectionSize { text += ", P \(projectionSize)" }
    if hasTrainableState { text += ", trainable state" }
    if let lengths { text += ", lengths \(lengths)" }
    return text
  }
}

extension RecurrentCase {
  /// The corners of the sizes that the figures name: T 1…64, N 1…33, H 1…65, I 1…40.
  static let corners: [RecurrentCase] = [
    RecurrentCase(1, 1, 1, 1), RecurrentCase(64, 1, 1, 1), RecurrentCase(1, 33, 1, 1),
    RecurrentCase(1, 1, 65, 1), RecurrentCase(1, 1, 1, 40), RecurrentCase(1, 1, 65, 40),
    RecurrentCase(64, 33, 1, 1), RecurrentCase(1, 33, 65, 40), RecurrentCase(64, 1, 65, 40),
    RecurrentCase(64, 33, 16, 1), RecurrentCase(64, 33, 1, 40),
  ]

  /// Options that a chance draw might miss.
  static let options: [RecurrentCase] = [
    RecurrentCase(5, 4, 7, 3).with { $0.lengths = [0, 0, 0, 0] },
    RecurrentCase(5, 4, 17, 3).with { $0.lengths = [0, 5, 1, 0] },
    RecurrentCase(6, 5, 33, 9).with {
      $0.lengths = [3, 0, 6, 2, 6]
      $0.direction = .bidirectional
      $0.layerCount = 2
    },
    RecurrentCase(4, 3, 5, 6).with {
      $0.layerCount = 3
      $0.direction = .reverse
      $0.hasTrainableState = true
      $0.lengths = [4, 2, 3]
    },
    RecurrentCase(7, 17, 16, 32).with {
      $0.direction = .bidirectional
      $0.hasTrainableState = true
      $0.hasBias = false
    },
  ]

  /// A sample of the whole space by chance, the same in every run.
  ///
  /// Layers of one unit stand among the corners only: the one element of such a bias gradient is a
  /// sum over all rows, which may by chance cancel to nearly nothing; no `Float` arithmetic is then
  /// right to 1e-5 of what is left.
  ///
  /// - Parameter work: The most multiply-adds of one case, for the sake of the `Double` references,
  ///   which run in debug builds.
  static func sample(_ count: Int, seed: UInt64, work: Int) -> [RecurrentCase] {
    var numbers = TestNumbers(seed: seed)
    var cases: [RecurrentCase] = []
    while cases.count < count {
      func draw(_ bounds: ClosedRange<Int>) -> Int { Int.random(in: bounds, using: &numbers) }
      var drawn = RecurrentCase(draw(1...64), draw(1...33), draw(2...65), draw(1...40))
      drawn.layerCount = draw(1...3)
      drawn.direction = Direction.allCases[draw(0...2)]
      drawn.hasBias = draw(0...3) > 0
      drawn.hasTrainableState = draw(0...3) == 0
      drawn.seed = UInt64(cases.count + 2)
      if draw(0...1) == 0 {
        drawn.lengths = (0..<drawn.batchSize).map { _ in draw(0...drawn.steps) }
      }
      let inputs = drawn.inputSize + drawn.layerCount * drawn.hiddenSize * drawn.directionCount
      let size = drawn.steps * drawn.batchSize * drawn.hiddenSize * drawn.directionCount
      if size * 4 * (inputs + drawn.hiddenSize) <= work { cases.append(drawn) }
    }
    return cases
  }
}
