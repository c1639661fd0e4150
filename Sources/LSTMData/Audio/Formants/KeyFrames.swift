/// Rows of numbers that change smoothly from one given moment to the next.
struct KeyFrames: Sendable {
  private var times: [Double] = []
  private var rows: [[Double]] = []

  /// Gives the numbers of a moment; moments come in order, one before the last is taken for the same.
  mutating func add(_ time: Double, _ numbers: [Double]) {
    times.append(max(time, times.last ?? time))
    rows.append(numbers)
  }

  /// The numbers at moments 0, `step`, 2 · `step` and so on: before the first row and after the last they stand still.
  ///
  /// - Parameter easing: whether change begins and ends slowly, as what has mass moves.
  func sampled(count: Int, step: Double, easing: Bool) -> [[Double]] {
    guard var from = rows.first else { return [] }
    var next = 0
    return (0..<count).map { number in
      let time = Double(number) * step
      while next < times.count, times[next] <= time {
        from = rows[next]
        next += 1
      }
      guard next > 0, next < times.count else { return from }
      let part = (time - times[next - 1]) / (times[next] - times[next - 1])
      let share = easing ? part * part * (3 - 2 * part) : part
      return zip(from, rows[next]).map { $0 + share * ($1 - $0) }
    }
  }
}
