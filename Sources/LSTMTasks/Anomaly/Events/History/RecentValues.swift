/// The last values of a stream, with their median, mean, largest, and typical distance from the median.
struct RecentValues: Sendable {
  /// Values that are remembered: a habit, not a lifetime.
  private static let limit = 512
  /// Values of the whole population that a new stream begins with.
  private static let priorCount = 3.0
  /// Values below which the median is the population's.
  private static let fewest = 5

  private let number: EventNumber
  private var sorted: [Double] = []
  private var inOrder: [Double] = []
  private var oldest = 0
  private var sum = 0.0
  private var distances = 0.0
  private var count = 0.0

  init(_ number: EventNumber) {
    self.number = number
  }

  var median: Double {
    sorted.count < Self.fewest ? number.median : sorted[sorted.count / 2]
  }

  var mean: Double {
    (sum + Self.priorCount * number.median) / (Double(sorted.count) + Self.priorCount)
  }

  var largest: Double { sorted.last ?? number.median }

  /// The mean distance from the median, of few values drawn towards the population's.
  var deviation: Double {
    let mean = (distances + Self.priorCount * number.deviation) / (count + Self.priorCount)
    return max(mean, number.deviation * 1e-3)
  }

  /// The share of the values that are at least as large, never zero.
  func shareAbove(_ value: Double) -> Double {
    let below = place(of: value)
    return (Double(sorted.count - below) + 0.5) / (Double(sorted.count) + 1)
  }

  mutating func append(_ value: Double) {
    distances += abs(value - median)
    count += 1
    if inOrder.count == Self.limit {
      let leaving = inOrder[oldest]
      sorted.remove(at: place(of: leaving))
      sum -= leaving
      inOrder[oldest] = value
      oldest = (oldest + 1) % Self.limit
    } else {
      inOrder.append(value)
    }
    sorted.insert(value, at: place(of: value))
    sum += value
  }

  /// The first place at which a value could stand.
  private func place(of value: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
