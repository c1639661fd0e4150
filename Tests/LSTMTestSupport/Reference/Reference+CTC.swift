import Foundation

/// Connectionist temporal classification as it is defined, by going through all V^T ways of labelling the frames.
extension Reference {
  /// A labelling of every frame, and the logarithm of its probability.
  package struct FramePath: Sendable {
    package let classes: [Int]
    package let logProbability: Double
  }

  /// What a labelling of frames spells: equal neighbours made one, then blanks left out.
  package static func collapsed(_ path: [Int], blank: Int = 0) -> [Int] {
    var result: [Int] = []
    var previous = blank
    for unit in path {
      if unit != previous, unit != blank { result.append(unit) }
      previous = unit
    }
    return result
  }

  /// All labellings of frames with logits [T, V].
  package static func framePaths(_ logits: DoubleArray) -> [FramePath] {
    let (steps, classes) = (logits.rowCount, logits.columnCount)
    let logs = softmax(logits).map(log)
    var paths = [FramePath(classes: [], logProbability: 0)]
    for step in 0..<steps {
      paths = paths.flatMap { path in
        (0..<classes).map { unit in
          FramePath(
            classes: path.classes + [unit],
            logProbability: path.logProbability + logs[step * classes + unit])
        }
      }
    }
    return paths
  }

  /// The probability of everything that frames can spell.
  package static func spellings(_ logits: DoubleArray, blank: Int = 0) -> [[Int]: Double] {
    var sums: [[Int]: Double] = [:]
    for path in framePaths(logits) {
      sums[collapsed(path.classes, blank: blank), default: 0] += exp(path.logProbability)
    }
    return sums
  }

  /// −ln p of a target.
  package static func ctcLoss(_ logits: DoubleArray, target: [Int], blank: Int = 0) -> Double {
    -log(spellings(logits, blank: blank)[target] ?? 0)
  }
}
