import LSTMTensor

/// A long row of tokens cut into N parallel streams, for a model that carries its state from window
/// to window.
///
/// Of n tokens, each stream has S = ⌊(n - 1) / N⌋ steps: stream k reads tokens kS to kS + S - 1, and
/// its targets are the tokens one further. Windows are T steps of all streams; the last is shorter
/// where T does not divide S. So each token but the first is a target exactly once an epoch, save
/// fewer than N at the end (``droppedTokenCount``).
public struct ContiguousBatches: Sendable {
  /// The tokens in reading order.
  public let tokens: [Int32]
  /// N, the number of streams.
  public let batchSize: Int
  /// T, the number of steps in every window but perhaps the last.
  public let sequenceLength: Int
  /// S, the number of steps of each stream.
  public let stepCount: Int

  /// Cuts tokens into streams.
  /// - Parameters:
  ///   - tokens: At least `batchSize * sequenceLength + 1`, one full window and its last target.
  ///   - batchSize: N, at least one.
  ///   - sequenceLength: T, at least one. To judge a model on a short text, take the smaller of the
  ///     usual length and `tokens.count - 1`.
  /// - Throws: ``BatchError``, for sizes that are not positive or too large for the tokens.
  public init(tokens: [Int32], batchSize: Int, sequenceLength: Int) throws(BatchError) {
    guard batchSize > 0 else { throw .batchSize(batchSize) }
    guard sequenceLength > 0 else { throw .sequenceLength(sequenceLength) }
    let (window, overflows) = batchSize.multipliedReportingOverflow(by: sequenceLength)
    guard !overflows, window < tokens.count else {
      throw .tooFewTokens(
        found: tokens.count, needed: overflows || window == .max ? nil : window + 1,
        batchSize: batchSize, sequenceLength: sequenceLength)
    }
    self.tokens = tokens
    self.batchSize = batchSize
    self.sequenceLength = sequenceLength
    stepCount = (tokens.count - 1) / batchSize
  }

  /// The largest batch size that so many tokens fill for one window, 0 where not even 1 does.
  public static func largestBatchSize(tokenCount: Int, sequenceLength: Int) -> Int {
    guard tokenCount > 1, sequenceLength > 0 else { return 0 }
    return (tokenCount - 1) / sequenceLength
  }

  /// The number of windows in an epoch.
  public var windowCount: Int { (stepCount - 1) / sequenceLength + 1 }

  /// The number of targets in an epoch, over all windows: S × N.
  public var targetCount: Int { stepCount * batchSize }

  /// The number of tokens at the end that no window has, less than N.
  public var droppedTokenCount: Int { tokens.count - 1 - targetCount }

  /// The steps of every stream that a window holds.
  /// - Precondition: `index` is from 0 to `windowCount - 1`.
  public func steps(ofWindow index: Int) -> Range<Int> {
    precondition(
      index >= 0 && index < windowCount, "window \(index) of \(windowCount) windows")
    let start = index * sequenceLength
    return start..<start + min(sequenceLength, stepCount - start)
  }

  /// A window with its targets.
  /// - Precondition: `index` is from 0 to `windowCount - 1`.
  public func window(_ index: Int) -> TokenWindow {
    let steps = steps(ofWindow: index)
    return TokenWindow(inputs: batch(steps, shift: 0), targets: batch(steps, shift: 1))
  }

  /// A window of about T steps, from T / 2 to 3 T / 2, whose borders a key has moved: all windows of a key together hold each
  /// step once.
  /// - Precondition: `index` is from 0 to `windowCount - 1`.
  public func window(_ index: Int, shiftedBy key: UInt64) -> TokenWindow {
    let steps = border(index, key)..<border(index + 1, key)
    return TokenWindow(inputs: batch(steps, shift: 0), targets: batch(steps, shift: 1))
  }

  /// Where a window begins: up to a quarter of T from its place, but for the first and the end of the last.
  private func border(_ index: Int, _ key: UInt64) -> Int {
    precondition(index >= 0 && index <= windowCount, "window \(index) of \(windowCount) windows")
    guard index > 0 else { return 0 }
    guard index < windowCount else { return stepCount }
    let place = index * sequenceLength
    // The last window may be short: its border moves so little that it keeps a step.
    let reach = min(sequenceLength / 4, stepCount - place - 1)
    let drawn = RandomGenerator.key(key, UInt64(index)) % UInt64(2 * reach + 1)
    return place - reach + Int(drawn)
  }

  private func batch(_ steps: Range<Int>, shift: Int) -> TokenBatch {
    var ids: [Int32] = []
    ids.reserveCapacity(steps.count * batchSize)
    for step in steps {
      for stream in 0..<batchSize {
        ids.append(tokens[stream * stepCount + step + shift])
      }
    }
    return TokenBatch(ids: ids, sequenceLength: steps.count, batchSize: batchSize)
  }
}
