import LSTMTensor

/// An endless order of numbered things: each pass goes over all of them once, in steps of a length and from a beginning
/// that chance draws, so that any position is found without the ones before it.
struct EndlessPasses: Sendable {
  /// Things of a pass.
  let count: Int
  let seed: UInt64

  /// An order of at least one thing.
  init(count: Int, seed: UInt64) {
    precondition(count > 0, "a pass needs something to go over")
    self.count = count
    self.seed = seed
  }

  /// The thing at a position, from zero.
  subscript(position: Int) -> Int {
    let pass = position / count
    var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(pass) &+ 0x5045_524D))
    let start = random.index(below: count)
    var step = 1 + random.index(below: count)
    while Self.greatestCommonDivisor(step, count) > 1 { step += 1 }
    return (start + position % count * (step % count)) % count
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
