import LSTMData
import LSTMTensor

/// T steps of one of the sequences of a data set.
struct SequenceWindow: Sendable, Equatable {
  /// Which sequence.
  let sequence: Int
  /// Its step that is the window's first.
  let start: Int
}

/// Sequences as a network reads them: scaled, whole, with what was observed beside.
struct DetectionSequences: Sendable {
  /// Steps of a window, T.
  let length: Int
  /// Values of a step, F.
  let featureCount: Int
  /// By sequence, its values step by step, [R · F].
  let values: [[Float]]
  /// The same, whether each value was there.
  let isObserved: [[Bool]]

  /// A scaled value beyond this says no more, and its square is still a number.
  private static let farthest: Float = 1e6

  /// Sequences of given values.
  ///
  /// - Parameters:
  ///   - values: by sequence and feature.
  ///   - scalers: the same, one each.
  init(length: Int, featureCount: Int, values: [[SeriesValues]], scalers: [[SeriesScaler]]) {
    self.length = length
    self.featureCount = featureCount
    var numbers: [[Float]] = []
    var marks: [[Bool]] = []
    for (features, scalers) in zip(values, scalers) {
      let count = features.first?.values.count ?? 0
      var own = [Float](repeating: 0, count: count * featureCount)
      var observed = [Bool](repeating: true, count: own.count)
      for (feature, (values, scaler)) in zip(features, scalers).enumerated() {
        for step in 0..<count {
          let scaled = scaler.scaled(values.values[step])
          own[step * featureCount + feature] = min(max(scaled, -Self.farthest), Self.farthest)
          observed[step * featureCount + feature] = values.isObserved[step]
        }
      }
      numbers.append(own)
      marks.append(observed)
    }
    (self.values, isObserved) = (numbers, marks)
  }

  /// Steps of a sequence, R.
  func count(_ sequence: Int) -> Int { values[sequence].count / featureCount }

  /// The values of windows, [T, N, F].
  func inputs(_ windows: [SequenceWindow]) -> Tensor {
    var result = Tensor(uninitialized: [length, windows.count, featureCount])
    result.withMutableBuffer { buffer in
      for (row, window) in windows.enumerated() {
        let own = values[window.sequence]
        for step in 0..<length {
          let (from, to) = (
            (window.start + step) * featureCount, (step * windows.count + row) * featureCount
          )
          for feature in 0..<featureCount { buffer[to + feature] = own[from + feature] }
        }
      }
    }
    return result
  }

  /// Whether each value of windows was there, [T, N, F], 1 or 0; `nil` where all were.
  func observed(_ windows: [SequenceWindow]) -> Tensor? {
    var hasMissing = false
    var result = Tensor(repeating: 1, shape: [length, windows.count, featureCount])
    result.withMutableBuffer { buffer in
      for (row, window) in windows.enumerated() {
        let own = isObserved[window.sequence]
        for step in 0..<length {
          let (from, to) = (
            (window.start + step) * featureCount, (step * windows.count + row) * featureCount
          )
          for feature in 0..<featureCount where !own[from + feature] {
            buffer[to + feature] = 0
            hasMissing = true
          }
        }
      }
    }
    return hasMissing ? result : nil
  }

  /// Whether a value of a window was there.
  func isObserved(_ window: SequenceWindow, step: Int, feature: Int) -> Bool {
    isObserved[window.sequence][(window.start + step) * featureCount + feature]
  }

  /// A value of a window.
  func value(_ window: SequenceWindow, step: Int, feature: Int) -> Float {
    values[window.sequence][(window.start + step) * featureCount + feature]
  }

  /// Windows over some steps of a sequence, so many steps apart; the last one ends at the end.
  func windows(_ sequence: Int, in steps: Range<Int>, stride: Int) -> [SequenceWindow] {
    let last = steps.upperBound - length
    guard last >= steps.lowerBound else { return [] }
    var starts = Array(Swift.stride(from: steps.lowerBound, through: last, by: stride))
    if starts.last != last { starts.append(last) }
    return starts.map { SequenceWindow(sequence: sequence, start: $0) }
  }
}
