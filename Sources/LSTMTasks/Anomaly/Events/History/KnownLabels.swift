import LSTMTensor

/// The labels of a stream's events that are known by now: each becomes known so many days after its event.
struct KnownLabels: Sendable {
  /// The days in which a label's weight falls to 1/e.
  static let memories = [3.0, 10, 30]
  /// The days in which the first of a chain of anomalies is looked for.
  static let chain = 28.0

  private let delay: Double
  private var waiting: [(time: Double, isAnomaly: Bool)] = []
  private var firstWaiting = 0
  private var weights: [[Double]] = [[0, 0, 0], [0, 0, 0]]
  private var last: [Double?] = [nil, nil]
  private var anomalies = RecentTimes(span: chain)
  private var time = 0.0

  init(delay: Double) {
    self.delay = delay
  }

  mutating func append(_ isAnomaly: Bool, at time: Double) {
    waiting.append((time, isAnomaly))
  }

  /// Takes in what has become known up to a time.
  mutating func advance(to now: Double) {
    while firstWaiting < waiting.count, waiting[firstWaiting].time + delay < now {
      let (event, isAnomaly) = waiting[firstWaiting]
      firstWaiting += 1
      let known = event + delay
      decay(to: known)
      let side = isAnomaly ? 1 : 0
      for memory in Self.memories.indices { weights[side][memory] += 1 }
      last[side] = known
      if isAnomaly { anomalies.append(known) }
    }
    if firstWaiting > 64, firstWaiting > waiting.count / 2 {
      waiting.removeFirst(firstWaiting)
      firstWaiting = 0
    }
    decay(to: now)
  }

  private mutating func decay(to now: Double) {
    guard now > time else { return }
    for memory in Self.memories.indices {
      let factor = exponential((time - now) / Self.memories[memory])
      weights[0][memory] *= factor
      weights[1][memory] *= factor
    }
    time = now
  }

  /// How many anomalies are known, each weighed by its age, by memory.
  var anomalyWeights: [Double] { weights[1] }
  /// The same of other events.
  var normalWeights: [Double] { weights[0] }
  /// Whether the last label known is an anomaly.
  var endsWithAnomaly: Bool { last[1].map { $0 > (last[0] ?? -.infinity) } ?? false }
  /// How long the first known anomaly of the last days is known, as a share of them; 0 where there is none.
  var chainAge: Double {
    anomalies.oldest(before: time).map { (time - $0) / Self.chain } ?? 0
  }
}
