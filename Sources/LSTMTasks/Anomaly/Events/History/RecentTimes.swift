/// The times of a stream that are not older than a span, in days.
struct RecentTimes: Sendable {
  let span: Double
  private var times: [Double] = []
  private var first = 0

  init(span: Double) {
    self.span = span
  }

  /// The oldest time within the span before another.
  func oldest(before time: Double) -> Double? {
    let place = firstPlace(since: time - span)
    return place < times.count ? times[place] : nil
  }

  /// How many times lie within so many days, at most the span, before another.
  func count(within days: Double, before time: Double) -> Int {
    times.count - firstPlace(since: time - min(days, span))
  }

  mutating func append(_ time: Double) {
    first = firstPlace(since: time - span)
    if first > 64, first > times.count / 2 {
      times.removeFirst(first)
      first = 0
    }
    times.append(time)
  }

  private func firstPlace(since time: Double) -> Int {
    var (low, high) = (first, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
