import LSTMTensor

/// Batches of sentences of about the same length, in an order of chance: padding costs time, and an order by length alone
/// would teach the short ones first.
struct BucketedBatches: Sendable {
  /// Source and target tokens of each sentence, or units and steps of each recording.
  let lengths: [(source: Int, target: Int)]
  /// Sentences in a batch, N.
  let batchSize: Int
  let seed: UInt64

  /// Batches whose sentences are sorted together.
  private static let pool = 50

  init(_ pairs: [TokenPair], batchSize: Int, seed: UInt64) {
    self.init(
      lengths: pairs.map { ($0.source.count, $0.target.count) }, batchSize: batchSize, seed: seed)
  }

  init(lengths: [(source: Int, target: Int)], batchSize: Int, seed: UInt64) {
    self.lengths = lengths
    self.batchSize = batchSize
    self.seed = seed
  }

  /// Batches of an epoch.
  var count: Int { (lengths.count + batchSize - 1) / batchSize }

  /// The sentences of a batch of an epoch, by their places.
  func batch(_ batch: Int, epoch: Int) -> [Int] {
    var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(epoch)))
    let order = lengths.indices.shuffled(using: &random)
    let number = (0..<count).shuffled(using: &random)[batch]
    let first = number / Self.pool * Self.pool * batchSize
    // Chance decides which sentences are sorted together, and in what order batches come.
    let sorted = order[first..<min(order.count, first + Self.pool * batchSize)].sorted {
      let (a, b) = (lengths[$0], lengths[$1])
      return (a.target, a.source, $0) < (b.target, b.source, $1)
    }
    let start = number % Self.pool * batchSize
    return Array(sorted[start..<min(sorted.count, start + batchSize)])
  }
}
