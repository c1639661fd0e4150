/// The mean of the last numbers of a stream, in constant time and memory.
struct SlidingMean: Sendable, Equatable {
  private var numbers: [Double]
  private var place = 0
  private(set) var count = 0
  private var sum = 0.0
  /// The sum of what was written since the ring began anew.
  ///
  /// It replaces the running sum once a round, so that rounding errors do not add up for ever, nor stay behind when an
  /// enormous number has left.
  private var freshSum = 0.0

  /// The mean of the last `length` numbers.
  init(length: Int) {
    numbers = Array(repeating: 0, count: max(1, length))
  }

  /// The mean; `nil` until the window is full.
  var mean: Double? { count == numbers.count ? sum / Double(count) : nil }

  /// Takes a number in and, of a full window, the oldest out.
  mutating func add(_ number: Double) {
    if count == numbers.count { sum -= numbers[place] } else { count += 1 }
    numbers[place] = number
    sum += number
    freshSum += number
    place += 1
    if place == numbers.count {
      place = 0
      sum = freshSum
      freshSum = 0
    }
  }

  /// Forgets all numbers.
  mutating func clear() {
    (place, count, sum, freshSum) = (0, 0, 0, 0)
  }
}

extension SlidingMean: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    try visit("numbers", &numbers)
    var rest = [Double(place), Double(count), sum, freshSum]
    try visit("sums", &rest)
    place = Self.index(rest[0], below: numbers.count)
    count = Self.index(rest[1], below: numbers.count + 1)
    (sum, freshSum) = (rest[2], rest[3])
  }
}
