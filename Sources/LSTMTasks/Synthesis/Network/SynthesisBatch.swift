import LSTMTensor

/// A recording to learn to say.
struct Utterance: Sendable, Equatable {
  /// The units of its text, edges first and last.
  var units: [Int32]
  var speaker: Int32
  /// Normalised, [T, R · M].
  var steps: [Float]
  /// T.
  var stepCount: Int
}

/// Recordings as the network reads them.
struct SynthesisBatch: Sendable {
  /// [S, N], edges behind a text's end.
  let units: TokenIDs
  /// Units of each text, [N].
  let unitCounts: [Int]
  /// [N].
  let speakers: [Int32]
  /// [T, N, R · M], zeros behind a recording's end.
  let steps: Tensor
  /// Steps of each recording, [N].
  let stepCounts: [Int]

  init(_ utterances: [Utterance]) {
    units = Self.columns(utterances.map(\.units))
    unitCounts = utterances.map(\.units.count)
    speakers = utterances.map(\.speaker)
    stepCounts = utterances.map(\.stepCount)
    let (batch, longest) = (utterances.count, stepCounts.max() ?? 0)
    let width = (utterances.first?.steps.count ?? 0) / max(1, utterances.first?.stepCount ?? 1)
    var values = [Float](repeating: 0, count: longest * batch * width)
    for (row, utterance) in utterances.enumerated() {
      for step in 0..<utterance.stepCount {
        let target = (step * batch + row) * width
        values.replaceSubrange(
          target..<target + width, with: utterance.steps[step * width..<(step + 1) * width])
      }
    }
    steps = Tensor(values, shape: [longest, batch, width])
  }

  /// Texts side by side, [S, N].
  static func columns(_ texts: [[Int32]]) -> TokenIDs {
    let longest = texts.map(\.count).max() ?? 0
    var values = [Int32](repeating: SpokenUnits.edge, count: longest * texts.count)
    for (row, text) in texts.enumerated() {
      for (place, unit) in text.enumerated() { values[place * texts.count + row] = unit }
    }
    return TokenIDs(values, shape: [longest, texts.count])
  }
}

/// Which unit each step says, and where within it.
struct StepPlan: Sendable {
  /// Values that say where within its unit a step is.
  static let positionSize = 4

  /// Rows of [S · N] for each step, [T, N]; the last unit's behind the end.
  let rows: TokenIDs
  /// [T, N, 4].
  let positions: Tensor
  /// Steps of each recording, [N].
  let stepCounts: [Int]

  /// - Parameter durations: the steps of each unit of each text, [N][S].
  init(_ durations: [[Int]]) {
    let batch = durations.count
    stepCounts = durations.map { $0.reduce(0, +) }
    let longest = stepCounts.max() ?? 0
    var rows = [Int32](repeating: 0, count: longest * batch)
    var positions = [Float](repeating: 0, count: longest * batch * Self.positionSize)
    for (row, durations) in durations.enumerated() {
      var step = 0
      for (unit, duration) in durations.enumerated() {
        let length = Float(naturalLogarithm(Double(max(1, duration)))) / 2
        for place in 0..<duration {
          let at = step * batch + row
          rows[at] = Int32(unit * batch + row)
          let (before, after) = (Float(place) + 0.5, Float(duration - place) - 0.5)
          let values = [before / Float(duration), before / 10, after / 10, length]
          positions.replaceSubrange(
            at * Self.positionSize..<(at + 1) * Self.positionSize, with: values)
          step += 1
        }
      }
      for step in step..<longest {
        rows[step * batch + row] = Int32((durations.count - 1) * batch + row)
      }
    }
    self.rows = TokenIDs(rows, shape: [longest, batch])
    self.positions = Tensor(positions, shape: [longest, batch, Self.positionSize])
  }
}
