/// Which steps of a sound belong to which unit of its text: in order, each unit at least one step.
enum MonotonicAlignment {
  /// The durations of the units that cost least (Kim and others 2020, "Glow-TTS", section 3.1: Viterbi's algorithm over paths
  /// that stay or go on by one unit).
  ///
  /// - Parameters:
  ///   - costs: of each unit at each step, [S, T], row by row.
  ///   - unitCount: S, 1 or more.
  ///   - stepCount: T, at least S.
  /// - Returns: the steps of each unit, [S], their sum T. Of equal paths the one whose units end as late as can be.
  static func durations(costs: [Float], unitCount: Int, stepCount: Int) -> [Int] {
    precondition(
      unitCount > 0 && stepCount >= unitCount && costs.count == unitCount * stepCount,
      "\(costs.count) costs of \(unitCount) units in \(stepCount) steps")
    var best = [Double](repeating: .infinity, count: unitCount)
    var cameFromBefore = [Bool](repeating: false, count: unitCount * stepCount)
    best[0] = Double(costs[0])
    for step in 1..<max(1, stepCount) {
      for unit in stride(from: min(step, unitCount - 1), through: 0, by: -1) {
        var cost = best[unit]
        if unit > 0, best[unit - 1] < cost {
          cost = best[unit - 1]
          cameFromBefore[unit * stepCount + step] = true
        }
        best[unit] = cost + Double(costs[unit * stepCount + step])
      }
    }
    var durations = [Int](repeating: 0, count: unitCount)
    var unit = unitCount - 1
    for step in stride(from: stepCount - 1, through: 0, by: -1) {
      durations[unit] += 1
      // What is left must still reach the first unit.
      if unit > 0, step > 0, cameFromBefore[unit * stepCount + step] || step == unit { unit -= 1 }
    }
    return durations
  }

  /// Units of about the same length: where nothing is known yet.
  static func even(unitCount: Int, stepCount: Int) -> [Int] {
    (0..<unitCount).map {
      stepCount * ($0 + 1) / unitCount - stepCount * $0 / unitCount
    }
  }
}
