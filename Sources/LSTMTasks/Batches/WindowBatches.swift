import LSTMTensor

/// Batches of windows for networks that are trained side by side, each in its own order of chance.
struct WindowBatches<Window: Sendable>: Sendable {
  /// What is learned from.
  let windows: [Window]
  /// Windows in a batch, N; never more than there are.
  let batchSize: Int
  let seed: UInt64
  private let leastCount: Int

  /// - Parameter leastCount: an epoch is a pass over the windows, of few windows as many passes as make so many batches.
  init(_ windows: [Window], batchSize: Int, leastCount: Int = 50, seed: UInt64) {
    self.windows = windows
    self.batchSize = min(batchSize, max(1, windows.count))
    self.leastCount = leastCount
    self.seed = seed
  }

  /// Batches of an epoch.
  var count: Int { windows.isEmpty ? 0 : max(windows.count / batchSize, leastCount) }

  /// The windows of a network's batch.
  func batch(_ batch: Int, epoch: Int, member: Int) -> [Window] {
    let first = (epoch * count + batch) * batchSize
    let order = EndlessPasses(
      count: windows.count, seed: RandomGenerator.key(seed, UInt64(member)))
    return (first..<first + batchSize).map { windows[order[$0]] }
  }
}

extension [Tensor] {
  /// The mean of the losses of networks that are trained side by side.
  var meanLoss: Tensor { dropFirst().reduce(self[0]) { $0 + $1 } * (1 / Float(count)) }
}
