import LSTMTensor

/// Which examples each network learns from, and which it is judged by: a committee of cross-validation (Krogh and Vedelsby
/// 1995).
///
/// The examples of each class are dealt out to as many parts as the share says; network m holds out part m. So all data are
/// learned from, networks differ, and whatever was held out by some network tells what its answers are worth.
struct ClassifierFolds: Sendable, Equatable {
  /// The examples that each network learns from, in an order of chance.
  let training: [[Int]]
  /// Those that it is judged by.
  let heldOut: [[Int]]

  /// Deals out examples.
  ///
  /// - Parameters:
  ///   - labels: the classes of each example; the first decides its part. Of a class with one example nothing is held out.
  ///   - share: the share that is held out.
  ///   - memberCount: networks.
  ///   - seed: of the order.
  init(labels: [[Int]], share: Double, memberCount: Int, seed: UInt64) {
    let partCount = max(2, Int((1 / share).rounded()))
    var groups: [Int: [Int]] = [:]
    for (example, labels) in labels.enumerated() {
      groups[labels.first ?? -1, default: []].append(example)
    }
    var random = RandomGenerator(seed: RandomGenerator.key(seed, 0x464F_4C44))
    var parts = Array(repeating: -1, count: labels.count)
    var next = 0
    for label in groups.keys.sorted() {
      guard let group = groups[label], group.count > 1 else { continue }
      for example in Self.shuffled(group, using: &random) {
        parts[example] = next % partCount
        next += 1
      }
    }
    training = (0..<memberCount).map { member in
      Self.shuffled(
        parts.indices.filter { parts[$0] != member % partCount }, using: &random)
    }
    heldOut = (0..<memberCount).map { member in
      parts.indices.filter { parts[$0] == member % partCount }
    }
  }

  /// All learn from the first examples, and are judged by the others.
  init(trainingCount: Int, heldOutCount: Int, memberCount: Int, seed: UInt64) {
    var random = RandomGenerator(seed: RandomGenerator.key(seed, 0x464F_4C44))
    training = (0..<memberCount).map { _ in
      Self.shuffled(Array(0..<trainingCount), using: &random)
    }
    heldOut = Array(
      repeating: Array(trainingCount..<trainingCount + heldOutCount), count: memberCount)
  }

  /// The parts that differ: of several networks that hold out the same examples the first.
  var distinct: [Int] {
    heldOut.indices.filter { member in
      !heldOut[..<member].contains(heldOut[member])
    }
  }

  /// Fisher and Yates's shuffle.
  private static func shuffled(_ items: [Int], using random: inout RandomGenerator) -> [Int] {
    var items = items
    for place in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(place, random.index(below: place + 1))
    }
    return items
  }
}
