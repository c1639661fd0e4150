/// Where the units of a target stand among frames.
public struct CTCAlignment: Sendable, Equatable {
  /// The frames of each unit, in order and without overlap; what lies between them is blank.
  public let frames: [Range<Int>]
  /// How sure the frames are of each unit: its largest probability among them.
  public let confidences: [Float]
  /// ln of the probability of this one alignment, in nats.
  public let logProbability: Double
}

extension Tensor {
  /// The most probable alignment of frames with a target, by Viterbi's algorithm (Graves and others 2006, the paths of
  /// section 3): the time stamps of what is known to be said.
  ///
  /// Of equally probable alignments, the one whose units begin as early as can be.
  ///
  /// - Parameters:
  ///   - target: the units, in `0..<V` without the blank.
  ///   - blank: the class that stands for no unit.
  /// - Returns: the alignment of logits [T, V]; `nil` if there is none, because the target is too long for the frames, or
  ///   logits exclude it or are no numbers.
  public func ctcAlignment(to target: [Int32], blank: Int32 = 0) -> CTCAlignment? {
    let (steps, classes) = (shape.rowCount, shape.columnCount)
    precondition(
      blank >= 0 && blank < classes
        && target.allSatisfy { $0 >= 0 && $0 < classes && $0 != blank },
      "units of a target must lie in 0..<\(classes), without the blank \(blank)")
    guard let states = bestStates(target, blank: blank, steps: steps, classes: classes) else {
      return nil
    }
    let path = states.map { $0 % 2 == 0 ? blank : target[$0 / 2] }
    let nats = detached.crossEntropies(targets: TokenIDs(path)).values
    let logProbability = -nats.reduce(0.0) { $0 + Double($1) }
    guard logProbability.isFinite else { return nil }
    let probabilities = detached.softmax()
    var frames = [Range<Int>](repeating: 0..<0, count: target.count)
    var confidences = [Float](repeating: 0, count: target.count)
    for (step, state) in states.enumerated() where state % 2 == 1 {
      let unit = state / 2
      frames[unit] = (frames[unit].isEmpty ? step : frames[unit].lowerBound)..<step + 1
      confidences[unit] = max(
        confidences[unit], probabilities[step * classes + Int(path[step])])
    }
    return CTCAlignment(frames: frames, confidences: confidences, logProbability: logProbability)
  }

  /// The state of each step on the best path: 2 i + 1 is unit i, even ones are the blanks around units.
  ///
  /// The softmax's divisors are the same for all paths, so that logits alone decide.
  private func bestStates(
    _ target: [Int32], blank: Int32, steps: Int, classes: Int
  ) -> [Int]? {
    let count = 2 * target.count + 1
    var columns = [Int](repeating: Int(blank), count: count)
    for (unit, label) in target.enumerated() { columns[2 * unit + 1] = Int(label) }
    // Blanks may be passed over between two units that differ.
    let skips = columns.indices.map { state in
      state > 2 && columns[state] != Int(blank) && columns[state] != columns[state - 2]
    }
    var scores = [Double](repeating: -.infinity, count: count)
    scores[0] = 0
    // How many states further back each state's best predecessor is.
    var origins = [UInt8](repeating: 0, count: steps * count)
    withBuffer { logits in
      for step in 0..<steps {
        // From the last state down: what a state reads still belongs to the step before.
        for state in stride(from: count - 1, through: 0, by: -1) {
          var (best, origin) = (scores[state], UInt8(0))
          if state > 0, scores[state - 1] > best { (best, origin) = (scores[state - 1], 1) }
          if skips[state], scores[state - 2] > best { (best, origin) = (scores[state - 2], 2) }
          scores[state] = best + Double(logits[step * classes + columns[state]])
          origins[step * count + state] = origin
        }
      }
    }
    var state = count - 1
    if count > 1, scores[count - 2] > scores[count - 1] { state = count - 2 }
    guard scores[state] > -.infinity else { return nil }
    var states = [Int](repeating: 0, count: steps)
    for step in stride(from: steps - 1, through: 0, by: -1) {
      states[step] = state
      state -= Int(origins[step * count + state])
    }
    return states
  }
}
