import LSTMTensor

/// What each speaker said, in one row with pauses between, as codes.
struct ContinuationStreams: Sendable, Equatable {
  /// The codes of each speaker.
  let streams: [[Int32]]

  /// Steps of a window.
  static let windowLength = 100
  /// Steps of a pause: this many at least, and fewer than so many more.
  private static let shortestPause = 8
  private static let pauseSpread = 16
  /// Windows of a batch.
  static let batchSize = 8

  /// - Parameters:
  ///   - recordings: the codes of each recording, and its speaker.
  ///   - pause: the code of each speaker's silence.
  ///   - random: in what order recordings follow each other, and how long pauses are.
  init(
    _ recordings: [(speaker: Int32, codes: [Int32])], pause: [Int32],
    using random: inout RandomGenerator
  ) {
    var streams = pause.map { _ in [Int32]() }
    for place in recordings.indices.shuffled(using: &random) {
      let (speaker, codes) = recordings[place]
      let length = Self.shortestPause + random.index(below: Self.pauseSpread)
      streams[Int(speaker)] += codes
      streams[Int(speaker)] += [Int32](repeating: pause[Int(speaker)], count: length)
    }
    self.streams = streams.filter { $0.count > 1 }
  }

  /// Windows from places of chance: codes and what follows each, [T, N] each, −1 where nothing does.
  func windows(using random: inout RandomGenerator) -> (codes: TokenIDs, targets: TokenIDs) {
    let length = Self.windowLength
    var codes = [Int32](repeating: 0, count: length * Self.batchSize)
    var targets = [Int32](repeating: -1, count: codes.count)
    let total = streams.reduce(0) { $0 + $1.count }
    for row in 0..<Self.batchSize {
      // Every code is as likely to begin a window as any other.
      var start = random.index(below: max(1, total))
      var stream = 0
      while stream < streams.count - 1, start >= streams[stream].count {
        start -= streams[stream].count
        stream += 1
      }
      for step in 0..<min(length, streams[stream].count - 1 - start) {
        codes[step * Self.batchSize + row] = streams[stream][start + step]
        targets[step * Self.batchSize + row] = streams[stream][start + step + 1]
      }
    }
    let shape: Shape = [length, Self.batchSize]
    return (TokenIDs(codes, shape: shape), TokenIDs(targets, shape: shape))
  }
}
