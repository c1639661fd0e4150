/// The slope of each value over the frames around it: the regression of Furui (1986), the ends repeated.
///
/// d[t] = Σₙ n · x[t + n] / Σₙ n² for n from −h to h.
struct DeltaStream: Sendable {
  private let width: Int
  private let half: Int
  /// The rows that are still needed, with those repeated before the first.
  private var rows: [Float] = []
  private var isStarted = false

  /// - Parameters:
  ///   - width: the values of a row.
  ///   - span: the frames of a slope, an odd number.
  init(width: Int, span: Int) {
    self.width = width
    half = span / 2
  }

  /// Takes the next rows, and gives the slopes of those that have enough behind them.
  mutating func append(_ more: [Float]) -> [Float] {
    guard !more.isEmpty else { return [] }
    if !isStarted {
      isStarted = true
      for _ in 0..<half { rows += more[..<width] }
    }
    rows += more
    return slopes()
  }

  /// The slopes of the last rows.
  mutating func finish() -> [Float] {
    guard isStarted else { return [] }
    let last = Array(rows.suffix(width))
    for _ in 0..<half { rows += last }
    return slopes()
  }

  private mutating func slopes() -> [Float] {
    let count = rows.count / width - 2 * half
    guard count > 0 else { return [] }
    var squares = 0
    for n in 1...half { squares += 2 * n * n }
    var result: [Float] = []
    result.reserveCapacity(count * width)
    for row in half..<half + count {
      for place in 0..<width {
        var sum = 0.0
        for n in 1...half {
          let (later, earlier) = (
            rows[(row + n) * width + place], rows[(row - n) * width + place]
          )
          sum += Double(n) * (Double(later) - Double(earlier))
        }
        result.append(Float(sum / Double(squares)))
      }
    }
    rows.removeFirst(count * width)
    return result
  }
}
