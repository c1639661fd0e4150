/// The minimum of a smooth function of many numbers by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno
/// (Nocedal 1980), in a fixed order of additions.
struct QuasiNewtonMinimum {
  /// Pairs of steps and of changes of the gradient that are remembered.
  private static let memory = 8
  /// The most halvings of a step.
  private static let halvings = 30

  private typealias Pair = (step: [Double], change: [Double], inverse: Double)

  /// The least found.
  let point: [Double]

  /// Searches for a minimum.
  ///
  /// - Parameters:
  ///   - start: where to begin.
  ///   - iterations: steps at most.
  ///   - tolerance: the search ends where no part of the gradient is larger.
  ///   - evaluate: the value and the gradient at a point.
  init(
    from start: [Double], iterations: Int, tolerance: Double,
    _ evaluate: (_ point: [Double]) -> (value: Double, gradient: [Double])
  ) {
    var point = start
    var (value, gradient) = evaluate(point)
    var pairs: [Pair] = []
    for _ in 0..<iterations {
      guard gradient.contains(where: { abs($0) > tolerance }) else { break }
      var direction = Self.direction(gradient, pairs)
      var slope = dot(direction, gradient)
      if !(slope < 0) {
        pairs = []
        direction = gradient.map { -$0 }
        slope = -dot(gradient, gradient)
      }
      var length = pairs.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1.0
      var halved = 0
      var next = Self.moved(point, direction, length)
      var found = evaluate(next)
      while !(found.value <= value + 1e-4 * length * slope), halved < Self.halvings {
        length /= 2
        halved += 1
        next = Self.moved(point, direction, length)
        found = evaluate(next)
      }
      guard found.value < value else { break }
      let step = zip(next, point).map { $0 - $1 }
      let change = zip(found.gradient, gradient).map { $0 - $1 }
      let curvature = dot(step, change)
      if curvature > 1e-12 {
        pairs.append((step, change, 1 / curvature))
        if pairs.count > Self.memory { pairs.removeFirst() }
      }
      let gain = value - found.value
      (point, value, gradient) = (next, found.value, found.gradient)
      if gain < 1e-9 * max(1, abs(value)) { break }
    }
    self.point = point
  }

  private static func moved(_ point: [Double], _ direction: [Double], _ length: Double)
    -> [Double]
  {
    var result = point
    for place in result.indices { result[place] += length * direction[place] }
    return result
  }

  /// Minus the inverse of the curvature that the pairs tell, times the gradient.
  private static func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
    var direction = gradient.map { -$0 }
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = pair.inverse * dot(pair.step, direction)
      factors.append(factor)
      add(-factor, pair.change, to: &direction)
    }
    if let last = pairs.last {
      let scale = 1 / (last.inverse * dot(last.change, last.change))
      for place in direction.indices { direction[place] *= scale }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      add(factor - pair.inverse * dot(pair.change, direction), pair.step, to: &direction)
    }
    return direction
  }

  private static func add(_ factor: Double, _ values: [Double], to sums: inout [Double]) {
    for place in sums.indices { sums[place] += factor * values[place] }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for place in a.indices { sum += a[place] * b[place] }
  return sum
}
